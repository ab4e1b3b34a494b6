import * as fs from 'node:fs';
import path from 'node:path';
import { EmbeddedEngine } from '../../../src/engines/embedded/embeddedEngine';
import { withKey } from '../../support/brokenGguf';
it('x', async () => {
	const w = (m: string) => console.log('   log', m);
	const demo = path.resolve('media/demo-model/demo.gguf');
	const bytes = fs.readFileSync(demo);
	for (const [key, value] of [['llama.block_count', 0xffffffff], ['llama.block_count', 0], ['llama.block_count', 100], ['llama.attention.head_count', 7],['llama.attention.head_count', 0], ['llama.embedding_length', 0], ['llama.embedding_length', 0xfffffff0], ['llama.feed_forward_length', 0],['llama.context_length', 0], ['llama.context_length', 0xffffffff],['llama.vocab_size', 0xffffffff],['llama.rope.dimension_count', 0xffffffff],['llama.attention.head_count_kv', 0],['llama.attention.head_count_kv', 0xffffffff]] as const) {
		const engine = new EmbeddedEngine({ childPath: path.resolve('engine/dist/child.mjs'), modelFolders: () => [], demoModelPath: demo, gpu: () => 'off', threads: () => 1, log: { debug: () => undefined, info: w, warn: w } });
		try {
		const file = `/tmp/w/h10-${key}.gguf`; fs.writeFileSync(file, withKey(bytes, key, value));
		const [model] = await engine.models(new AbortController().signal);
		const t = Date.now();
		console.log(key, value, await engine.load({ ...model!, id: file }, { contextTokens: 2048 }, AbortSignal.timeout(15000)).then(m => `loaded ${m.contextTokens}`, e => `${e.kind} ${e.message}`.slice(0, 250)), Date.now() - t);
		} catch (e) { console.log(key, String(e)); }
		engine.dispose();
	}
}).timeout(200000);

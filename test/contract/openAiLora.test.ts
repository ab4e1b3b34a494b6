/** A real llama-server with a LoRA adapter, as docs/servers.md has it: the model is listed as without, and its answers are the adapted model's. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import * as fs from 'node:fs/promises';
import { createServer } from 'node:net';
import * as os from 'node:os';
import * as path from 'node:path';
import { fillInTheMiddle } from '../../src/core/models/dialect';
import { OpenAiEngine } from '../../src/engines/openai/openAiEngine';
import { readModelFacts } from '../../src/host/readModelFacts';
import { collect } from '../support/collect';
import { eventually } from '../support/eventually';
import { ggufHeaderBytes } from '../support/headerOnlyGguf';
import { skipBecause } from '../support/skipBecause';

const binary = process.env.DEEPSEEK_CODER_TEST_LLAMA_SERVER_BINARY;
const demo = path.resolve('media/demo-model/demo.gguf');
const never = new AbortController().signal;

describe('llama-server with a LoRA adapter', function () {
	this.timeout(120_000);
	let folder: string;

	before(async function () {
		if (!binary) skipBecause(this, 'it is not installed here; `npm run test:servers` installs it');
		folder = await fs.mkdtemp(path.join(os.tmpdir(), 'lora-'));
	});

	after(() => (folder ? fs.rm(folder, { recursive: true }) : undefined));

	it('answers as the adapted model, and as the plain one where the adapter changes nothing', async () => {
		const plain = await answerOf([]);
		assert.notEqual(plain, '');
		assert.equal(await answerOf(['--lora', await writeAdapter('nothing.gguf', 0)]), plain);
		assert.notEqual(await answerOf(['--lora', await writeAdapter('much.gguf', 1)]), plain);
	});

	/** One rank, on the last step of the first layer's attention: adds `strength` times the sum of its input to each of its outputs. */
	async function writeAdapter(name: string, strength: number): Promise<string> {
		const width = (await readModelFacts(demo))?.shape.width ?? assert.fail('no width');
		const of = 'blk.0.attn_output.weight';
		const header = ggufHeaderBytes(
			[
				['general.type', 'string', 'adapter'],
				['general.architecture', 'string', 'llama'],
				['adapter.type', 'string', 'lora'],
				['adapter.lora.alpha', 'f32', 1],
			],
			[
				{ name: `${of}.lora_a`, dimensions: [width, 1], type: 'F32', bytes: width * 4 },
				{ name: `${of}.lora_b`, dimensions: [1, width], type: 'F32', bytes: width * 4 },
			],
		);
		const values = [...Array<number>(width).fill(1), ...Array<number>(width).fill(strength)];
		const file = path.join(folder, name);
		await fs.writeFile(file, Buffer.concat([header, Buffer.from(Float32Array.from(values).buffer)]));
		return file;
	}

	async function answerOf(flags: readonly string[]): Promise<string> {
		const port = await freePort();
		const address = `http://127.0.0.1:${port}`;
		const fixed = ['-m', demo, '-a', 'demo', '--host', '127.0.0.1', '--port', String(port), '-c', '1024', '-t', '1', '-tb', '1'];
		const server = spawn(binary ?? '', [...fixed, '--no-ui', '--offline', ...flags], { stdio: 'ignore' });
		const ended = new Promise(resolve => server.once('exit', resolve));
		const baseUrl = `${address}/v1`;
		const engine = new OpenAiEngine({
			baseUrl,
			apiKey: () => Promise.resolve(undefined),
			headers: () => ({}),
			log: { info: () => undefined },
		});
		try {
			await eventually('llama-server is ready', async () => {
				assert.equal(server.exitCode, null, 'it ended by itself');
				return (await fetch(`${address}/health`).catch(() => undefined))?.ok;
			});
			const models = await engine.models(never);
			assert.deepEqual(
				models.map(({ id }) => id),
				['demo'],
			);
			const [model] = models;
			assert.ok(model);
			const loaded = await engine.load(model, { contextTokens: 1024 }, never);
			const prompt = fillInTheMiddle('coderV1', 'function add(first, second) {\n\treturn ', ';\n}\n') ?? assert.fail('no prompt');
			const request = { role: 'completion', prompt, maxTokens: 16, temperature: 0, stop: [] } as const;
			return (await collect(engine.generate(loaded, request, never))).text;
		} finally {
			engine.dispose();
			server.kill();
			await ended;
		}
	}
});

function freePort(): Promise<number> {
	return new Promise(resolve => {
		const server = createServer().listen(0, '127.0.0.1', () => {
			const address = server.address();
			server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
		});
	});
}

/** A model that nobody uses gives its memory back for real: measured in the engine's own process, with the demo model and a clock that the test turns. */
import assert from 'node:assert/strict';
import * as fs from 'node:fs/promises';
import * as path from 'node:path';
import type { Post } from '../../src/core/engine/post';
import { Roster } from '../../src/core/engine/roster';
import type { ServedModel } from '../../src/core/engine/servedModel';
import { SpeedMeter } from '../../src/core/metrics/speedMeter';
import { EmbeddedEngine } from '../../src/engines/embedded/embeddedEngine';
import { collect } from '../support/collect';

const mebibyte = 1024 * 1024;
const never = new AbortController().signal;

describe('a model that nobody uses', function () {
	this.timeout(60_000);
	const clock = { now: 0 };
	let tick: () => void = () => undefined;
	let engine: EmbeddedEngine;
	let roster: Roster;
	let post: Post;

	before(async () => {
		engine = new EmbeddedEngine({
			childPath: path.resolve('engine/dist/child.mjs'),
			demoModelPath: path.resolve('media/demo-model/demo.gguf'),
			modelFolders: () => [],
			gpu: () => 'off',
			threads: () => 1,
			log: { debug: ignore, info: ignore, warn: ignore },
			ticker: watch => ((tick = watch), { dispose: ignore }),
		});
		const [model] = await engine.models(never);
		assert.ok(model);
		post = { engine, model, options: { contextTokens: 2048 } };
		roster = new Roster(new SpeedMeter(() => clock.now), () => clock.now);
		await roster.assign({ completion: post, chat: post });
	});

	after(() => engine?.dispose());

	it('is unloaded with its caches, its process ends after it, and the next use brings both back', async function () {
		const served = await serve();
		const before = await answer(served);
		const held = await residentBytes(engine.processId);

		clock.now += 30 * 60_000;
		await roster.unloadIdle(() => 30);
		const left = await residentBytes(engine.processId);
		if (held !== undefined && left !== undefined) {
			const freed = `${Math.round((held - left) / mebibyte)} of ${Math.round(held / mebibyte)} MiB freed`;
			assert.ok(held - left > 20 * mebibyte, freed);
		}
		assert.equal(roster.state.kind, 'waiting');

		const process = engine.processId;
		for (let ticks = 0; ticks < 12; ticks++) tick();
		assert.equal(engine.processId, undefined, 'a minute without a model is enough');

		assert.equal(await answer(served), before, 'the same answer, for who was served before it was unloaded');
		assert.equal(roster.state.kind, 'ready');
		assert.notEqual(engine.processId, process);
	});

	it('keeps a process with a model for as long as it is kept', async () => {
		await serve();
		const process = engine.processId;
		for (let ticks = 0; ticks < 100; ticks++) tick();
		assert.equal(engine.processId, process);
	});

	async function serve(): Promise<ServedModel> {
		return (await roster.serve('completion', never)) ?? assert.fail('nobody serves');
	}
});

async function answer(served: ServedModel): Promise<string> {
	const request = { prompt: ['function add(a, b) {\n\treturn '.repeat(20)], maxTokens: 8, temperature: 0, stop: [] };
	return (await collect(served.generate(request, never))).text;
}

/** Only Linux tells it without another process. */
async function residentBytes(processId: number | undefined): Promise<number | undefined> {
	const status = await fs.readFile(`/proc/${processId}/status`, 'utf8').catch(() => '');
	const kibibytes = /^VmRSS:\s+(\d+)/m.exec(status)?.[1];
	return kibibytes === undefined ? undefined : Number(kibibytes) * 1024;
}

function ignore(): void {
	// The test looks at the process, not at what is said of it.
}

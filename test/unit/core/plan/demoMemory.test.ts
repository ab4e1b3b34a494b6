/** What the plan says the demo model takes, and what is shown once it is loaded. */
import assert from 'node:assert/strict';
import * as path from 'node:path';
import type { LoadedModel } from '../../../../src/core/engine/engine';
import { makePlan, type PlannedModel } from '../../../../src/core/plan/makePlan';
import { memoryOf } from '../../../../src/core/plan/ownMemory';
import { readModelFacts } from '../../../../src/host/readModelFacts';

describe('the demo model’s memory', () => {
	const gib = 2 ** 30;
	const hardware = { gpus: [], ram: { totalBytes: 16 * gib, freeBytes: 12 * gib }, cores: 4, notes: [] };
	const file = path.resolve('media/demo-model/demo.gguf');
	const demo = async (): Promise<PlannedModel> => {
		const facts = await readModelFacts(file);
		assert.ok(facts);
		return { id: file, label: 'demo model', family: 'coderV1', fileBytes: 6_377_088, roles: ['completion', 'chat'], isDemo: true, facts };
	};

	it('is planned with its caches and buffers, as llama.cpp reserves them: 5.96 + 48 + 75.51 MiB', async () => {
		const { now } = makePlan(hardware, [await demo()], { reserveBytes: 0 });
		const reserved = 6_245_376 + 50_331_648 + 79_177_728;
		assert.ok(Math.abs(now.totalHostBytes / reserved - 1) < 0.01, `${now.totalHostBytes} bytes`);
		assert.equal(now.completes?.bytes.totalHostBytes, now.totalHostBytes);
	});

	it('is the engine’s own figure from the moment it is loaded', async () => {
		const model = await demo();
		const { now } = makePlan(hardware, [model], { reserveBytes: 0 });
		const planned = memoryOf(now, []);
		assert.deepEqual(planned, { gpuBytes: 0, hostBytes: now.totalHostBytes });
		const memory = { gpuBytes: 7, hostBytes: 140_000_000 };
		const loaded: LoadedModel = { installed: model, contextTokens: 4096, memory, loadMilliseconds: 1 };
		assert.deepEqual(memoryOf(now, [loaded]), memory);
		const other = { ...loaded, installed: { ...model, id: 'another' } };
		assert.deepEqual(memoryOf(now, [other]), planned);
	});
});

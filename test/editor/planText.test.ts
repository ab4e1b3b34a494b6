/** What the status bar's tooltip says of the demo model's memory, before it is loaded and after. */
import assert from 'node:assert/strict';
import * as path from 'node:path';
import type { Engine, LoadedModel } from '../../src/core/engine/engine';
import { makePlan, type PlannedModel } from '../../src/core/plan/makePlan';
import type { Staff } from '../../src/core/plan/staffing';
import { memoryText } from '../../src/editor/plan/planText';
import { readModelFacts } from '../../src/host/readModelFacts';

describe('the memory line of the tooltip', () => {
	const gib = 2 ** 30;
	const hardware = { gpus: [], ram: { totalBytes: 16 * gib, freeBytes: 12 * gib }, cores: 4, notes: [] };
	const file = path.resolve(__dirname, '../../../media/demo-model/demo.gguf');

	async function staff(): Promise<Staff & { readonly demo: PlannedModel }> {
		const facts = await readModelFacts(file);
		assert.ok(facts, file);
		const demo: PlannedModel = {
			id: file,
			label: 'demo model',
			family: 'coderV1',
			fileBytes: 6_377_088,
			trainedContextTokens: 2048,
			roles: ['completion', 'chat'],
			isDemo: true,
			facts,
		};
		const settings = { reserveBytes: 0 };
		const engine = { id: 'embedded' } as Engine;
		return { hardware, plan: makePlan(hardware, [demo], settings), engine, models: [demo], settings, demo };
	}

	it('counts caches and buffers of a model that is only planned', async () => {
		assert.equal(memoryText(await staff(), [])?.text, 'takes 69 MB of the 12.0 GB that are free');
	});

	it('is the engine’s own figure once the model is loaded', async () => {
		const { demo, ...all } = await staff();
		const memory = { gpuBytes: 0, hostBytes: 3 * gib };
		const loaded: LoadedModel = { installed: demo, contextTokens: 2048, memory, loadMilliseconds: 20 };
		assert.deepEqual(memoryText(all, [{ loaded }]), { text: 'takes 3.0 GB of the 12.0 GB that are free', share: 0.25 });
	});
});

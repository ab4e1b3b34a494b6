/** Who has a GPU that the built-in engine can't use is told so, once. */
import assert from 'node:assert/strict';
import { notices, presses } from '../../support/vscodeStandIn'; // first: what follows asks for `vscode`
import type { Hardware } from '../../../src/core/plan/hardware';
import { makePlan } from '../../../src/core/plan/makePlan';
import type { PlannedModel } from '../../../src/core/plan/candidates';
import type { Staff } from '../../../src/core/plan/staffing';
import { tellUnusedGpu } from '../../../src/editor/trouble/gpuNotice';
import { base, demo, noCard, settings, small } from './plan/machines';

describe('a GPU that the engine can’t use', () => {
	const kept = new Map<string, unknown>();
	const memento = {
		get: <T>(key: string, otherwise: T) => (kept.get(key) as T | undefined) ?? otherwise,
		update: (key: string, value: unknown) => Promise.resolve(void kept.set(key, value)),
		keys: () => [...kept.keys()],
	} as unknown as Parameters<typeof tellUnusedGpu>[1];
	const told = async (cards: readonly string[], models: readonly PlannedModel[] = [base, small]) => {
		const hardware: Hardware = { ...noCard, notes: cards.map(card => ({ key: 'engineCannot', parameters: [card] })) };
		notices.length = 0;
		await tellUnusedGpu({ hardware, plan: makePlan(hardware, models, settings) } as Staff, memento);
		return [...notices];
	};
	beforeEach(() => {
		kept.clear();
		presses.length = 0;
	});

	it('is told once, with what it costs, who can use it and the plan as the button', async () => {
		assert.deepEqual(await told(['RTX 3060']), [
			['The built-in engine can’t use RTX 3060 here and runs on the CPU, several times slower. Ollama can use it.', 'Show Plan'],
		]);
		assert.deepEqual(await told(['RTX 3060']), [], 'in the next window too');
		assert.equal((await told(['RX 7900'])).length, 1, 'another card');
	});

	it('is not worth a word where there is none, or where the demo model is all there is', async () => {
		assert.deepEqual(await told([]), []);
		assert.deepEqual(await told(['RTX 3060'], [demo]), []);
		assert.equal((await told(['RTX 3060'])).length, 1, 'but with a real model it is');
	});
});

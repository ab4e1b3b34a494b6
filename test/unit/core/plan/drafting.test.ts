import assert from 'node:assert/strict';
import type { InstalledModel } from '../../../../src/core/engine/engine';
import { describePlan } from '../../../../src/core/plan/describePlan';
import type { Hardware } from '../../../../src/core/plan/hardware';
import { makePlan, type PlanSettings } from '../../../../src/core/plan/makePlan';
import type { Lineup } from '../../../../src/core/plan/plan';

const gibibyte = 2 ** 30;
const settings: PlanSettings = {
	reserveBytes: gibibyte / 2,
	abilities: { kvTypes: ['f16', 'q8_0'], canPlaceExperts: false, canDraft: true },
};
const small = installed('/models/deepseek-coder-1.3b-base.Q4_K_M.gguf', 873_000_000, 'completion');
const large = installed('/models/deepseek-coder-6.7b-instruct.Q4_K_M.gguf', 4_082_000_000, 'chat');
const lite = installed('/models/DeepSeek-Coder-V2-Lite-Instruct.Q4_K_M.gguf', 10_364_000_000, 'chat');

describe('the model that completes', () => {
	it('drafts for one that chats and is several times as large, where both are on the GPU and its cache fits beside them', () => {
		const plan = makePlan(machine(16), [small, large], settings);
		const { completes, chats, drafting = assert.fail('no drafting'), totalGpuBytes } = plan.now;
		assert.ok(completes && chats && chats !== 'same');
		// Of 1.3B: 24 layers with 2,048 numbers each for key and value, of two bytes in f16.
		const cache = chats.contextTokens * 24 * 2 * 2048 * (completes.kvType === 'f16' ? 2 : 34 / 32);
		assert.ok(drafting.gpu > cache && drafting.gpu < cache + 0.4 * gibibyte, `${drafting.gpu} for a cache of ${cache}`);
		assert.equal(totalGpuBytes, completes.bytes.totalGpuBytes + chats.bytes.totalGpuBytes + drafting.gpu);
		assert.match(describePlan(plan), /the first drafts for the second: GPU \d\.\d GiB/);
	});

	it('never takes from either model what drafting needs', () => {
		const without = (vram: number) => ({ ...makePlan(machine(vram), [small, large], { ...settings, drafts: false }).now });
		const seen = new Set<boolean>();
		for (let vram = 2; vram <= 24; vram++) {
			const { drafting, ...now } = makePlan(machine(vram), [small, large], settings).now;
			seen.add(drafting !== undefined);
			assert.ok(now.totalGpuBytes <= (0.94 * vram - 0.5) * gibibyte);
			const plain = without(vram);
			assert.equal(plain.drafting, undefined);
			assert.deepEqual([now.completes, now.chats, now.worth], [plain.completes, plain.chats, plain.worth]);
		}
		assert.deepEqual(seen, new Set([false, true]));
	});

	const cases: readonly (readonly [string, Lineup])[] = [
		['on a CPU', makePlan({ ...machine(16), gpus: [] }, [small, large], settings).now],
		['for a mixture of experts', makePlan(machine(24), [small, lite], settings).now],
		[
			'where the engine can’t',
			makePlan(machine(16), [small, large], { ...settings, abilities: { kvTypes: ['f16'], canPlaceExperts: false } }).now,
		],
		['where it was switched off', makePlan(machine(16), [small, large], { ...settings, drafts: false }).now],
		['where it is the one that chats', makePlan(machine(16), [{ ...large, roles: ['completion', 'chat'] }], settings).now],
	];
	for (const [where, { completes, chats, drafting }] of cases) {
		it(`does not draft ${where}`, () => {
			assert.ok(completes && chats);
			assert.equal(drafting, undefined);
		});
	}
});

function installed(id: string, fileBytes: number, role: 'completion' | 'chat'): InstalledModel {
	return { id, label: id, family: 'coderV1', fileBytes, roles: [role], isDemo: false };
}

function machine(vram: number): Hardware {
	const gpu = { vendor: 'nvidia', name: 'GPU', totalBytes: vram * gibibyte, freeBytes: 0.94 * vram * gibibyte, unified: false } as const;
	return { gpus: [gpu], ram: { totalBytes: 64 * gibibyte, freeBytes: 48 * gibibyte }, cores: 8, notes: [] };
}

/** Settings override any part of the plan; it then says in numbers what that costs, and refuses only what cannot be loaded. */
import * as assert from 'node:assert/strict';
import type { Hardware } from '../../../../src/core/plan/hardware';
import { makePlan, type PlanSettings } from '../../../../src/core/plan/makePlan';
import { describeSentence } from '../../../../src/core/plan/plan';

const gibibyte = 1024 ** 3;
const free: PlanSettings = { reserveBytes: 512 * 1024 * 1024, abilities: { kvTypes: ['f16', 'q8_0'], canPlaceExperts: false } };

describe('what settings cost', () => {
	it('nothing, where there are none or the plan would do the same', () => {
		const { best, costs } = planOf({});
		assert.deepEqual(costs, []);
		const { completes, chats } = best;
		const chat = chats === 'same' ? undefined : chats;
		const same = { completion: completes?.ollamaTag, chat: chat?.ollamaTag };
		assert.deepEqual(said(same), []);
	});

	it('a slower model is taken, and its speed and memory stand beside those of the plan’s own', () => {
		const { best, costs } = planOf({ completion: 'deepseek-coder-33b-base' });
		assert.equal(best.completes?.model, 'deepseek-coder-33b-base');
		assert.match(
			costs.map(describeSentence).join('\n'),
			/^You chose deepseek-coder 33B Q\w+, the plan would take deepseek-coder 6\.7B Q\w+: about [\d.]+ instead of \d+ tok\/s, [\d.]+ GiB instead of [\d.]+ GiB of memory\.$/,
		);
	});

	it('a quantization is named with the model', () => {
		const { best, costs } = planOf({ chat: 'deepseek-coder:6.7b-instruct-q8_0' });
		assert.equal(best.chats === 'same' ? '' : best.chats?.quantization, 'Q8_0');
		assert.match(describeSentence(costs[0]!), /^You chose deepseek-coder 6\.7B Q8_0, the plan would take /);
	});

	it('a format that the plan would never choose is taken where it is named', () => {
		assert.equal(planOf({ completion: 'deepseek-coder:1.3b-base-fp16' }).best.completes?.quantization, 'F16');
	});

	it('a longer context costs memory, and says which models give way for it', () => {
		const text = said({ contextTokens: 16384 });
		assert.match(text[0] ?? '', /^You set a context of 16384 tokens, the plan would take 8192: .* GiB instead of .* GiB of memory\.$/);
		assert.ok(text.slice(1).every(each => /^For that, deepseek-coder .* takes the place of deepseek-coder .*\.$/.test(each)));
	});

	it('a cache type is followed and weighed, also one that the plan would never choose', () => {
		for (const kvType of ['f16', 'q4_0'] as const) {
			const { best, costs } = planOf({ kvType });
			assert.equal(best.completes?.kvType, kvType);
			assert.match(describeSentence(costs[0]!), new RegExp(`^You set the KV cache to ${kvType}, the plan would take q8_0: `));
		}
	});

	it('a number of layers on the GPU is kept for both models, and what that costs is said', () => {
		const { best, costs } = planOf({ gpuLayers: 10 });
		const loaded = [best.completes, best.chats === 'same' ? null : best.chats].filter(each => each !== null);
		assert.ok(loaded.every(each => each.gpuLayers === 10));
		assert.match(
			describeSentence(costs[0]!),
			/^You set 10 layers on the GPU, the plan would take \d+.*: about \d+ instead of \d+ tok\/s, .* instead of .* of GPU memory\.$/,
		);
	});

	it('more layers on the GPU than fit of any model are not kept, and that is said', () => {
		const { best, costs } = makePlan(machine(1, 1, 16), [], { ...free, gpuLayers: 99 });
		assert.ok(best.completes);
		assert.match(describeSentence(costs[0]!), /^No model fits with the 99 layers on the GPU that you set, so \d+ are used\.$/);
	});

	it('a name that means no model is said, and the plan goes on without it', () => {
		const { best, costs } = planOf({ completion: 'deepseek-coder:6.8b' });
		assert.equal(best.completes?.model, planOf({}).best.completes?.model);
		assert.deepEqual(costs.map(describeSentence), ['deepseek-coder:6.8b is neither installed nor known here, so the plan chooses.']);
		for (const name of ['deepseek-coder 6.7B', 'deepseek-coder-6.7b-base', 'deepseek-coder:6.7b-base-q2_K', 'deepseek-coder 6.7B Q4_K_M'])
			assert.ok(!said({ completion: name }).some(each => each.includes('nor known')), name);
	});

	it('an engine without a choice of cache types says so', () => {
		const { best, costs } = planOf({ kvType: 'q8_0', abilities: { kvTypes: ['f16'], canPlaceExperts: false } });
		assert.equal(best.completes?.kvType, 'f16');
		assert.deepEqual(costs.map(describeSentence), ['The engine keeps its KV cache in f16; q8_0 can be set in the engine only.']);
	});

	it('a GPU that is switched off is not planned with, and what it would have brought is said', () => {
		const { best, costs } = planOf({ isGpuOff: true });
		assert.equal(best.totalGpuBytes, 0);
		assert.match(
			describeSentence(costs[0]!),
			/^You switched the GPU off: about \d+ instead of \d+ tok\/s, .* of RAM instead of .* of GPU memory\.$/,
		);
	});

	it('a model that cannot be loaded is refused, with one that would fit; the other role goes on', () => {
		const { best, costs } = planOf({ completion: 'deepseek-coder-v2-236b-base' });
		assert.equal(best.completes, null);
		assert.notEqual(best.chats, null);
		assert.match(costs.map(describeSentence).join(), /^deepseek-coder-v2-236b-base cannot be loaded: deepseek-coder .* would fit\.$/);
	});

	it('two models that do not fit together take turns; the reason says what both would need, and what each turn loads', () => {
		const { best, costs } = makePlan(machine(0, 0, 16), [], {
			...free,
			completion: 'deepseek-coder:6.7b-base-q8_0',
			chat: 'deepseek-coder-v2:16b-lite-instruct-q4_K_M',
		});
		assert.equal(best.takesTurns, true);
		const chat = best.chats === 'same' ? null : best.chats;
		assert.deepEqual([best.completes?.quantization, chat?.quantization], ['Q8_0', 'Q4_K_M']);
		assert.equal(best.totalHostBytes, Math.max(best.completes?.bytes.totalHostBytes ?? 0, chat?.bytes.totalHostBytes ?? 0));
		assert.match(
			describeSentence(best.reason),
			/^deepseek-coder 6\.7B Q8_0 completes and deepseek-coder V2 Lite Q4_K_M chats, in turns: together they need \d+\.\d GiB, \d+\.\d GiB are free\. Each change loads 6\.7 GiB or 9\.7 GiB again\.$/,
		);
		assert.ok(costs.every(({ key }) => key === 'costsModel'));
	});

	it('nobody but the user asks for turns: one named model gets a partner that fits beside it', () => {
		const { best } = makePlan(machine(0, 0, 16), [], { ...free, chat: 'deepseek-coder-v2:16b-lite-instruct-q4_K_M' });
		assert.equal(best.takesTurns, undefined);
	});

	it('a model that fits only with a short context is loaded with a short one', () => {
		const tight = machine(8, 4.9, 8);
		const { best } = makePlan(tight, [], {
			...free,
			completion: 'deepseek-coder:6.7b-base-q4_K_M',
			chat: 'deepseek-coder:1.3b-instruct-q4_0',
		});
		assert.equal(best.completes?.label, 'deepseek-coder 6.7B');
	});

	it('a context that no model fits with is refused, and the plan made without it', () => {
		const { best, costs } = makePlan(machine(0, 0, 4), [], { ...free, contextTokens: 131_072 });
		assert.notEqual(best.completes, null);
		assert.match(describeSentence(costs[0]!), /^No model fits with the context of 131072 tokens that you set, so \d+ are used\.$/);
	});
});

function planOf(settings: Partial<PlanSettings>) {
	return makePlan(machine(12, 11, 32), [], { ...free, ...settings });
}

function said(settings: Partial<PlanSettings>): string[] {
	return planOf(settings).costs.map(describeSentence);
}

function machine(vram: number, freeGib: number, ram: number): Hardware {
	return {
		gpus:
			vram === 0
				? []
				: [
						{
							vendor: 'nvidia',
							name: 'NVIDIA GeForce RTX 3060',
							totalBytes: vram * gibibyte,
							freeBytes: freeGib * gibibyte,
							unified: false,
						},
					],
		ram: { totalBytes: ram * gibibyte, freeBytes: 0.75 * ram * gibibyte },
		cores: 8,
		notes: [],
	};
}

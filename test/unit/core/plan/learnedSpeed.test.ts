/** Measured speeds change what is predicted, and with that what is planned. */
import * as assert from 'node:assert/strict';
import type { Hardware } from '../../../../src/core/plan/hardware';
import { cpuDevice, deviceOf, isOff, learnedRatio, ratioOf, replacement } from '../../../../src/core/plan/learnedSpeed';
import { makePlan, type PlanSettings } from '../../../../src/core/plan/makePlan';

const gibibyte = 1024 ** 3;
const name = 'NVIDIA GeForce RTX 3060';
const hardware: Hardware = {
	gpus: [{ vendor: 'nvidia', name, totalBytes: 12 * gibibyte, freeBytes: 11 * gibibyte, unified: false }],
	ram: { totalBytes: 32 * gibibyte, freeBytes: 24 * gibibyte },
	cores: 8,
	notes: [],
};
const settings: PlanSettings = { reserveBytes: 512 * 2 ** 20, abilities: { kvTypes: ['f16', 'q8_0'], canPlaceExperts: false } };
const { best } = makePlan(hardware, [], settings);
const completes = best.completes!;

describe('learned speed', () => {
	it('a ratio is what was measured over what was predicted, whatever had been learned before', () => {
		const half = completes.predicted.tokensPerSecond / 2;
		assert.equal(ratioOf({ tokens: 40, tokensPerSecond: half }, completes), 0.5);
		const planned = makePlan(hardware, [], { ...settings, speedRatios: { [name]: 0.5 } }).best.completes!;
		const again = ratioOf({ tokens: 40, tokensPerSecond: planned.predicted.tokensPerSecond }, planned, 0.5);
		assert.equal(again, 0.5);
	});

	it('short answers, answers without a time and clocks that jump teach nothing, or not much', () => {
		assert.equal(ratioOf({ tokens: 15, tokensPerSecond: 3 }, completes), undefined);
		assert.equal(ratioOf({ tokens: 40 }, completes), undefined);
		assert.equal(ratioOf({ tokens: 40, tokensPerSecond: Infinity }, completes), undefined);
		assert.equal(ratioOf({ tokens: 40, tokensPerSecond: 1e9 }, completes), 20);
	});

	it('one slow answer is no slow machine: five make a middle', () => {
		assert.deepEqual([learnedRatio([0.1]), learnedRatio([0.1, 1, 1, 1, 0.9]), learnedRatio([0.4, 0.5, 0.4, 1, 0.5, 0.5])], [1, 1, 0.5]);
		assert.deepEqual([isOff(0.8, 1), isOff(0.6, 1), isOff(0.3, 0.3), isOff(1.6, 1)], [false, true, false, true]);
	});

	it('belongs to the device that the whole model runs on', () => {
		assert.equal(deviceOf(completes, name), name);
		assert.equal(deviceOf({ ...completes, gpuLayers: 0 }, name), cpuDevice);
		assert.equal(deviceOf({ ...completes, gpuLayers: completes.totalLayers - 1 }, name), undefined);
	});

	it('is what the next plan predicts with, and a machine far too slow for its model gets one that reads less for a token', () => {
		const slow = makePlan(hardware, [], { ...settings, speedRatios: { [name]: 0.25 } }).best;
		assert.notEqual(slow.completes?.label, completes.label);
		assert.ok((slow.completes?.predicted.tokensPerSecond ?? 0) > 0.25 * completes.predicted.tokensPerSecond);
		assert.equal(replacement(best, slow)?.better, slow.completes);
		assert.equal(replacement(best, best), undefined);
		const [plain, half] = [1, 0.5].map(ratio =>
			makePlan(hardware, [], { ...settings, completion: completes.ollamaTag, speedRatios: { [name]: ratio } }),
		);
		const [fast = 0, late = 0] = [plain, half].map(each => each?.best.completes?.predicted.tokensPerSecond);
		assert.ok(Math.abs(late / fast - 0.5) < 1e-9);
	});

	it('a bandwidth that the user gives is believed', () => {
		const given = makePlan(hardware, [], { ...settings, completion: completes.ollamaTag, gpuGigabytesPerSecond: 720 }).best.completes;
		assert.ok((given?.predicted.tokensPerSecond ?? 0) > 1.7 * completes.predicted.tokensPerSecond);
	});
});

/** Machines and models for tests of the plan's view. */
import type { PlannedModel } from '../../../../src/core/plan/candidates';
import type { Hardware } from '../../../../src/core/plan/hardware';
import { makePlan, type PlanSettings } from '../../../../src/core/plan/makePlan';
import { describeSentence } from '../../../../src/core/plan/plan';
import { planPage, type PlanView, type PlanWords, type Tried } from '../../../../src/editor/plan/planPage';

const gibibyte = 2 ** 30;
export const settings: PlanSettings = { reserveBytes: 512 * 2 ** 20 };

export const twoCards: Hardware = {
	gpus: [
		{ vendor: 'nvidia', name: 'NVIDIA GeForce RTX 3070', totalBytes: 8 * gibibyte, freeBytes: 7 * gibibyte, unified: false },
		{ vendor: 'nvidia', name: 'NVIDIA GeForce RTX 3060', totalBytes: 12 * gibibyte, freeBytes: 11 * gibibyte, unified: false },
	],
	ram: { totalBytes: 32 * gibibyte, freeBytes: 24 * gibibyte },
	cores: 8,
	notes: [],
};
export const oneCard: Hardware = { ...twoCards, gpus: twoCards.gpus.slice(0, 1) };
export const noCard: Hardware = { ...twoCards, gpus: [] };
export const mac: Hardware = {
	gpus: [{ vendor: 'apple', name: 'Apple M2 Pro', totalBytes: 10.7 * gibibyte, freeBytes: 9 * gibibyte, unified: true }],
	ram: { totalBytes: 16 * gibibyte, freeBytes: 9 * gibibyte },
	cores: 10,
	notes: [],
};

export const base: PlannedModel = {
	id: 'deepseek-coder:6.7b-base-q4_K_M',
	label: 'deepseek-coder 6.7B base',
	family: 'coderV1',
	quantization: 'Q4_K_M',
	parameters: 6_740_512_768,
	fileBytes: 4_082_000_000,
	trainedContextTokens: 16384,
	roles: ['completion'],
	isDemo: false,
};
export const small: PlannedModel = {
	...base,
	id: 'deepseek-coder:1.3b-instruct-q8_0',
	label: 'deepseek-coder 1.3B instruct',
	quantization: 'Q8_0',
	parameters: 1_346_471_936,
	fileBytes: 1_430_000_000,
	roles: ['chat'],
};
export const demo: PlannedModel = { ...small, id: 'demo.gguf', label: 'demo model', fileBytes: 6_377_088, isDemo: true };

export const words: PlanWords = {
	sentence: describeSentence,
	note: ({ key }) => key,
	place: 'somewhere',
	speed: figure => `${figure} tok/s`,
	reasoner: 'reasoner',
	recommended: 'recommended',
	none: 'none',
	kvHint: kvType => `hint for ${kvType}`,
};

export function view(hardware: Hardware, models: readonly PlannedModel[], tried?: Tried, changed: Partial<PlanSettings> = {}): PlanView {
	const asked = { ...settings, ...changed };
	const facts = { hardware, models, settings: asked, plan: makePlan(hardware, models, asked), canDownload: () => true };
	return planPage({ ...facts, ...(tried && { tried }) }, words);
}

/** The built page of the model plan alone in a real browser, with plans made by the real planner, and a host that only listens. */
import { type Browser } from 'playwright-core';
import { describeNote, type Hardware } from '../../src/core/plan/hardware';
import { makePlan, type PlannedModel, type PlanSettings } from '../../src/core/plan/makePlan';
import { describeSentence } from '../../src/core/plan/plan';
import { planPage, type PlanFacts, type PlanView, type PlanWords, type Tried } from '../../src/editor/plan/planPage';
import { type ToPlanHost, type ToPlanPage } from '../../src/protocol/plan';
import { BuiltPage, englishStrings } from './builtPage';
import { PageUnderTest } from './pageUnderTest';
import { type Theme, themes } from './themes';

const gibibyte = 2 ** 30;

export const gaming: Hardware = {
	gpus: [
		{ vendor: 'nvidia', name: 'NVIDIA GeForce RTX 4070', totalBytes: 12 * gibibyte, freeBytes: 11.2 * gibibyte, unified: false },
		{ vendor: 'intel', name: 'Intel UHD Graphics 770', totalBytes: null, freeBytes: null, unified: true, problem: 'memoryUnknown' },
	],
	ram: { totalBytes: 32 * gibibyte, freeBytes: 21.4 * gibibyte },
	cores: 8,
	notes: [{ key: 'wsl', parameters: [] }],
};

export const demoModel: PlannedModel = {
	id: '/extension/demo.gguf',
	label: 'demo model',
	family: 'coderV1',
	quantization: 'Q8_0',
	parameters: 5_900_000,
	fileBytes: 6_377_088,
	trainedContextTokens: 2048,
	roles: ['completion', 'chat'],
	isDemo: true,
};

export const smallModel: PlannedModel = {
	id: 'deepseek-coder:1.3b-base-q8_0',
	label: 'deepseek-coder 1.3B base',
	family: 'coderV1',
	quantization: 'Q8_0',
	parameters: 1_346_471_936,
	fileBytes: 1_430_000_000,
	trainedContextTokens: 16384,
	roles: ['completion'],
	isDemo: false,
};

export const middleModel: PlannedModel = {
	...smallModel,
	id: 'deepseek-coder:6.7b-instruct-q4_K_M',
	label: 'deepseek-coder 6.7B instruct',
	quantization: 'Q4_K_M',
	parameters: 6_740_512_768,
	fileBytes: 4_082_000_000,
	roles: ['chat'],
};

export function viewOf(hardware: Hardware, models: readonly PlannedModel[], tried?: Tried, settings: Partial<PlanSettings> = {}): PlanView {
	const whole: PlanSettings = { reserveBytes: 512 * 2 ** 20, ...settings };
	const facts: PlanFacts = {
		hardware,
		models,
		settings: whole,
		plan: makePlan(hardware, models, whole),
		canDownload: ({ wanted }) => wanted.ollamaTag !== undefined,
		...(tried && { tried }),
	};
	return planPage(facts, words);
}

const words: PlanWords = {
	sentence: sentence => describeSentence(sentence).replace(/GiB/g, 'GB'),
	note: describeNote,
	place: 'Ollama at 127.0.0.1:11434 · 8 cores',
	speed: figure => `${figure} tok/s`,
	reasoner: 'Fits when the other models are unloaded.',
	recommended: 'The plan would take it if it were here.',
	none: 'no model',
	kvHint: kvType => `OLLAMA_KV_CACHE_TYPE=${kvType}`,
};

export interface PlanOptions {
	readonly theme?: Theme;
	readonly width?: number;
	readonly view: PlanView;
}

export class PlanUnderTest extends PageUnderTest<ToPlanPage, ToPlanHost> {
	static async open(browser: Browser, { theme = themes[0]!, width = 1000, view }: PlanOptions): Promise<PlanUnderTest> {
		const built = await BuiltPage.open(browser, 'plan', { width, height: 900 });
		await built.page.addInitScript(() => {
			const sent: unknown[] = [];
			Object.assign(window, { posted: sent, acquireVsCodeApi: () => ({ postMessage: (message: unknown) => sent.push(message) }) });
		});
		await built.load(theme);
		const plan = new PlanUnderTest(built);
		await plan.send({ kind: 'setup', strings: englishStrings('src/editor/plan/planStrings.ts'), page: view.page });
		await plan.page.getByTestId('alternatives').waitFor();
		return plan;
	}
}

/** How good a model in a quantization is for a role, what is too little quality, and how much speed and context are worth. */
import type { CatalogueModel, CatalogueRole } from '../models/catalogue';
import { quantizationOfName, type Quantization } from '../models/quantization';
import type { Prediction } from './plan';

/** What a model must reach on this machine to be planned for a role; one that does not loses to any that does. */
export interface Pace {
	readonly tokensPerSecond: number;
	/** With as many new prompt tokens as the role usually has: 256 for a completion, 1,024 for a question with code. */
	readonly firstTokenMilliseconds: number;
}

/**
 * Our own judgement: a completion that comes later has been typed meanwhile; an answer must come about as fast as it is read, and begin before
 * one turns to something else. Who reasons writes some 2,000 tokens before the answer: slower than 10 a second that is more than three minutes.
 */
export const leastPace: Readonly<Record<CatalogueRole, Pace>> = {
	completes: { tokensPerSecond: 15, firstTokenMilliseconds: 1500 },
	chats: { tokensPerSecond: 5, firstTokenMilliseconds: 15_000 },
	reasons: { tokensPerSecond: 10, firstTokenMilliseconds: 15_000 },
};

/**
 * Scores (see the catalogue for their sources) divided by the best of what runs on one machine, so that roles can be added up: RepoBench of 33B,
 * HumanEval and MBPP of V2 Lite, LiveCodeBench of R1 Llama 70B.
 */
const scale: Readonly<Record<CatalogueRole, number>> = { completes: 42, chats: 75, reasons: 57.5 };

/** Completing is asked for many times a minute, chatting a few times an hour. */
export const roleWeight: Readonly<Record<'completes' | 'chats', number>> = { completes: 0.55, chats: 0.45 };

/**
 * The model's worth in the role, 1 being the best that is usual. Models also get a little credit for the role they were not made for:
 * instruct models of v1 still fill in the middle, those of V2 hardly do (TabbyML/tabby issue 2451), base models chat poorly. How little is our
 * own judgement, there is no benchmark of it; it decides only where nothing made for the role is at hand.
 */
export function roleScore(model: Pick<CatalogueModel, 'scores' | 'family'>, role: CatalogueRole): number {
	const own = model.scores[role];
	if (own !== undefined) return own / scale[role];
	if (role === 'completes' && model.scores.chats !== undefined)
		return (model.family === 'coderV1' ? 0.85 : 0.6) * (model.scores.chats / scale.chats);
	if (role === 'chats' && model.scores.completes !== undefined) return 0.5 * (model.scores.completes / scale.completes);
	if (role === 'chats' && model.scores.reasons !== undefined) return 0.7 * (model.scores.reasons / scale.reasons);
	return 0;
}

/**
 * What is left of the quality, taken as the inverse of how far perplexity rises. Nobody has published HumanEval by GGUF format for DeepSeek-Coder,
 * so other models stand in. Large models lose a little less: Llama 2 70B loses 1.20 % at Q4_K_M and 8.8 % at Q2_K, its 7B 1.42 % and 10.8 %.
 */
export function retention(quantization: string, parameters: number): number {
	const known = quantizationOfName(quantization);
	const rise = known === undefined ? 2 : perplexityRise[known];
	return 1 / (1 + (rise / 100) * Math.pow(7e9 / parameters, 0.08));
}

/**
 * In percent, without importance matrix: the geometric mean of Llama 2 7B, trained on 2 trillion tokens as DeepSeek-Coder was, and Llama 3 8B,
 * trained on 15 (DeepSeek-Coder-V2: 10), which loses twice as much (llama.cpp, tools/perplexity/README.md; where the table has no Llama 2 7B,
 * its 70B with the difference between the two).
 */
const perplexityRise: Readonly<Record<Quantization, number>> = {
	F16: 0,
	Q8_0: 0.05,
	Q6_K: 0.29,
	Q5_K_M: 0.66,
	Q5_K_S: 1,
	Q5_1: 1.2,
	Q5_0: 1.8,
	Q4_K_M: 2,
	IQ4_XS: 2.6,
	Q4_K_S: 2.8,
	Q4_1: 4.5,
	Q4_0: 5.7,
	Q3_K_L: 6.4,
	Q3_K_M: 7.7,
	Q3_K_S: 15.7,
	Q2_K: 24.7,
};

/**
 * The floor: below 20 billion parameters nothing under four bits: Q3_K_M loses four times as much as Q4_K_M, saves a fifth of the memory and is
 * no faster, and at Q2_K the next smaller model in four bits writes better code in half of the memory. Up to 100 billion at least Q3_K_M; above,
 * every format, since there is no smaller model of that kind (R1 and V3 keep most of their quality below four bits, arXiv 2505.02390).
 */
export function qualityFloor(parameters: number): Quantization {
	if (parameters < 20e9) return 'Q4_0';
	return parameters < 100e9 ? 'Q3_K_M' : 'Q2_K';
}

export function isBelowFloor(quantization: string, parameters: number): boolean {
	const known = quantizationOfName(quantization);
	if (known === undefined) return false;
	const floor = qualityFloor(parameters);
	// Q3_K_L stands above Q4_0 by perplexity but has three bits: the floor goes by bits.
	return bitsOf(known) < bitsOf(floor) || (bitsOf(known) === bitsOf(floor) && perplexityRise[known] > perplexityRise[floor]);
}

/** The bits in the name; the mix always has a little more. */
export function bitsOf(quantization: Quantization): number {
	return Number(/\d+/.exec(quantization)?.[0] ?? 16);
}

/**
 * What speed is worth, by our own judgement: all of it at 40 tokens/s and 300 ms to the first token for completions, at 50 tokens/s and an answer
 * that starts within 4 s for chats; then ever less.
 */
export function speedFactor(role: CatalogueRole, prediction: Prediction): number {
	const { tokensPerSecond, firstTokenMilliseconds } = prediction;
	const factor =
		role === 'completes'
			? Math.pow(Math.min(1, tokensPerSecond / 40), 0.08) * Math.pow(Math.min(1, 300 / firstTokenMilliseconds), 0.08)
			: Math.pow(Math.min(1, tokensPerSecond / 50), 0.08) * Math.pow(Math.min(1, 4000 / firstTokenMilliseconds), 0.1);
	return isFastEnough(role, prediction) ? factor : tooSlowShare * factor;
}

/** Less than the worst model keeps of the best one's score: so what is fast enough wins, and what is too slow is still better than nothing. */
const tooSlowShare = 0.3;

export function isFastEnough(role: CatalogueRole, { tokensPerSecond, firstTokenMilliseconds }: Prediction): boolean {
	const least = leastPace[role];
	return tokensPerSecond >= least.tokensPerSecond && firstTokenMilliseconds <= least.firstTokenMilliseconds;
}

/** What context is worth: a completion needs some 2,300 tokens and likes room for other files, a chat shows its turns. */
export function contextFactor(role: CatalogueRole, contextTokens: number): number {
	const steps = role === 'completes' ? completionContexts : chatContexts;
	return steps.find(([least]) => contextTokens >= least)?.[1] ?? 0.7;
}

const completionContexts: readonly (readonly [number, number])[] = [
	[8192, 1],
	[4096, 0.985],
	[2560, 0.9],
];
const chatContexts: readonly (readonly [number, number])[] = [
	[32768, 1.006],
	[16384, 1.004],
	[8192, 1],
	[4096, 0.95],
];

/** How good a model in a quantization is for a role, what is too little quality, and how much speed and context are worth. */
import type { CatalogueModel, CatalogueRole } from '../models/catalogue';
import { quantizationOfName, type Quantization } from '../models/quantization';
import type { Prediction } from './plan';

/** A completion that comes later has been typed meanwhile. */
export const leastCompletionTokensPerSecond = 15;
export const latestFirstTokenMilliseconds = 1500;

/** Scores divided by the best of what runs on one machine, so that roles can be added up. */
const scale: Readonly<Record<CatalogueRole, number>> = { completes: 42, chats: 81.1, reasons: 57.5 };

/** Completing is asked for many times a minute, chatting a few times an hour. */
export const roleWeight: Readonly<Record<'completes' | 'chats', number>> = { completes: 0.55, chats: 0.45 };

/**
 * The model's worth in the role, 1 being the best that is usual. Models also get a little credit for the role they were not made for:
 * instruct models of v1 still fill in the middle, those of V2 hardly do (TabbyML/tabby issue 2451), base models chat poorly.
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
 * What is left of the quality: from the rise of perplexity of LLaMA-7B (the help text of llama.cpp's quantize, base 5.91).
 * Small models lose more by the same format, large ones less.
 */
export function retention(quantization: string, parameters: number): number {
	const known = quantizationOfName(quantization);
	const rise = known === undefined ? 0.1 : perplexityRise[known];
	return 1 - (rise / 5.91) * Math.pow(7e9 / parameters, 0.3);
}

const perplexityRise: Readonly<Record<Quantization, number>> = {
	F16: 0,
	Q8_0: 0.0004,
	Q6_K: 0.002,
	Q5_K_M: 0.0122,
	Q5_K_S: 0.04,
	Q5_1: 0.0349,
	Q5_0: 0.0683,
	Q4_K_M: 0.0532,
	Q4_K_S: 0.0992,
	IQ4_XS: 0.11,
	Q4_1: 0.1585,
	Q4_0: 0.2166,
	Q3_K_L: 0.1764,
	Q3_K_M: 0.2496,
	Q3_K_S: 0.5551,
	Q2_K: 0.6717,
};

/**
 * The floor: below 20 billion parameters nothing under four bits, since the next smaller model in four bits writes better code in less memory;
 * up to 100 billion at least Q3_K_M; above, every format (R1 and V3 keep most of their quality even at two to three bits, arXiv 2505.02390).
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
 * What speed is worth: all of it at 40 tokens/s and 300 ms to the first token for completions, at 15 tokens/s and an answer that starts within
 * 4 s for chats; then ever less.
 */
export function speedFactor(role: CatalogueRole, prediction: Prediction): number {
	const { tokensPerSecond, firstTokenMilliseconds } = prediction;
	if (role !== 'completes')
		return Math.pow(Math.min(1, tokensPerSecond / 15), 0.3) * Math.pow(Math.min(1, 4000 / firstTokenMilliseconds), 0.1);
	const factor = Math.pow(Math.min(1, tokensPerSecond / 40), 0.08) * Math.pow(Math.min(1, 300 / firstTokenMilliseconds), 0.08);
	return isFastEnough(prediction) ? factor : 0.3 * factor;
}

export function isFastEnough({ tokensPerSecond, firstTokenMilliseconds }: Prediction): boolean {
	return tokensPerSecond >= leastCompletionTokensPerSecond && firstTokenMilliseconds <= latestFirstTokenMilliseconds;
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

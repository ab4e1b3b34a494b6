/**
 * Asks a model and streams its answer: the one way from turns to text that the panel, the `@deepseek` participant and the language model
 * provider share. Fits the turns into the model's prompt, speaks its dialect, and ends with the figures the engine gave.
 */
import { type EndReason } from '../engine/streamEvent';
import { type ServedModel } from '../engine/servedModel';
import { chatPrompt, stopTokens, type Turn } from '../models/dialect';
import { type ModelFamily } from '../models/family';
import { limitsOf } from '../models/limits';
import { AnswerText } from './answerText';
import { fitTurns, type Cut } from './budget';
import { type ThinkingHabit, type ThinkingPart, ThinkingSplitter } from './thinking';

export type AnswerEvent =
	/** Something had to be left out of the prompt; comes before any text, and again with the figures. */
	| { readonly kind: 'cut'; readonly cut: Cut }
	| { readonly kind: 'text'; readonly text: string }
	/** What a reasoning model thinks before it answers. */
	| { readonly kind: 'thinking'; readonly text: string }
	| { readonly kind: 'thought'; readonly milliseconds: number }
	/** All that came as text was thinking. */
	| { readonly kind: 'wasThinking' }
	/** All that came as thinking was the answer; it follows as text. */
	| { readonly kind: 'wasAnswer' }
	| { readonly kind: 'end'; readonly reason: EndReason; readonly figures: AnswerFigures };

export interface AnswerFigures {
	/** Generated tokens, as the engine counts them. */
	readonly tokens: number;
	readonly promptTokens?: number;
	/** Absent when fewer than two tokens came. */
	readonly tokensPerSecond?: number;
	/** From the question to the first text; absent when none came. */
	readonly firstTokenMilliseconds?: number;
	readonly cut?: Cut;
}

export interface AnswerOptions {
	/** Milliseconds on a clock that never goes back. */
	readonly now: () => number;
	/** Fewer tokens than the model's own limit. */
	readonly maxTokens?: number;
	readonly temperature?: number;
	/** Texts that end the answer, beside the model's own. */
	readonly stop?: readonly string[];
}

/**
 * Streams the answer to the last of `turns`; always ends with one `end`, also after an abort. Throws an `EngineError`.
 */
export async function* answer(
	model: ServedModel,
	turns: readonly Turn[],
	signal: AbortSignal,
	options: AnswerOptions,
): AsyncIterable<AnswerEvent> {
	const started = options.now();
	const { family, isDemo } = model.loaded.installed;
	const limits = limitsOf(model.loaded);
	const fitted = await unlessAborted(
		fitTurns(turns, limits.chatPromptTokens, text => countTokens(model, text, signal)),
		signal,
	);
	if (fitted === undefined) {
		yield { kind: 'end', reason: 'cancelled', figures: { tokens: 0 } };
		return;
	}
	if (fitted.cut) yield { kind: 'cut', cut: fitted.cut };

	const stop = [...stopTokens, ...ownTurnMarks[family], ...(options.stop ?? [])];
	const request = {
		prompt: chatPrompt(family, fitted.turns),
		maxTokens: Math.min(options.maxTokens ?? limits.chatTokens, limits.chatTokens),
		temperature: options.temperature ?? (isDemo ? 0 : temperatures[family]),
		stop,
	};
	const text = new AnswerText(stop);
	const thinking = new ThinkingSplitter(thinkingHabits[family]);
	const toEvent = (part: ThinkingPart): AnswerEvent =>
		part.kind === 'thought' ? { kind: 'thought', milliseconds: last - (first ?? last) } : part;
	let tokens = 0;
	let first: number | undefined;
	let last = started;
	for await (const event of model.generate(request, signal)) {
		if (event.kind === 'text') {
			last = options.now();
			first ??= last;
			tokens += event.tokens;
			const shown = text.push(event.text);
			if (shown !== '') for (const part of thinking.push(shown)) yield toEvent(part);
			continue;
		}
		for (const part of thinking.push(text.finish())) yield toEvent(part);
		for (const part of thinking.finish(event.reason === 'stop')) yield toEvent(part);
		const { generatedTokens, generateMilliseconds, promptTokens } = event.usage;
		const all = generatedTokens ?? tokens;
		const milliseconds = generateMilliseconds ?? (first === undefined ? 0 : last - first);
		// The engine's own time covers every token; ours begins with the first, so it covers one fewer.
		const timed = generateMilliseconds === undefined ? all - 1 : all;
		yield {
			kind: 'end',
			reason: event.reason,
			figures: {
				tokens: all,
				...(promptTokens !== undefined && { promptTokens }),
				...(all > 1 && milliseconds > 0 && { tokensPerSecond: (timed * 1000) / milliseconds }),
				...(first !== undefined && { firstTokenMilliseconds: first - started }),
				...(fitted.cut && { cut: fitted.cut }),
			},
		};
	}
}

/** What a model writes when it goes on in the user's place. */
const ownTurnMarks: Record<ModelFamily, readonly string[]> = {
	coderV1: ['\n### Instruction:'],
	coderV2: ['\n\nUser:'],
	reason: ['<｜User｜>'],
	other: ['\n### Instruction:'],
};

/** DeepSeek advises 0.5 to 0.7 for R1, which repeats itself without end below (README of DeepSeek-R1). */
const temperatures: Record<ModelFamily, number> = { coderV1: 0.2, coderV2: 0.2, reason: 0.6, other: 0.2 };

/** Our prompt for R1 leaves the opening tag to the model, but it was also trained to start after one. */
const thinkingHabits: Record<ModelFamily, ThinkingHabit> = {
	coderV1: 'tagged',
	coderV2: 'tagged',
	reason: 'startsInside',
	other: 'mayMissOpening',
};

/** An estimate is taken for a tenth more, so that a prompt does not overflow because the engine has no tokenizer to ask. */
export async function countTokens(model: ServedModel, text: string, signal: AbortSignal): Promise<number> {
	const { tokens, exact } = await model.countTokens(text, signal);
	return exact ? tokens : Math.ceil(tokens * 1.1);
}

/** An engine may answer an aborted count with an error; here it is only the end. */
async function unlessAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T | undefined> {
	try {
		const result = await work;
		return signal.aborted ? undefined : result;
	} catch (error) {
		if (signal.aborted) return undefined;
		throw error;
	}
}

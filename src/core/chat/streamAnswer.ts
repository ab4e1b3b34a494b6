/**
 * From turns to the pieces of an answer: fits the turns into the model's prompt, asks in its dialect, lets a reader make sense of the text, and
 * counts. What the pieces are, words or calls of tools, is the reader's business.
 */
import { type JsonSchema } from '../engine/engine';
import { type PromptPart } from '../engine/prompt';
import { type ServedModel } from '../engine/servedModel';
import { type EndEvent } from '../engine/streamEvent';
import { chatPrompt, type Turn } from '../models/dialect';
import { type ModelFamily } from '../models/family';
import { limitsOf } from '../models/limits';
import { type AnswerEvent, type AnswerFigures, type AnswerOptions } from './answer';
import { type Cut, fitTurns } from './budget';

export interface AnswerReader<E> {
	push(text: string): readonly E[];
	/** @param endedByItself not cut by a limit, an abort or the engine */
	finish(endedByItself: boolean): readonly E[];
}

export interface StreamOptions extends AnswerOptions {
	readonly stop: readonly string[];
	readonly schema?: JsonSchema;
	/** What the answer goes on from, behind the dialect's own opening. */
	readonly begun?: readonly PromptPart[];
}

type Frame = Extract<AnswerEvent, { kind: 'cut' | 'end' }>;

/** Ends with one `end`, also after an abort. Throws an `EngineError`. */
export async function* streamAnswer<E>(
	model: ServedModel,
	turns: readonly Turn[],
	signal: AbortSignal,
	options: StreamOptions,
	createReader: (elapsed: () => number) => AnswerReader<E>,
): AsyncIterable<E | Frame> {
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

	const request = {
		prompt: [...chatPrompt(family, fitted.turns), ...(options.begun ?? [])],
		// A server that is given turns writes the opening itself, and nothing behind it.
		...(options.begun === undefined && { turns: fitted.turns }),
		maxTokens: Math.min(options.maxTokens ?? limits.chatTokens, limits.chatTokens),
		temperature: options.temperature ?? (isDemo ? 0 : temperatures[family]),
		stop: options.stop,
		...(options.schema && { schema: options.schema }),
	};
	const times = { started, last: started, first: undefined as number | undefined };
	const reader = createReader(() => times.last - (times.first ?? times.last));
	let tokens = 0;
	for await (const event of model.generate(request, signal)) {
		if (event.kind === 'text') {
			times.last = options.now();
			times.first ??= times.last;
			tokens += event.tokens;
			yield* reader.push(event.text);
			continue;
		}
		yield* reader.finish(event.reason === 'stop');
		yield { kind: 'end', reason: event.reason, figures: figuresOf(event, tokens, times, fitted.cut) };
	}
}

interface Times {
	readonly started: number;
	readonly first: number | undefined;
	readonly last: number;
}

function figuresOf({ usage }: EndEvent, counted: number, { started, first, last }: Times, cut: Cut | undefined): AnswerFigures {
	const { generatedTokens, guessedTokens, generateMilliseconds, promptTokens } = usage;
	const tokens = generatedTokens ?? counted;
	const milliseconds = generateMilliseconds ?? (first === undefined ? 0 : last - first);
	// The engine's own time covers every token; ours begins with the first, so it covers one fewer.
	const timed = generateMilliseconds === undefined ? tokens - 1 : tokens;
	return {
		tokens,
		...(guessedTokens && { guessedTokens }),
		...(promptTokens !== undefined && { promptTokens }),
		...(tokens > 1 && milliseconds > 0 && { tokensPerSecond: (timed * 1000) / milliseconds }),
		...(first !== undefined && { firstTokenMilliseconds: first - started }),
		...(cut && { cut }),
	};
}

/** DeepSeek advises 0.5 to 0.7 for R1, which repeats itself without end below (README of DeepSeek-R1). */
const temperatures: Record<ModelFamily, number> = { coderV1: 0.2, coderV2: 0.2, reason: 0.6, other: 0.2 };

/** An estimate is taken for a tenth more, so that a prompt does not overflow because the engine has no tokenizer to ask. */
export async function countTokens(model: ServedModel, text: string, signal: AbortSignal): Promise<number> {
	const { tokens, exact } = await model.countTokens(text, signal);
	return exact ? tokens : Math.ceil(tokens * 1.1);
}

/** An engine may answer an aborted count with an error; here it is only the end. */
export async function unlessAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T | undefined> {
	try {
		const result = await work;
		return signal.aborted ? undefined : result;
	} catch (error) {
		if (signal.aborted) return undefined;
		throw error;
	}
}

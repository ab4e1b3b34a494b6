/**
 * Asks a model and streams its answer in words: the one way from turns to text that the panel, the `@deepseek` participant and the commands
 * share. Tells what the model thinks from what it answers, and ends with the figures the engine gave.
 */
import { type EndReason } from '../engine/streamEvent';
import { type ServedModel } from '../engine/servedModel';
import { stopTokens, type Turn } from '../models/dialect';
import { type ModelFamily } from '../models/family';
import { AnswerText } from './answerText';
import { type Cut } from './budget';
import { type AnswerReader, streamAnswer } from './streamAnswer';
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
	/** Of these, tokens that were guessed and only had to be checked. */
	readonly guessedTokens?: number;
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
	const { family } = model.loaded.installed;
	const stop = [...stopTokens, ...ownTurnMarks[family], ...(options.stop ?? [])];
	yield* streamAnswer(model, turns, signal, { ...options, stop }, elapsed => new WordsReader(stop, family, elapsed));
}

type WordsEvent = Exclude<AnswerEvent, { kind: 'cut' | 'end' }>;

class WordsReader implements AnswerReader<WordsEvent> {
	private readonly text: AnswerText;
	private readonly thinking: ThinkingSplitter;

	/** @param elapsed milliseconds between the first text and the last so far */
	constructor(
		stop: readonly string[],
		family: ModelFamily,
		private readonly elapsed: () => number,
	) {
		this.text = new AnswerText(stop);
		this.thinking = new ThinkingSplitter(thinkingHabits[family]);
	}

	push(piece: string): readonly WordsEvent[] {
		const shown = this.text.push(piece);
		return shown === '' ? [] : this.timed(this.thinking.push(shown));
	}

	finish(endedByItself: boolean): readonly WordsEvent[] {
		return this.timed([...this.thinking.push(this.text.finish()), ...this.thinking.finish(endedByItself)]);
	}

	private timed(parts: readonly ThinkingPart[]): readonly WordsEvent[] {
		return parts.map(part => (part.kind === 'thought' ? { kind: 'thought', milliseconds: this.elapsed() } : part));
	}
}

/** What a model writes when it goes on in the user's place. */
const ownTurnMarks: Record<ModelFamily, readonly string[]> = {
	coderV1: ['\n### Instruction:'],
	coderV2: ['\n\nUser:'],
	reason: ['<｜User｜>'],
	other: ['\n### Instruction:'],
};

/** Our prompt for R1 leaves the opening tag to the model, but it was also trained to start after one. */
const thinkingHabits: Record<ModelFamily, ThinkingHabit> = {
	coderV1: 'tagged',
	coderV2: 'tagged',
	reason: 'startsInside',
	other: 'mayMissOpening',
};

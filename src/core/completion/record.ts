/** All that happened in one completion, for "Show Last Completion", the log and the benches. */
import { type Usage } from '../engine/streamEvent';
import { type CompletionBudget } from './budget';
import { type FilterEffect } from './filters';
import { type Pace } from './pacing';
import { type LaidOut } from './promptLayout';
import { type NoneReason } from './reason';
import { type Shape } from './singleOrMulti';
import { type Situation } from './situation';
import { type StopReason } from './stopRules';

/** The end of an answer: by a rule of ours, or as the engine says. */
export type AnswerEnd = StopReason | 'timeTarget' | 'model' | 'tokenLimit' | 'engine' | 'aborted' | 'failed';

export interface CompletionRecord {
	/** When it was asked for, by the clock that was given. */
	readonly at: number;
	readonly situation: Situation;
	/** For people: "deepseek-coder 6.7B". */
	model?: string;
	/** `asked`: a request of its own; `joined`: one already on its way; `remembered`: from the cache, with the characters typed since. */
	source?: 'asked' | 'joined' | 'remembered';
	typedSince?: string;
	shape?: Shape;
	pace?: Pace;
	window?: LaidOut;
	budget?: CompletionBudget;
	request?: RequestRecord;
	/** What each filter did; those that did nothing are not listed. */
	effects: readonly FilterEffect[];
	/** Time from asking to this outcome. */
	milliseconds: number;
	outcome: CompletionOutcome;
}

export type CompletionOutcome =
	| { readonly kind: 'shown'; readonly text: string; readonly replaceSuffixLength: number }
	| { readonly kind: 'none'; readonly reason: NoneReason };

/** One request to an engine. Filled in while it runs; the usage comes with the engine's last word, a moment after the answer was shown. */
export interface RequestRecord {
	/** All that came, also what was cut off. */
	rawAnswer: string;
	tokens: number;
	end?: AnswerEnd;
	firstTokenMs?: number;
	/** From the first token to the last. */
	generateMs?: number;
	usage?: Usage;
	error?: unknown;
}

/** Tokens per second between the first token and the last, by the engine's own times where it gives them. */
export function tokensPerSecond(request: RequestRecord): number | undefined {
	const tokens = request.usage?.generatedTokens ?? request.tokens;
	const milliseconds = request.usage?.generateMilliseconds ?? request.generateMs;
	return tokens >= 2 && milliseconds !== undefined && milliseconds > 0 ? ((tokens - 1) * 1000) / milliseconds : undefined;
}

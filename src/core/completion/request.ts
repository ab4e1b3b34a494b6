/**
 * One request to the model: reads the stream, stops it when the answer is complete, and can be waited for by several callers in turn.
 * A caller who leaves does not end it at once: the next keystroke's caller may want the very same answer. If none comes, the engine is freed.
 */
import { type Prompt } from '../engine/prompt';
import { type ServedModel } from '../engine/servedModel';
import { type TextEvent } from '../engine/streamEvent';
import { stopTokens } from '../models/dialect';
import { leastTokens, type CompletionBudget } from './budget';
import { typedSince, type Question } from './cache';
import { type Clock } from './clock';
import { type AnswerEnd, type RequestRecord } from './record';
import { firstStop, type StopPlan } from './stopRules';

export interface RequestPlan {
	readonly question: Question;
	readonly prompt: Prompt;
	/** In its place one that was seen to fit into the context; absent: it is known to. */
	readonly fittingPrompt?: (() => Promise<Prompt>) | undefined;
	/** Texts that end the answer, beside the tokens that end every one. */
	readonly stopTexts?: readonly string[];
	readonly budget: CompletionBudget;
	readonly stop: StopPlan;
	readonly sampling: Sampling;
}

/** How the model chooses its tokens. */
export interface Sampling {
	/** 0 is greedy. */
	readonly temperature: number;
	readonly seed?: number;
}

/** The model's best answer, and the same one each time. */
export const greedy: Sampling = { temperature: 0 };

export interface Answer {
	/** As far as the stop rules let it go. */
	readonly text: string;
	/** A limit ended it in the middle. */
	readonly isCut: boolean;
}

/** `left`: the caller's signal aborted; `unfit`: the stream turned out to say something else than the user has typed. */
export type WaitOutcome = 'answered' | 'left' | 'unfit';

/** The editor calls again 50 ms or more after it cancelled the call before: its own debounce, and the extension host's delay. */
const graceMs = 120;

/** How long the engine's last word is waited for after its answer was used. */
const lastWordMs = 2000;

export class CompletionRequest {
	readonly record: RequestRecord = { rawAnswer: '', tokens: 0 };
	/** Resolves with the answer, as soon as it is complete; never rejects. */
	readonly answer: Promise<Answer>;
	/** Resolves when the engine has said its last word too, or is given up on. */
	readonly settled: Promise<unknown>;

	/** What went to the engine. */
	sent: Prompt;

	private readonly controller = new AbortController();
	private readonly listeners = new Set<() => void>();
	private waiting = 0;
	private done = false;

	constructor(
		readonly plan: RequestPlan,
		private readonly served: ServedModel,
		private readonly clock: Clock,
	) {
		this.sent = plan.prompt;
		const { promise, resolve } = withResolver<Answer>();
		this.answer = promise;
		const lastWord = new AbortController();
		const reading = this.read(resolve).finally(() => lastWord.abort());
		this.settled = this.answer.then(() => Promise.race([reading, this.clock.delay(lastWordMs, lastWord.signal)]));
	}

	/** What the user has typed since, if that is how the answer begins so far; `undefined` if the request answers another question. */
	typedFor(question: Question): string | undefined {
		if (this.controller.signal.aborted && !this.done) return undefined;
		if (question.model !== this.plan.question.model || question.uri !== this.plan.question.uri) return undefined;
		const text = this.record.rawAnswer;
		const agreed = typedSince(this.plan.question, question, text);
		if (agreed !== undefined || this.done) return agreed;
		return this.typedAhead(question, text);
	}

	/** Waits for the answer, as long as `question` may still be answered by it. */
	async wait(question: Question, signal: AbortSignal): Promise<WaitOutcome> {
		this.waiting++;
		const { promise: changed, resolve } = withResolver<WaitOutcome>();
		const look = () => {
			if (this.typedFor(question) === undefined) resolve('unfit');
		};
		const leave = () => resolve('left');
		this.listeners.add(look);
		signal.addEventListener('abort', leave, { once: true });
		if (signal.aborted) leave();
		try {
			return await Promise.race([changed, this.answer.then((): WaitOutcome => 'answered')]);
		} finally {
			this.listeners.delete(look);
			signal.removeEventListener('abort', leave);
			this.waiting--;
			if (this.waiting === 0 && !this.done) void this.abortUnlessWanted();
		}
	}

	/** Frees the engine. */
	abort(): void {
		this.controller.abort();
	}

	private async abortUnlessWanted(): Promise<void> {
		await this.clock.delay(graceMs);
		if (this.waiting === 0 && !this.done) this.abort();
	}

	/** Typed faster than the stream: all of the answer so far is there, and more, which the rest must turn out to be. */
	private typedAhead(question: Question, text: string): string | undefined {
		const { prefix, suffix } = this.plan.question;
		if (question.suffix !== suffix || !question.prefix.startsWith(prefix)) return undefined;
		const typed = question.prefix.slice(prefix.length);
		return typed.startsWith(text) ? typed : undefined;
	}

	private async read(resolve: (answer: Answer) => void): Promise<void> {
		const startedAt = this.clock.now();
		const finish = (end: AnswerEnd, text = this.record.rawAnswer) => {
			if (this.done) return;
			this.done = true;
			this.record.end = end;
			resolve({ text, isCut: end === 'tokenLimit' || end === 'timeTarget' || end === 'engine' });
			for (const listener of this.listeners) listener();
		};
		try {
			const { fittingPrompt, stopTexts = [], budget, sampling } = this.plan;
			if (fittingPrompt) this.sent = await fittingPrompt();
			const request = { prompt: this.sent, maxTokens: budget.tokens, ...sampling, stop: [...stopTokens, ...stopTexts] };
			for await (const event of this.served.generate(request, this.controller.signal)) {
				if (event.kind === 'end') {
					this.record.usage = event.usage;
					this.finishAtEnd(event.reason, finish);
				} else if (!this.done) {
					this.take(event, startedAt, finish);
				}
			}
			finish('engine');
		} catch (error) {
			this.record.error = error;
			finish(this.controller.signal.aborted ? 'aborted' : 'failed');
		}
	}

	private take(event: TextEvent, startedAt: number, finish: (end: AnswerEnd, text?: string) => void): void {
		const now = this.clock.now();
		this.record.rawAnswer += event.text;
		this.record.tokens += event.tokens;
		this.record.firstTokenMs ??= now - startedAt;
		this.record.generateMs = now - startedAt - this.record.firstTokenMs;
		const text = this.record.rawAnswer;
		const stop = firstStop(text, false, this.plan.stop);
		if (stop !== undefined) finish(stop.reason, text.slice(0, stop.at));
		else if (this.isOutOfTime(now - startedAt, text)) finish('timeTarget');
		if (this.done) this.abort();
		else for (const listener of this.listeners) listener();
	}

	/** A first token that came late does not end the answer before there is anything to show. */
	private isOutOfTime(elapsed: number, text: string): boolean {
		const { milliseconds } = this.plan.budget;
		const { tokens, generateMs = 0 } = this.record;
		if (elapsed > milliseconds && /\S[^\n]*\n/.test(text)) return true;
		return elapsed > 2 * milliseconds && (tokens >= leastTokens || generateMs > milliseconds);
	}

	private finishAtEnd(reason: 'stop' | 'length' | 'cancelled' | 'cut', finish: (end: AnswerEnd, text?: string) => void): void {
		const text = this.record.rawAnswer;
		const stop = firstStop(text, true, this.plan.stop);
		const ends = { stop: 'model', length: 'tokenLimit', cancelled: 'aborted', cut: 'engine' } as const;
		if (stop !== undefined && reason !== 'cancelled') finish(stop.reason, text.slice(0, stop.at));
		else finish(ends[reason]);
	}
}

function withResolver<T>(): { promise: Promise<T>; resolve: (value: T) => void } {
	let resolve: (value: T) => void = () => undefined;
	const promise = new Promise<T>(given => (resolve = given));
	return { promise, resolve };
}

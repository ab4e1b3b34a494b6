/** A served model whose answer is written in the test: what streams in, in which pieces, and when. The clock moves only when told to. */
import type { GenerateRequest, InstalledModel } from '../../../../src/core/engine/engine';
import type { ServedModel } from '../../../../src/core/engine/servedModel';
import type { EndReason, StreamEvent } from '../../../../src/core/engine/streamEvent';
import type { Clock } from '../../../../src/core/completion/clock';
import { complete, type CompletionResult } from '../../../../src/core/completion/complete';
import { CompletionSession } from '../../../../src/core/completion/session';
import type { CompletionSettings } from '../../../../src/core/completion/settings';
import { situationOf, type Situation, type SituationFacts } from '../../../../src/core/completion/situation';

export const settings: CompletionSettings = { enabled: true, trigger: 'automatic', maxLines: 12, timeTargetMs: 2000 };

/** A clock whose delays end at once: what they were is in `delays`. */
export class InstantClock implements Clock {
	readonly delays: number[] = [];
	time = 0;

	now(): number {
		return this.time;
	}

	async delay(milliseconds: number, signal?: AbortSignal): Promise<boolean> {
		if (signal?.aborted) return false;
		this.delays.push(milliseconds);
		await Promise.resolve();
		return signal?.aborted !== true;
	}
}

/** A clock that stands still until {@link ManualClock.advance}. */
export class ManualClock implements Clock {
	private time = 0;
	private waiting: { at: number; resolve: (whole: boolean) => void }[] = [];

	now(): number {
		return this.time;
	}

	delay(milliseconds: number, signal?: AbortSignal): Promise<boolean> {
		if (signal?.aborted) return Promise.resolve(false);
		return new Promise(resolve => {
			this.waiting.push({ at: this.time + milliseconds, resolve });
			signal?.addEventListener('abort', () => resolve(false), { once: true });
		});
	}

	async advance(milliseconds: number): Promise<void> {
		this.time += milliseconds;
		const due = this.waiting.filter(each => each.at <= this.time);
		this.waiting = this.waiting.filter(each => each.at > this.time);
		for (const each of due) each.resolve(true);
		await settle();
	}
}

/** Lets everything run that is ready to. */
export async function settle(): Promise<void> {
	for (let turn = 0; turn < 5; turn++) await new Promise(resolve => setImmediate(resolve));
}

export class ScriptedModel implements ServedModel {
	readonly role = 'completion';
	readonly requests: Omit<GenerateRequest, 'role'>[] = [];
	readonly signals: AbortSignal[] = [];
	/** What the engine will say it counted. */
	promptTokens: number | undefined;
	/** How long it will say that it took. */
	generateMilliseconds: number | undefined;

	constructor(
		private readonly answer: (request: Omit<GenerateRequest, 'role'>, signal: AbortSignal) => AsyncIterable<string>,
		private readonly end: EndReason = 'stop',
		readonly installed: Partial<InstalledModel> = {},
	) {}

	get loaded(): ServedModel['loaded'] {
		const installed: InstalledModel = {
			id: 'scripted',
			label: 'scripted',
			family: 'coderV1',
			fileBytes: 0,
			roles: ['completion'],
			isDemo: false,
			...this.installed,
		};
		return { installed, contextTokens: 8192, loadMilliseconds: 0 };
	}

	async *generate(request: Omit<GenerateRequest, 'role'>, signal: AbortSignal): AsyncIterable<StreamEvent> {
		this.requests.push(request);
		this.signals.push(signal);
		let tokens = 0;
		for await (const text of this.answer(request, signal)) {
			if (signal.aborted) break;
			tokens++;
			yield { kind: 'text', text, tokens: 1 };
		}
		yield {
			kind: 'end',
			reason: signal.aborted ? 'cancelled' : this.end,
			usage: { generatedTokens: tokens, promptTokens: this.promptTokens, generateMilliseconds: this.generateMilliseconds },
		};
	}

	countTokens(text: string): Promise<{ tokens: number; exact: boolean }> {
		return Promise.resolve({ tokens: Math.ceil(text.length / 3), exact: false });
	}
}

export async function* pieces(...texts: string[]): AsyncIterable<string> {
	for (const text of texts) {
		await Promise.resolve();
		yield text;
	}
}

/** A stream that the test feeds by hand. */
export class Tap {
	private readonly queue: (string | undefined)[] = [];
	private wake: () => void = () => undefined;

	say(text: string): Promise<void> {
		this.queue.push(text);
		this.wake();
		return settle();
	}

	end(): Promise<void> {
		this.queue.push(undefined);
		this.wake();
		return settle();
	}

	async *stream(signal: AbortSignal): AsyncIterable<string> {
		signal.addEventListener('abort', () => this.wake(), { once: true });
		for (;;) {
			while (this.queue.length > 0) {
				const text = this.queue.shift();
				if (text === undefined) return;
				yield text;
			}
			if (signal.aborted) return;
			await new Promise<void>(resolve => (this.wake = resolve));
		}
	}
}

/** The situation at `$0` in a document. */
export function at(document: string, facts: Partial<SituationFacts> = {}): Situation {
	const cursor = document.indexOf('$0');
	if (cursor < 0) throw new Error('The document has no $0.');
	return situationOf({
		uri: 'file:///a.ts',
		languageId: 'typescript',
		version: 1,
		trigger: 'automatic',
		before: document.slice(0, cursor),
		beforeStart: { line: 0, character: 0 },
		after: document.slice(cursor + 2),
		lineEnding: document.includes('\r\n') ? '\r\n' : '\n',
		hasSelection: false,
		cursors: 1,
		tabSize: 4,
		...facts,
	});
}

/** Completes with a session, by default an empty one. */
export function completeAt(
	situation: Situation,
	model: ServedModel | undefined,
	options: {
		session?: CompletionSession;
		clock?: Clock;
		signal?: AbortSignal;
		settings?: CompletionSettings;
		isPaused?: boolean;
		looksAhead?: boolean;
	} = {},
): Promise<CompletionResult> {
	const {
		session = new CompletionSession(),
		clock = new InstantClock(),
		signal = new AbortController().signal,
		isPaused = false,
		looksAhead = false,
	} = options;
	const services = { serve: () => Promise.resolve(model), session, clock, isPaused: () => isPaused, looksAhead: () => looksAhead };
	return complete(situation, options.settings ?? settings, services, signal);
}

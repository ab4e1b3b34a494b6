/** Replays a typing session through the completion core, as the editor would call it, and notes what happened. */
import { complete, type CompletionItem, type CompletionServices } from '../../src/core/completion/complete';
import type { RequestRecord } from '../../src/core/completion/record';
import { snippetsOf } from '../../src/core/completion/context/snippetsOf';
import { CompletionSession } from '../../src/core/completion/session';
import type { CompletionSettings } from '../../src/core/completion/settings';
import type { GenerateRequest } from '../../src/core/engine/engine';
import type { Prompt } from '../../src/core/engine/prompt';
import type { ServedModel } from '../../src/core/engine/servedModel';
import { situationFrom } from '../../src/lab/situation';
import { SkippingClock } from './skippingClock';
import { afterEvent, type Trace, type TraceEvent } from './trace';

/** One request that reached the engine. */
export interface AskedRequest {
	readonly prompt: Prompt;
	/** All of the file before and after the cursor at that moment. */
	readonly before: string;
	readonly after: string;
	/** The prompt's text before and after the cursor. */
	readonly prefix: string;
	readonly suffix: string;
	/** Other files' code before the prefix. */
	readonly context: string;
}

export interface Replayed {
	readonly keystrokes: number;
	readonly requests: readonly AskedRequest[];
	/** Requests that were made for keystrokes which went on as was shown. */
	readonly callsWhileTypingShown: number;
	readonly cacheHits: number;
	/** From the keystroke to the ghost text, for each that was shown. */
	readonly shownMilliseconds: readonly number[];
	/** Characters that the user typed just as they were shown. */
	readonly acceptedCharacters: number;
	readonly records: readonly RequestRecord[];
}

export interface BenchEngine {
	readonly served: ServedModel;
	/** Whether it works on something, also for a caller that has left. */
	readonly isBusy: () => boolean;
}

/** The settings' defaults. */
const settings: CompletionSettings = { enabled: true, trigger: 'automatic', maxLines: 12, timeTargetMs: 1000 };

/** What is to be seen at the cursor, and the text that it belongs to. */
interface Shown {
	readonly item: CompletionItem;
	readonly text: string;
	readonly cursor: number;
}

/** The editor's own pause before it looks for related code, and how much of a file it takes. */
const pauseMs = 400;
const mostParts = 40;

export async function replay(trace: Trace, engine: BenchEngine): Promise<Replayed> {
	const session = new Replay(trace, engine);
	return session.run();
}

class Replay {
	private readonly clock: SkippingClock;
	private readonly services: CompletionServices;
	private readonly requests: AskedRequest[] = [];
	private readonly records = new Set<RequestRecord>();
	private readonly shownMilliseconds: number[] = [];
	private around = { before: '', after: '' };
	private text: string;
	private shown: Shown | undefined;
	private isTypingShown = false;
	private keystrokes = 0;
	private cacheHits = 0;
	private callsWhileTypingShown = 0;
	private acceptedCharacters = 0;
	private inFlight = 0;
	private cursor = 0;
	private lastAt = -Infinity;

	constructor(
		private readonly trace: Trace,
		engine: BenchEngine,
	) {
		this.clock = new SkippingClock(() => this.inFlight > 0 || engine.isBusy());
		const served = this.watched(engine.served);
		this.services = {
			serve: () => Promise.resolve(served),
			session: new CompletionSession(),
			clock: this.clock,
			isPaused: () => false,
		};
		this.text = trace.start.text;
	}

	async run(): Promise<Replayed> {
		const { events } = this.trace;
		let last = new AbortController();
		const pending: Promise<void>[] = [];
		for (const event of events) {
			this.lookAround(event);
			await this.clock.advanceTo(event.t);
			// The editor cancels what it asked before, whatever the user does.
			last.abort();
			last = new AbortController();
			this.take(event);
			if (isKeystroke(event)) pending.push(this.ask(event, last.signal));
		}
		await this.clock.advanceTo((events.at(-1)?.t ?? 0) + 10_000);
		await Promise.all(pending);
		const { keystrokes, requests, callsWhileTypingShown, cacheHits, shownMilliseconds, acceptedCharacters, records } = this;
		return { keystrokes, requests, callsWhileTypingShown, cacheHits, shownMilliseconds, acceptedCharacters, records: [...records] };
	}

	/** As the editor does when the user pauses: the trace's other files are ranked by what stands at the cursor. */
	private lookAround({ t }: TraceEvent): void {
		const { others = [], file } = this.trace.start;
		const isPause = t - this.lastAt >= pauseMs;
		this.lastAt = t;
		if (others.length === 0 || !isPause) return;
		const snippets = others.flatMap(other =>
			snippetsOf(other.text, mostParts).map(part => ({ uri: uriOf(other.file), path: other.file, source: 'tab' as const, ...part })),
		);
		const { context } = this.services.session.layout;
		context.offer(uriOf(file), this.text.slice(0, this.cursor), this.text.slice(this.cursor), snippets);
	}

	/** Changes the text, and the ghost text with it: it stays while it is typed, and goes with anything else. */
	private take(event: TraceEvent): void {
		const continued = this.shown && continuedBy(event, this.shown);
		this.text = afterEvent(this.text, event);
		this.cursor = event.cursor;
		if (continued !== undefined && this.shown !== undefined)
			this.acceptedCharacters += this.shown.item.text.length - continued.item.text.length;
		// Typed to its end, there is nothing left of it to show, and another answer is due.
		this.shown = continued?.item.text === '' ? undefined : continued;
		this.isTypingShown = this.shown !== undefined;
		if (isKeystroke(event)) this.keystrokes++;
	}

	private async ask({ cursor }: TraceEvent, signal: AbortSignal): Promise<void> {
		const { text } = this;
		const { file, languageId } = this.trace.start;
		const [prefix, suffix] = [text.slice(0, cursor), text.slice(cursor)];
		const situation = situationFrom({ filename: file, languageId, prefix, suffix, trigger: 'automatic' });
		this.around = { before: prefix, after: suffix };
		const requestsBefore = this.requests.length;
		const { isTypingShown } = this;
		const result = await complete(situation, settings, this.services, signal);
		if (isTypingShown) this.callsWhileTypingShown += this.requests.length - requestsBefore;
		if (result.record.request) this.records.add(result.record.request);
		if (result.record.source === 'remembered') this.cacheHits++;
		if (signal.aborted || text !== this.text) return;
		if (result.kind === 'shown') this.shownMilliseconds.push(result.record.milliseconds);
		this.shown = result.kind === 'shown' ? { item: result.item, text, cursor } : undefined;
	}

	private watched(served: ServedModel): ServedModel {
		const begin = (prompt: Prompt) => {
			const texts = prompt.filter(part => typeof part === 'string');
			const [prefix = '', suffix = ''] = texts.slice(-2);
			this.requests.push({ prompt, ...this.around, prefix, suffix, context: texts.slice(0, -2).join('') });
			this.inFlight++;
		};
		const end = () => this.inFlight--;
		return {
			role: served.role,
			loaded: served.loaded,
			countTokens: (text, signal) => served.countTokens(text, signal),
			async *generate(request: Omit<GenerateRequest, 'role'>, signal) {
				begin(request.prompt);
				try {
					yield* served.generate(request, signal);
				} finally {
					end();
				}
			},
		};
	}
}

function isKeystroke({ edits }: TraceEvent): boolean {
	return edits !== undefined && edits.length > 0;
}

/** What is left of the ghost text if the event only types its beginning. */
function continuedBy({ edits = [], cursor }: TraceEvent, { item, text, cursor: at }: Shown): Shown | undefined {
	const [edit] = edits;
	if (edits.length !== 1 || edit?.start !== at) return undefined;
	const typed = edit.text.slice(0, cursor - at);
	if (typed === '' || !item.text.startsWith(typed)) return undefined;
	const replaced = Math.min(item.replaceSuffixLength, edit.end - edit.start);
	const after = text.slice(0, edit.start) + edit.text + text.slice(edit.end);
	return { item: { text: item.text.slice(typed.length), replaceSuffixLength: item.replaceSuffixLength - replaced }, text: after, cursor };
}

function uriOf(file: string): string {
	return `file:///${file}`;
}

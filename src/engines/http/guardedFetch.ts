/**
 * A `fetch` for one request of the packages `ollama` and `openai`. By itself the first can't be aborted before the first token; both wait for ever,
 * write what they can't parse to the console, or take any JSON for an answer. This one has a signal, limits, and throws an `EngineError` for all of that.
 */
import { eitherLoopback } from './eitherLoopback';
import { errorFromAnswer, errorFromFetch, errorOfGarbage, errorOfSilence, type ErrorContext } from './serverError';

export interface Guard {
	readonly fetch: typeof fetch;
	/** Ends the request: what waits for it gets an AbortError. */
	readonly signal: AbortSignal;
	readonly limits: Limits;
	/** Whether the answer is a line of JSON after another, server-sent events with JSON in them, or one JSON. */
	readonly answer: 'lines' | 'events' | 'whole';
	readonly context: ErrorContext;
}

/** Milliseconds without a sign of life after which a server counts as hung. */
export interface Limits {
	readonly firstByte: number;
	readonly silence: number;
}

/** Our tag for "nothing came", which must be told from the caller's abort. */
const hung = Symbol('hung');

/** Milliseconds. Nothing short of sleep keeps a timer waiting for that long. */
const longestStep = 5000;

/** No line of a server's comes near; what is longer is something else's endless stream. */
const longestLine = 1 << 20;

export function guardedFetch(guard: Guard): typeof fetch {
	return async (input, init) => {
		const watch = new Watch(guard.signal);
		watch.expect(guard.limits.firstByte);
		try {
			const response = await eitherLoopback(guard.fetch)(input, { ...init, signal: watch.signal });
			watch.begin(guard.limits.silence);
			const type = response.headers.get('content-type') ?? '';
			if (!response.ok) throw errorFromAnswer(response.status, await response.text(), type, guard.context);
			if (type.includes('html') || !response.body) throw errorOfGarbage(await response.text(), guard.context);
			if (guard.answer !== 'whole') return new Response(checkedLines(response.body, watch, guard), { headers: response.headers });
			const text = await response.text();
			checkJson(text, guard);
			watch.end();
			return new Response(text, { headers: { 'content-type': 'application/json' } });
		} catch (error) {
			watch.end();
			throw explain(error, watch, guard);
		}
	};
}

/**
 * The body's lines that are JSON. It is read as it comes, to its end, whoever listens: an answer that was read to its end
 * gives its connection back, one that was left open costs a new one.
 */
function checkedLines(body: ReadableStream<Uint8Array>, watch: Watch, guard: Guard): ReadableStream<Uint8Array> {
	const decoder = new TextDecoder();
	const encoder = new TextEncoder();
	let rest = '';
	const read = async (out: ReadableStreamDefaultController<Uint8Array>) => {
		const pass = (line: string) => {
			if (guard.answer === 'events') checkEvent(line, guard);
			else if (line.trim() === '') return;
			else checkJson(line, guard);
			out.enqueue(encoder.encode(`${line}\n`));
		};
		try {
			for await (const bytes of body as unknown as AsyncIterable<Uint8Array>) {
				watch.begin(guard.limits.silence);
				const lines = (rest + decoder.decode(bytes, { stream: true })).split('\n');
				rest = lines.pop() ?? '';
				lines.forEach(pass);
				if (rest.length > longestLine) throw errorOfGarbage(rest, guard.context);
			}
			pass(rest + decoder.decode());
			out.close();
		} catch (error) {
			out.error(explain(error, watch, guard));
		} finally {
			watch.end();
		}
	};
	return new ReadableStream({ start: out => void read(out) });
}

/** A line of server-sent events: data is JSON but for the mark of the end; an empty line ends an event, a colon begins a comment. */
function checkEvent(line: string, guard: Guard): void {
	const text = line.trim();
	if (text === '' || /^(:|event:|id:|retry:|data: ?\[DONE\])/.test(text)) return;
	if (!text.startsWith('data:')) throw errorOfGarbage(text, guard.context);
	checkJson(text.slice('data:'.length), guard);
}

function checkJson(text: string, guard: Guard): void {
	try {
		const value = JSON.parse(text) as unknown;
		if (typeof value === 'object' && value !== null && !Array.isArray(value)) return;
	} catch {
		// told below, with the text
	}
	throw errorOfGarbage(text, guard.context);
}

function explain(error: unknown, watch: Watch, { signal, limits, context }: Guard): unknown {
	if (signal.aborted) return new DOMException('The request was aborted', 'AbortError');
	if (watch.signal.reason === hung) return errorOfSilence(watch.began ? limits.silence : limits.firstByte, watch.began, context);
	return errorFromFetch(error, watch.began, context);
}

/** Joins the caller's signal with a timer that every byte winds up again; neither holds anything after `end`. */
class Watch {
	private readonly controller = new AbortController();
	private readonly abort = () => this.controller.abort();
	private timer: NodeJS.Timeout | undefined;
	began = false;

	constructor(private readonly outer: AbortSignal) {
		if (outer.aborted) this.abort();
		outer.addEventListener('abort', this.abort, { once: true });
	}

	get signal(): AbortSignal {
		return this.controller.signal;
	}

	expect(milliseconds: number): void {
		this.waitOn(milliseconds, milliseconds);
	}

	/**
	 * In steps: a step that took much longer than it should was no waiting. The machine was asleep, and the server too or the way to it, so
	 * that it has all of the time again. (On macOS and Windows the time of sleep counts for timers; a single one would end all requests.)
	 */
	private waitOn(left: number, whole: number): void {
		clearTimeout(this.timer);
		const step = Math.min(left, longestStep);
		const began = performance.now();
		this.timer = setTimeout(() => {
			if (performance.now() - began > step + longestStep) this.waitOn(whole, whole);
			else if (left > step) this.waitOn(left - step, whole);
			else this.controller.abort(hung);
		}, step);
	}

	begin(silenceMilliseconds: number): void {
		this.began = true;
		this.expect(silenceMilliseconds);
	}

	end(): void {
		clearTimeout(this.timer);
		this.outer.removeEventListener('abort', this.abort);
	}
}

/**
 * What a model server, or whoever answers in its place, says when something is wrong: turned into an `EngineError`. Texts as of Ollama 0.24,
 * llama-server 0.5.0 and vLLM 0.32.0.
 */
import { EngineError, type EngineErrorDetails, type EngineErrorKind } from '../../core/engine/engineError';

/** What the request was about, for the message. */
export interface ErrorContext {
	readonly place: string;
	readonly model?: string;
	readonly contextTokens?: number;
	/** Whose protocol it should be; absent: Ollama's. */
	readonly protocol?: string;
}

/** An answer with a status outside 200 to 299. */
export function errorFromAnswer(status: number, body: string, contentType: string, context: ErrorContext): EngineError {
	const said = saidBy(body);
	const kind =
		kindOfStatus(status) ??
		(isFromServer(body, contentType) ? (kindOfText(said) ?? (status === 404 && context.model ? 'noModel' : 'failed')) : 'badAnswer');
	const limit = kind === 'promptTooLong' && context.contextTokens ? ` (${context.contextTokens} tokens)` : '';
	return make(kind, `answered ${status}${about(context)}: ${said}${limit}`, { ...context, status });
}

/** An error that comes in a stream that began well. */
export function errorFromStream(text: string, context: ErrorContext): EngineError {
	return make(kindOfText(text) ?? 'failed', `broke off${about(context)}: ${text}`, context);
}

/** What `fetch` throws when there is no answer, or when it ends too early. */
export function errorFromFetch(error: unknown, began: boolean, context: ErrorContext): EngineError {
	if (error instanceof EngineError) return error;
	const code = causeOf(error);
	if (began) return make('died', `closed the connection in the middle of its answer${about(context)} (${code})`, context, error);
	if (code === 'UND_ERR_SOCKET') return make('died', `closed the connection without an answer${about(context)}`, context, error);
	if (code === 'UND_ERR_HEADERS_TIMEOUT')
		return make('unreachable', `did not begin to answer${about(context)} within fetch's own limit`, context, error);
	return make('unreachable', `${code === 'ECONNREFUSED' ? 'refused the connection' : 'cannot be reached'} (${code})`, context, error);
}

/** Nothing came for longer than we wait. */
export function errorOfSilence(milliseconds: number, began: boolean, context: ErrorContext): EngineError {
	const seconds = `${milliseconds / 1000} s`;
	if (began) return make('died', `stopped answering${about(context)}: nothing came for ${seconds}`, context);
	return make(
		'unreachable',
		`accepted the request${context.model ? ` for ${context.model}` : ''} but did not answer within ${seconds}`,
		context,
	);
}

/** Something came that is not the server's protocol. */
export function errorOfGarbage(got: string, context: ErrorContext): EngineError {
	return make(
		'badAnswer',
		`answered with what is not ${context.protocol ?? 'Ollama'}'s protocol${about(context)}: ${summary(got, 80)}`,
		context,
	);
}

function make(kind: EngineErrorKind, what: string, context: ErrorContext & EngineErrorDetails, cause?: unknown): EngineError {
	return new EngineError(kind, `${context.place} ${what}`, { ...context }, cause === undefined ? undefined : { cause });
}

function about({ model }: ErrorContext): string {
	return model ? ` to a request for ${model}` : '';
}

function kindOfStatus(status: number): EngineErrorKind | undefined {
	if (status === 401 || status === 403 || status === 407) return 'unauthorized';
	if (status === 429 || status === 503) return 'busy';
	return undefined;
}

/** The first that fits counts: a runner that ended because memory ran out is told as the latter. */
const kindsOfText: readonly (readonly [RegExp, EngineErrorKind])[] = [
	[/input length exceeds|exceeds (the )?(maximum|available) context|maximum (context|model) length/i, 'promptTooLong'],
	[
		/more system memory|out of memory|memory layout cannot|failed to (allocate|commit) memory|(unable|failed|cannot) (to )?allocate|cudaMalloc/i,
		'outOfMemory',
	],
	[/model .* (not found|does not exist)|try pulling it first|pull model manifest: file does not exist|invalid model name/i, 'noModel'],
	[/(error|unable|failed) (loading|to load)|unknown model architecture|not in GGUF format|exceeds file size/i, 'loadFailed'],
	[/runner has unexpectedly stopped|runner process|unexpected EOF|error was encountered while running|connection reset/i, 'died'],
	[/server busy|maximum pending requests/i, 'busy'],
];

function kindOfText(text: string): EngineErrorKind | undefined {
	return kindsOfText.find(([pattern]) => pattern.test(text))?.[1];
}

/** The servers' errors are JSON with `error`; the two that Go's HTTP library writes itself (404 and 405 of a wrong path) and HTML are somebody else's. */
function isFromServer(body: string, contentType: string): boolean {
	return !contentType.includes('html') && body.trimStart().startsWith('{');
}

function saidBy(body: string): string {
	const error = fieldOf(parse(body), 'error');
	if (typeof error === 'string') return summary(error);
	const message = fieldOf(error, 'message');
	return summary(typeof message === 'string' ? message : body);
}

/** At most a line for the log, and little of what may be a model's answer; of a web page its title. */
function summary(text: string, most = 300): string {
	const title = /<title[^>]*>([^<]*)</i.exec(text)?.[1];
	if (title !== undefined || /^\s*<(!doctype|html)/i.test(text))
		return `a web page${title ? `, "${title.trim()}"` : ''} (is a proxy in between?)`;
	const line = text.replace(/\s+/g, ' ').trim();
	if (line === '') return 'nothing';
	return line.length > most ? `${line.slice(0, most)}…` : line;
}

/** The system's code of a failed `fetch`: undici hides it one or two causes down, behind an AggregateError where a name has several addresses. */
function causeOf(error: unknown): string {
	for (let cause = error, depth = 0; cause instanceof Error && depth < 4; depth++) {
		const code = fieldOf(cause, 'code');
		if (typeof code === 'string') return code;
		cause = cause instanceof AggregateError ? (cause.errors[0] as unknown) : (cause.cause ?? cause.message);
		if (typeof cause === 'string') return cause;
	}
	return String(error);
}

function parse(text: string): unknown {
	try {
		return JSON.parse(text) as unknown;
	} catch {
		return undefined;
	}
}

function fieldOf(value: unknown, field: string): unknown {
	return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[field] : undefined;
}

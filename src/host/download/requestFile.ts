/** One request for a file or the rest of it: follows redirects by itself, to see what each says, and tells how the server takes ranges. */
import { DownloadError, type DownloadErrorKind } from '../../core/download/downloadError';
import { codeOf } from './codeOf';

/** What tells one version of a file from another. */
export interface FileIdentity {
	readonly etag?: string;
	readonly lastModified?: string;
	/** As a hub states it for the file's whole content. */
	readonly sha256?: string;
	readonly totalBytes?: number;
}

export interface FileRequest {
	readonly url: string;
	/** Go to the address itself only, never to where it redirects. */
	readonly headers?: Readonly<Record<string, string>>;
	/** What is here already, and of which version; 0 asks for all. */
	readonly fromByte: number;
	readonly identity: FileIdentity;
	readonly fetch: typeof fetch;
	readonly signal: AbortSignal;
}

export type FileAnswer =
	| {
			readonly kind: 'content';
			/** 0 where the server sends all of it, asked or not. */
			readonly fromByte: number;
			readonly identity: FileIdentity;
			readonly body: ReadableStream<Uint8Array>;
	  }
	/** The file ends before the byte that was asked for. */
	| { readonly kind: 'pastTheEnd'; readonly totalBytes?: number };

const mostRedirects = 10;

/** Somebody took the request and went before answering: not the same as nobody being there. */
const brokeOff: ReadonlySet<string> = new Set(['ECONNRESET', 'EPIPE', 'UND_ERR_SOCKET', 'UND_ERR_HEADERS_TIMEOUT']);

/** Throws `DownloadError`, also for a status that says no; `offline` when nobody is there. A connection that breaks throws what `fetch` throws. */
export async function requestFile(request: FileRequest): Promise<FileAnswer> {
	const { response, sha256, linkedBytes } = await follow(request);
	const { status, headers, body } = response;
	if (status === 416 && request.fromByte > 0) {
		await body?.cancel();
		return { kind: 'pastTheEnd', ...present('totalBytes', numberIn(/^bytes \*\/(\d+)$/i.exec(headers.get('content-range') ?? '')?.[1])) };
	}
	if ((status !== 200 && status !== 206) || body === null) throw await errorOfStatus(response, request.url);
	const range = status === 206 ? rangeOf(headers.get('content-range')) : { fromByte: 0, totalBytes: lengthOf(headers) };
	if (range === undefined) {
		await body.cancel();
		throw new DownloadError('server', `${request.url} answered with a part and did not say which`, { url: request.url, status });
	}
	const identity = {
		...present('etag', headers.get('etag')),
		...present('lastModified', headers.get('last-modified')),
		...present('sha256', sha256),
		...present('totalBytes', range.totalBytes ?? linkedBytes),
	};
	return { kind: 'content', fromByte: range.fromByte, identity, body: body as ReadableStream<Uint8Array> };
}

/** As far as the two can be compared. */
export function isSameFile(a: FileIdentity, b: FileIdentity): boolean {
	const agree = (key: keyof FileIdentity) => a[key] === undefined || b[key] === undefined || a[key] === b[key];
	if (a.sha256 !== undefined && b.sha256 !== undefined) return a.sha256 === b.sha256;
	return agree('totalBytes') && agree('etag') && agree('lastModified');
}

interface Followed {
	readonly response: Response;
	readonly sha256?: string;
	readonly linkedBytes?: number;
}

async function follow(request: FileRequest): Promise<Followed> {
	const { fetch, signal } = request;
	let url = new URL(request.url);
	let own: Readonly<Record<string, string>> = request.headers ?? {};
	let stated: Pick<Followed, 'sha256' | 'linkedBytes'> = {};
	for (let redirects = 0; redirects <= mostRedirects; redirects++) {
		const ask = (redirect: 'manual' | 'follow') =>
			fetch(url, { redirect, signal, headers: { ...own, ...rangeHeaders(request) } }).catch((error: unknown) => {
				throw signal.aborted || brokeOff.has(codeOf(error) ?? '') ? error : errorOfFetch(error, url);
			});
		let response = await ask('manual');
		// Chromium's fetch, which VS Code can be told to use, shows nothing of a redirect but that there is one.
		if (response.type === 'opaqueredirect') response = await ask('follow');
		stated = { ...stated, ...statedByHub(response.headers) };
		const location = isRedirect(response.status) ? response.headers.get('location') : null;
		if (location === null) return { response, ...stated };
		await response.body?.cancel();
		const next = URL.canParse(location, url.href) ? new URL(location, url.href) : null;
		const isWorse =
			next === null || !['https:', 'http:'].includes(next.protocol) || (url.protocol === 'https:' && next.protocol === 'http:');
		if (isWorse) throw new DownloadError('badRedirect', `${url.href} redirects to ${location}, which is not safe`, { url: url.href });
		if (next.origin !== url.origin) own = {};
		url = next;
	}
	throw new DownloadError('badRedirect', `${request.url} redirects more than ${mostRedirects} times`, { url: request.url });
}

/**
 * A known hash of the content says more than a validator: the hosts that a hub redirects to each have their own ETag, and a mismatch between
 * them must not throw away what is here.
 */
function rangeHeaders({ fromByte, identity }: FileRequest): Record<string, string> {
	const plain = { 'Accept-Encoding': 'identity' };
	if (fromByte === 0) return plain;
	const ranged = { ...plain, Range: `bytes=${fromByte}-` };
	const strongEtag = identity.etag?.startsWith('W/') === true ? undefined : identity.etag;
	const validator = strongEtag ?? identity.lastModified;
	return identity.sha256 !== undefined || validator === undefined ? ranged : { ...ranged, 'If-Range': validator };
}

const isRedirect = (status: number) => [301, 302, 303, 307, 308].includes(status);

/**
 * Hugging Face and its mirrors state a large file's SHA-256 as `X-Linked-ETag` beside the redirect, or as `ETag` where they send the file
 * themselves (huggingface_hub, file_download.py). Elsewhere an ETag of 64 digits may be anything.
 */
function statedByHub(headers: Headers): Pick<Followed, 'sha256' | 'linkedBytes'> {
	const etag = headers.get('x-linked-etag') ?? (headers.has('x-repo-commit') ? headers.get('etag') : null);
	const sha256 = /^(?:W\/)?"?([0-9a-f]{64})"?$/i.exec(etag ?? '')?.[1]?.toLowerCase();
	return { ...present('sha256', sha256), ...present('linkedBytes', numberIn(headers.get('x-linked-size'))) };
}

function rangeOf(header: string | null): { readonly fromByte: number; readonly totalBytes: number | undefined } | undefined {
	const match = /^bytes (\d+)-\d+\/(\d+|\*)$/i.exec(header ?? '');
	return match ? { fromByte: Number(match[1]), totalBytes: numberIn(match[2]) } : undefined;
}

/** Of a compressed answer the length says nothing about the file. */
function lengthOf(headers: Headers): number | undefined {
	return headers.has('content-encoding') ? undefined : numberIn(headers.get('content-length'));
}

function numberIn(text: string | null | undefined): number | undefined {
	return text !== null && text !== undefined && /^\d+$/.test(text) ? Number(text) : undefined;
}

const kinds: Readonly<Record<number, DownloadErrorKind>> = { 401: 'unauthorized', 403: 'unauthorized', 404: 'notFound', 410: 'notFound' };

async function errorOfStatus({ status, headers, body }: Response, url: string): Promise<DownloadError> {
	await body?.cancel();
	const seconds = numberIn(headers.get('retry-after'));
	const details = { url, host: new URL(url).host, status, ...(seconds !== undefined && { retryAfterMs: seconds * 1000 }) };
	return new DownloadError(kinds[status] ?? 'server', `${url} answered with status ${status}`, details);
}

function errorOfFetch(error: unknown, { host, href }: URL): DownloadError {
	const code = codeOf(error);
	const details = { url: href, host, ...(code !== undefined && { code }) };
	return new DownloadError('offline', `${host} can't be reached (${code ?? String(error)})`, details, { cause: error });
}

function present<K extends string, V>(key: K, value: V | null | undefined): Partial<Record<K, V>> {
	return value === null || value === undefined ? {} : ({ [key]: value } as Record<K, V>);
}

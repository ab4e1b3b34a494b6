/** What a download is told, and what it tells. */
import type { LockTiming } from './fileLock';
import type { Disk } from './partFile';

export interface DownloadOptions {
	readonly url: string;
	/** For the address itself; they don't go with a redirect to another host. */
	readonly headers?: Readonly<Record<string, string>>;
	readonly file: string;
	/** What is known of the file. Without a hash, the one counts that the hub states. */
	readonly expected: { readonly bytes?: number; readonly sha256?: string };
	/** How the file must begin, so that a web page is known for what it is. */
	readonly startsWith: string;
	readonly fetch: typeof fetch;
	readonly disk?: Disk;
	/** Milliseconds that only go up. */
	readonly now: () => number;
	readonly onProgress: (progress: DownloadProgress) => void;
	readonly log: { info(message: string): void; warn(message: string): void };
	/** Pauses: what came is kept. */
	readonly signal: AbortSignal;
	/** Shorter times, for tests. */
	readonly timing?: Partial<DownloadTiming>;
}

export interface DownloadProgress {
	readonly completedBytes: number;
	/** 0 while it is not known. */
	readonly totalBytes: number;
	readonly state: DownloadState;
}

export type DownloadState =
	| 'connecting'
	| 'downloading'
	/** It broke off and is tried again in a moment. */
	| 'retrying'
	/** The file on the server changed, or the server can't continue: it begins anew. */
	| 'restarted'
	| 'checking'
	/** Another window downloads the same file. */
	| 'elsewhere';

export type DownloadOutcome = { readonly kind: 'done' } | { readonly kind: 'paused' };

export interface DownloadTiming extends LockTiming {
	/** A server that sends nothing for so long is taken to be gone. */
	readonly silenceMs: number;
	/** The wait after the first cut; it doubles with each that follows. */
	readonly backoffMs: number;
	readonly longestBackoffMs: number;
}

export const defaultTiming: DownloadTiming = {
	beatMs: 5_000,
	lookMs: 500,
	staleMs: 30_000,
	silenceMs: 30_000,
	backoffMs: 1_000,
	longestBackoffMs: 60_000,
};

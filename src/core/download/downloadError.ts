/** The ways a download can fail, as values a person can be told about. The words for the user are chosen at the editor's edge. */
export type DownloadErrorKind =
	| 'offline' // the host can't be reached at all
	| 'interrupted' // it broke off again and again without getting further
	| 'server' // the server says that it can't, now
	| 'notFound'
	| 'unauthorized'
	| 'badRedirect' // in a circle, or to where nobody should be sent
	| 'notAModel' // a web page or something else that is no GGUF file
	| 'changed' // the file on the server changed again and again while it was downloaded
	| 'sizeMismatch'
	| 'hashMismatch'
	| 'tooLittleSpace'
	| 'unwritable'; // the folder can't be written to

export interface DownloadErrorDetails {
	readonly url?: string;
	readonly host?: string;
	readonly status?: number;
	readonly file?: string;
	/** What is still to come, with what is kept free for others. */
	readonly needBytes?: number;
	readonly freeBytes?: number;
	readonly completedBytes?: number;
	readonly expectedBytes?: number;
	readonly actualBytes?: number;
	readonly expectedHash?: string;
	readonly actualHash?: string;
	/** How long the server asks to wait. */
	readonly retryAfterMs?: number;
	/** The system's word for it: "ENOTFOUND", "EACCES". */
	readonly code?: string;
}

/** Unless the kind is `hashMismatch` or `sizeMismatch`, what was downloaded is kept and continued next time. */
export class DownloadError extends Error {
	override readonly name = 'DownloadError';

	/** @param message what went wrong, for the log: the thing and the number, in English */
	constructor(
		readonly kind: DownloadErrorKind,
		message: string,
		readonly details: DownloadErrorDetails = {},
		options?: ErrorOptions,
	) {
		super(message, options);
	}
}

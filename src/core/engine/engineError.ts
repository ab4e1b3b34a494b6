/** The ways an engine can fail, as values a person can be told about. The words are chosen at the editor's edge. */
export type EngineErrorKind =
	| 'unreachable' // nobody answers at the address
	| 'noModel' // the model is not there (any more)
	| 'loadFailed' // the file is no model, is cut short, or the runtime refused it
	| 'outOfMemory'
	| 'promptTooLong'
	| 'unauthorized'
	| 'badAnswer' // HTML, half JSON, something that is not the protocol
	| 'died' // the engine's process ended while it worked for us
	| 'busy'
	| 'engineMissing' // the embedded runtime has no binary for this machine
	| 'failed'; // anything else the server says about itself

export class EngineError extends Error {
	override readonly name = 'EngineError';

	/**
	 * @param kind what went wrong, for code
	 * @param message what went wrong, for the log: the thing and the number, in English
	 * @param details what the words for the user need: host, model, status, bytes
	 */
	constructor(
		readonly kind: EngineErrorKind,
		message: string,
		readonly details: EngineErrorDetails = {},
		options?: ErrorOptions,
	) {
		super(message, options);
	}
}

export interface EngineErrorDetails {
	/** Where it runs, as {@link Engine.place} says it. */
	readonly place?: string;
	readonly model?: string;
	readonly status?: number;
	readonly promptTokens?: number;
	readonly contextTokens?: number;
	/** It died so often that it is not started again for a while. */
	readonly isLeftAlone?: boolean;
}

export function toEngineError(error: unknown): EngineError {
	if (error instanceof EngineError) return error;
	const message = error instanceof Error ? error.message : String(error);
	return new EngineError('failed', message, {}, { cause: error });
}

/** The runtime's exceptions as what a person can be told about. The runtime says most in its log, so the last line of it is read too. */
import { EngineError } from '../../core/engine/engineError';
import type { ChildError } from './messages';

export function childError(error: unknown, complaint?: string): ChildError {
	if (error instanceof EngineError) return { kind: error.kind, message: error.message, details: error.details };
	const message = error instanceof Error ? error.message : String(error);
	return { kind: 'failed', message: withComplaint(message, complaint), details: {} };
}

/** What went wrong while `name` was being loaded. */
export function loadError(error: unknown, name: string, complaint?: string): ChildError {
	if (error instanceof EngineError) return childError(error);
	const reason = withComplaint(error instanceof Error ? error.message : String(error), complaint);
	const kind = isOutOfMemory(error, reason) ? 'outOfMemory' : 'loadFailed';
	return { kind, message: `${name} can't be loaded: ${reason}`, details: { model: name } };
}

function isOutOfMemory(error: unknown, reason: string): boolean {
	// The library's own class is told by its name: it is only there once the library is.
	const isInsufficientMemory = error instanceof Error && error.constructor.name === 'InsufficientMemoryError';
	return (
		isInsufficientMemory ||
		/insufficient memory|out of memory|too large for the available|failed to allocate|unable to allocate/i.test(reason)
	);
}

function withComplaint(message: string, complaint: string | undefined): string {
	return complaint === undefined || message.includes(complaint) ? message : `${message} (${complaint})`;
}

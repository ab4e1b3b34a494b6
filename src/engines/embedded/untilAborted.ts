/** The value of `promise`, or the signal's reason thrown as soon as it aborts. What `promise` does after that is nobody's concern any more. */
export function untilAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
	return new Promise((resolve, reject: (reason: Error) => void) => {
		const onAbort = () => reject(reasonOf(signal));
		if (signal.aborted) onAbort();
		else signal.addEventListener('abort', onAbort, { once: true });
		promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', onAbort));
	});
}

/** Why the signal aborted, as an error: `isAbortError` holds for it unless who aborted said otherwise. */
export function reasonOf(signal: AbortSignal): Error {
	return signal.reason instanceof Error ? signal.reason : new DOMException('The operation was aborted', 'AbortError');
}

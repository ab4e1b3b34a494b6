/** Helpers around `AbortSignal`. Cancelling is not an error here: these resolve or return, they do not throw. */

/** Resolves after `milliseconds`, or at once when `signal` aborts; says whether the whole time went by. */
export function delay(milliseconds: number, signal?: AbortSignal): Promise<boolean> {
	if (signal?.aborted) return Promise.resolve(false);
	return new Promise(resolve => {
		const timer = setTimeout(() => finish(true), milliseconds);
		const onAbort = () => finish(false);
		const finish = (whole: boolean) => {
			clearTimeout(timer);
			signal?.removeEventListener('abort', onAbort);
			resolve(whole);
		};
		signal?.addEventListener('abort', onAbort, { once: true });
	});
}

/** Whether `error` is what `fetch` and friends throw when their signal aborts. */
export function isAbortError(error: unknown): boolean {
	return error instanceof Error && error.name === 'AbortError';
}

/**
 * "localhost" is two addresses, 127.0.0.1 and ::1, and not every machine's name table has both. A server that listens at one of them only is
 * found there, where the name leads to the other.
 */
export function eitherLoopback(fetch: typeof globalThis.fetch): typeof globalThis.fetch {
	return async (input, init) => {
		try {
			return await fetch(input, init);
		} catch (error) {
			const other = isRefused(error) ? inIpv6(input) : undefined;
			if (other === undefined || init?.signal?.aborted) throw error;
			return fetch(other, init).catch(() => {
				throw error; // it is the name that the user wrote, and knows
			});
		}
	};
}

/** The address of the same thing at ::1; `undefined` where the host is another, or the request is an object that can't be sent twice. */
function inIpv6(input: Parameters<typeof globalThis.fetch>[0]): URL | undefined {
	if (input instanceof Request) return undefined;
	const url = new URL(input);
	if (url.hostname !== 'localhost') return undefined;
	url.hostname = '[::1]';
	return url;
}

function isRefused(error: unknown): boolean {
	return error instanceof Error && error.cause instanceof Error && 'code' in error.cause && error.cause.code === 'ECONNREFUSED';
}

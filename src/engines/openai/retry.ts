/** Asks a busy server again, a few times, ever later: many clients that were refused at once must not come back at once. */
import { EngineError } from '../../core/engine/engineError';

export interface Retries {
	/** Attempts after the first, for a server that is busy. */
	readonly most: number;
	readonly random: () => number;
	readonly wait: (milliseconds: number, signal: AbortSignal) => Promise<unknown>;
}

/** Half a second, doubled each time, of which a random half is taken: 250 to 500 ms, 500 to 1,000 ms, … the fifth time 4 to 8 s. */
export function backoffMilliseconds(attempt: number, random: () => number): number {
	return 500 * 2 ** attempt * (0.5 + random() / 2);
}

/**
 * `busy` is worth another try: the server is well and said so itself, and nothing of the answer has come. And so, once and at once, is a connection
 * that was hung up without an answer: it had been kept from earlier requests, and the server closed it just when it was used again.
 */
export async function withRetries<T>(ask: () => Promise<T>, { most, random, wait }: Retries, signal: AbortSignal): Promise<T> {
	let wasHungUp = false;
	for (let attempt = 0; ;) {
		try {
			return await ask();
		} catch (error) {
			if (signal.aborted || !(error instanceof EngineError)) throw error;
			if (isHungUp(error) && !wasHungUp) {
				wasHungUp = true;
			} else if (error.kind === 'busy' && attempt < most) {
				await wait(backoffMilliseconds(attempt++, random), signal);
			} else throw error;
		}
	}
}

/** Before an answer has begun nobody can have died of it, unless the server says so itself. */
function isHungUp({ kind, details }: EngineError): boolean {
	return kind === 'died' && details.status === undefined;
}

/** Asks a busy server again, a few times, ever later: many clients that were refused at once must not come back at once. */
import { EngineError } from '../../core/engine/engineError';

export interface Retries {
	/** Attempts after the first. */
	readonly most: number;
	readonly random: () => number;
	readonly wait: (milliseconds: number, signal: AbortSignal) => Promise<unknown>;
}

/** Half a second, doubled each time, of which a random half is taken: 250 to 500 ms, 500 to 1,000 ms, 1 to 2 s. */
export function backoffMilliseconds(attempt: number, random: () => number): number {
	return 500 * 2 ** attempt * (0.5 + random() / 2);
}

/** Only `busy` is worth another try: the server is well and said so itself, and nothing of the answer has come. */
export async function withRetries<T>(ask: () => Promise<T>, { most, random, wait }: Retries, signal: AbortSignal): Promise<T> {
	for (let attempt = 0; ; attempt++) {
		try {
			return await ask();
		} catch (error) {
			if (attempt >= most || signal.aborted || !(error instanceof EngineError && error.kind === 'busy')) throw error;
			await wait(backoffMilliseconds(attempt, random), signal);
		}
	}
}

/** How long a loaded model takes for a token with so many threads, tried in a small context of its own. */
import type { LlamaModel } from 'node-llama-cpp';
import type { Turns } from './turns';

/**
 * The mean, not the middle one: with as many threads as cores most tokens are quick, and some wait long for a thread that something else has pushed aside.
 * Two threads on two cores, SmolLM2 135M Q4_0: the middle one 3.9 ms, the mean 7.9, and with one thread both 3.4.
 */
const fewest = 5;
const most = 40;
const enoughMilliseconds = 200;

/** Milliseconds for a token. Stops when that is more than `hopeless`. Waits for answers under way. */
export async function tokenTime(model: LlamaModel, threads: number, hopeless: number, turns: Turns, signal: AbortSignal): Promise<number> {
	const release = await turns.take('chat', signal);
	signal.throwIfAborted();
	try {
		// The library's smallest context; an abort of its creation is not worth the risk for these milliseconds.
		const context = await model.createContext({ contextSize: 64, batchSize: 8, sequences: 1, threads, flashAttention: 'auto' });
		try {
			const sequence = context.getSequence();
			const [token] = model.tokenize('a', false);
			if (token === undefined) return 0;
			// The first one also makes room and wakes the threads.
			await sequence.evaluateWithoutGeneratingNewTokens([token]);
			const start = performance.now();
			let [tokens, milliseconds] = [0, 0];
			while (tokens < fewest || (tokens < most && milliseconds < enoughMilliseconds)) {
				await sequence.evaluateWithoutGeneratingNewTokens([token]);
				signal.throwIfAborted();
				milliseconds = performance.now() - start;
				tokens++;
				if (tokens > 1 && milliseconds / tokens > hopeless) break;
			}
			return milliseconds / tokens;
		} finally {
			await context.dispose();
		}
	} finally {
		release?.();
	}
}

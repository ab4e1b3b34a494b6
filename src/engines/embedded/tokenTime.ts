/** How long a loaded model takes for a token with so many threads, tried in a small context of its own. */
import type { LlamaModel } from 'node-llama-cpp';
import type { Turns } from './turns';

const samples = 5;

/** The middle one of a few tokens, in milliseconds. Stops when a token took longer than `hopeless`. Waits for answers under way. */
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
			const times: number[] = [];
			while (times.length < samples && Math.max(0, ...times) <= hopeless && !signal.aborted) {
				const start = performance.now();
				await sequence.evaluateWithoutGeneratingNewTokens([token]);
				times.push(performance.now() - start);
			}
			signal.throwIfAborted();
			return times.length < samples ? Math.max(...times) : (times.sort((a, b) => a - b)[samples >> 1] ?? 0);
		} finally {
			await context.dispose();
		}
	} finally {
		release?.();
	}
}

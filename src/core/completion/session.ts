/** What one window remembers between completions: answers, the request on its way, and measures of the user and of the engines. */
import { CompletionCache } from './cache';
import { Latency, TypingRhythm } from './pacing';
import { type CompletionRequest } from './request';
import { TokenRatio } from './tokenRatio';

export class CompletionSession {
	readonly cache = new CompletionCache();
	readonly rhythm = new TypingRhythm();
	readonly ratio = new TokenRatio();
	/** At most one: a new one ends the one before. */
	running: CompletionRequest | undefined;

	private readonly latencies = new Map<string, Latency>();
	private readonly speeds = new Map<string, number>();

	/** First-token times of a model, by its id. */
	latencyOf(model: string): Latency {
		const known = this.latencies.get(model) ?? new Latency();
		this.latencies.set(model, known);
		return known;
	}

	speedOf(model: string): number | undefined {
		return this.speeds.get(model);
	}

	noteSpeed(model: string, tokensPerSecond: number): void {
		const known = this.speeds.get(model) ?? tokensPerSecond;
		this.speeds.set(model, 0.7 * known + 0.3 * tokensPerSecond);
	}

	/** Ends what is on its way and forgets the answers; the measures stay. */
	reset(): void {
		this.running?.abort();
		this.running = undefined;
		this.cache.clear();
	}
}

/** What one window remembers between completions: answers, the request on its way, and measures of the user and of the engines. */
import { CompletionCache } from './cache';
import { Latency, TypingRhythm } from './pacing';
import { type CompletionRecord } from './record';
import { type CompletionRequest } from './request';
import { PromptLayout } from './promptLayout';
import { TokenRatio } from './tokenRatio';

export class CompletionSession {
	readonly cache = new CompletionCache();
	readonly rhythm = new TypingRhythm();
	readonly ratio = new TokenRatio();
	readonly layout = new PromptLayout();
	/** At most one: a new one ends the one before. */
	running: CompletionRequest | undefined;
	/** What follows the suggestion shown, asked before it is accepted: no caller waits for it, and it gives way to any that does. */
	ahead: CompletionRequest | undefined;
	/** Ends the making of further candidates, which gives way in the same manner; there until another request begins. */
	others: AbortController | undefined;
	/** Of the completion asked for last. */
	latest: CompletionRecord | undefined;

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

	/** The user went another way. */
	dropAhead(): void {
		this.ahead?.abort();
		this.ahead = undefined;
	}

	/** Ends what is on its way and forgets the answers; the measures stay. */
	reset(): void {
		this.running?.abort();
		this.running = undefined;
		this.dropAhead();
		this.others?.abort();
		this.cache.clear();
	}
}

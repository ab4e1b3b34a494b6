/**
 * A smaller model with the same vocabulary that guesses what a larger one will say: it has a cache of its own, in which it follows the other's text, and
 * says greedily what comes next ("speculative decoding with a draft model").
 */
import type { LlamaContextSequence, Token } from 'node-llama-cpp';
import { PromptSpeed } from './chunkSize';

export class Draft {
	private working: Promise<unknown> = Promise.resolve();
	private disposed = false;

	/** @param end gives the cache's memory back */
	constructor(
		private readonly sequence: LlamaContextSequence,
		private readonly end: () => Promise<void>,
		private readonly speed = new PromptSpeed(),
	) {}

	get isDisposed(): boolean {
		return this.disposed;
	}

	/** Milliseconds until it has read what it doesn't know of this text. `undefined`: it has read too little so far to tell. */
	readingTime(text: readonly Token[]): number | undefined {
		const { tokensPerSecond } = this.speed;
		return tokensPerSecond === undefined ? undefined : (this.unread(text) / tokensPerSecond) * 1000;
	}

	/** How many tokens of this text it doesn't know yet, but for the last, which it needs in any case. */
	unread(text: readonly Token[]): number {
		return text.length - 1 - this.known(text);
	}

	/** Reads at most one chunk of what it doesn't know of this text; nothing of one that is longer than its context. */
	read(text: readonly Token[]): Promise<void> {
		return this.work(undefined, async () => {
			if (text.length > this.sequence.contextSize) return;
			const known = await this.keep(text);
			const chunk = text.slice(known, Math.min(text.length - 1, known + this.speed.chunkSize));
			const start = performance.now();
			if (chunk.length > 0) await this.sequence.evaluateWithoutGeneratingNewTokens(chunk);
			this.speed.add(chunk.length, performance.now() - start);
		});
	}

	/** What comes next, so many tokens; fewer at the end of its context, none once it is disposed. Reads first what it doesn't know, in one go. */
	guess(text: readonly Token[], count: number): Promise<readonly Token[]> {
		return this.work([], async () => {
			const most = Math.min(count, this.sequence.contextSize - text.length);
			if (most < 1) return [];
			const known = await this.keep(text);
			const guesses: Token[] = [];
			for await (const token of this.sequence.evaluate(text.slice(known), { temperature: 0, seed: 0, yieldEogToken: true })) {
				guesses.push(token);
				if (guesses.length >= most) break;
			}
			return guesses;
		});
	}

	async dispose(): Promise<void> {
		if (this.disposed) return;
		this.disposed = true;
		await this.working;
		await this.end();
	}

	private known(text: readonly Token[]): number {
		return Math.min(this.sequence.compareContextTokens(text as Token[]).firstDifferentIndex, text.length - 1);
	}

	private async keep(text: readonly Token[]): Promise<number> {
		const { sequence } = this;
		const known = this.known(text);
		if (known < sequence.nextTokenIndex) await sequence.eraseContextTokenRanges([{ start: known, end: sequence.nextTokenIndex }]);
		return known;
	}

	/** A draft that fails guesses nothing. */
	private work<T>(otherwise: T, act: () => Promise<T>): Promise<T> {
		if (this.disposed) return Promise.resolve(otherwise);
		const done = act().catch(() => otherwise);
		this.working = done;
		return done;
	}
}

/**
 * When the connection of an answer is closed that nobody waits for any more. Ollama 0.24 hands each token to the goroutine that writes to the client, and
 * waits for ever where that one has just left with its client: the model's slot is never free again (`ch <- res` in server/routes.go). Measured: 4 of 100
 * closings hit that moment at a token per millisecond, 1 of 1,400 at one in three. So an answer that is soon over is read to its end, and any other is
 * closed just after a token came, when the server waits for the model's next one.
 */

/** A completion that comes after a cancel should begin within 300 ms. */
const readMilliseconds = 250;

export class Leaving {
	private tokens = 0;
	private firstAt = 0;
	private leftAt: number | undefined;

	/** @param now milliseconds that only go up */
	constructor(
		private readonly maxTokens: number,
		private readonly now: () => number,
	) {}

	token(): void {
		if (this.tokens++ === 0) this.firstAt = this.now();
	}

	/** Asked after each token that nobody waits for. The first alone does not tell how soon the answer is over. */
	get closesNow(): boolean {
		this.leftAt ??= this.now();
		if (this.tokens < 2) return false;
		const millisecondsPerToken = (this.now() - this.firstAt) / (this.tokens - 1);
		const rest = (this.maxTokens - this.tokens) * millisecondsPerToken;
		return this.now() - this.leftAt + rest > readMilliseconds;
	}
}

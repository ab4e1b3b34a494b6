/**
 * How many prompt tokens to evaluate at once. The runtime can't be interrupted within a batch, so a batch is as long as a cancel may have to wait;
 * the shorter it is, the worse it uses the processor.
 */
const targetMilliseconds = 40; // cancel to idle within 50 ms leaves 10 ms for the messages and the step under way
const smallest = 16;
const largest = 512; // the runtime's own batch size
const whenUnknown = 32;

export function chunkSize(tokensPerSecond: number | undefined): number {
	if (tokensPerSecond === undefined) return whenUnknown;
	const fitting = Math.floor((tokensPerSecond * targetMilliseconds) / 1000);
	// The matrix kernels work in blocks of 16 rows: a chunk of 40 costs as much as one of 48.
	return Math.min(largest, Math.max(smallest, fitting - (fitting % smallest)));
}

/** The speed to expect of the next chunk. The newest one counts as much as all before it: speed falls as the context fills. */
export class PromptSpeed {
	private value: number | undefined;

	get tokensPerSecond(): number | undefined {
		return this.value;
	}

	add(tokens: number, milliseconds: number): void {
		// A few tokens say nothing about batches, and the clock is too coarse for them.
		if (tokens < smallest || milliseconds <= 0) return;
		const measured = (tokens / milliseconds) * 1000;
		this.value = this.value === undefined ? measured : (this.value + measured) / 2;
	}
}

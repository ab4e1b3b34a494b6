/**
 * How many prompt tokens to evaluate at once. The runtime can't be interrupted within a batch, so a batch is as long as a cancel may have to wait;
 * the shorter it is, the worse it uses the processor. What a cancelled prompt has evaluated stays in the cache for the next.
 */
const targetMilliseconds = 40; // cancel to idle within 50 ms leaves 10 ms for the messages and the step under way

/**
 * Flash attention on the CPU takes tokens in blocks of 64 and the rest one by one. One thread, share of the speed of 512 at once:
 * 1.3B shape (430 tokens/s): 16 tokens 70 %, 32 79 %, 64 93 %, 96 93 %, 128 97 %; heads of 32 elements: 32 tokens 8 %, 64 94 %, 96 41 %.
 */
const block = 64;

/**
 * So long may a whole block take where none fits the target: up to a fifth more speed at every prompt is worth a wait after some cancels.
 * Slower machines get parts of a block. (A 340 MB model on one thread reads 273 tokens/s at once, 255 in blocks, 224 in parts of 48, 181 in parts of 16.)
 */
const mostMillisecondsOfABlock = 320;
const mostMillisecondsOfAPart = 200;
const smallest = 16; // below, the matrix kernels have too little to do as well
const parts = [48, 32, smallest] as const;
const largest = 512; // the runtime's own batch size

/** Of the speed of a whole block, what parts of one come to: see above. */
function shareOfBlockSpeed(tokens: number): number {
	return tokens >= block ? 1 : tokens >= 32 ? 0.85 : 0.75;
}

/** @param tokensPerSecond of whole blocks */
export function chunkSize(tokensPerSecond: number | undefined): number {
	if (tokensPerSecond === undefined) return smallest;
	const within = (milliseconds: number) => Math.floor((tokensPerSecond * milliseconds) / 1000);
	const blocks = Math.floor(within(targetMilliseconds) / block) * block;
	if (blocks > 0) return Math.min(largest, blocks);
	if (within(mostMillisecondsOfABlock) >= block) return block;
	return parts.find(each => each <= within(mostMillisecondsOfAPart) * shareOfBlockSpeed(each)) ?? smallest;
}

/** The speed to expect of whole blocks. The newest chunk counts as much as all before it: speed falls as the context fills. */
export class PromptSpeed {
	private value: number | undefined;

	get tokensPerSecond(): number | undefined {
		return this.value;
	}

	/** For the next chunk. */
	get chunkSize(): number {
		return chunkSize(this.value);
	}

	/** A shorter chunk, as the last of a prompt mostly is, says little about whole ones and is not counted. */
	add(tokens: number, milliseconds: number): void {
		if (tokens < this.chunkSize || milliseconds <= 0) return;
		const measured = ((tokens / milliseconds) * 1000) / shareOfBlockSpeed(tokens);
		this.value = this.value === undefined ? measured : (this.value + measured) / 2;
	}
}

/** When a conversation that changes with every token is saved: the first change at once, later ones together, at most once in a while. */
export class SaveSchedule {
	private timer: ReturnType<typeof setTimeout> | undefined;
	private lastAt = -Infinity;
	private running: Promise<void> = Promise.resolve();
	/** A save that waits for the one before: it will save what comes until then too. */
	private next: Promise<void> | undefined;

	/**
	 * @param save saves what there is when it is called; it throws nothing
	 * @param now milliseconds on a clock that never goes back
	 */
	constructor(
		private readonly save: () => Promise<void>,
		private readonly everyMilliseconds: number,
		private readonly now: () => number,
	) {}

	/** Something changed that may wait. */
	soon(): void {
		this.timer ??= setTimeout(() => void this.flush(), Math.max(0, this.lastAt + this.everyMilliseconds - this.now()));
	}

	/** Saves now; resolves when everything so far is saved. */
	flush(): Promise<void> {
		clearTimeout(this.timer);
		this.timer = undefined;
		this.lastAt = this.now();
		this.next ??= this.running = this.running.then(() => {
			this.next = undefined;
			return this.save();
		});
		return this.next;
	}
}

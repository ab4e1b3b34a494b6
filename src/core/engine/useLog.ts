/** Which models are at work, and how long ago the others were: who wants to unload one asks here first. */
export class UseLog {
	private readonly running = new Map<string, number>();
	private readonly usedAt = new Map<string, number>();

	/** @param now milliseconds that only go up */
	constructor(private readonly now: () => number) {}

	/** A piece of work begins; the result ends it, and may be called again. */
	begin(key: string): () => void {
		this.running.set(key, this.runs(key) + 1);
		let isEnded = false;
		return () => {
			if (isEnded) return;
			isEnded = true;
			this.running.set(key, this.runs(key) - 1);
			this.touch(key);
		};
	}

	/** It was used just now, for something that took no time. */
	touch(key: string): void {
		this.usedAt.set(key, this.now());
	}

	isRunning(key: string): boolean {
		return this.runs(key) > 0;
	}

	/** Milliseconds since it was last at work: 0 while it is, endless when it never was. */
	idleFor(key: string): number {
		return this.isRunning(key) ? 0 : this.now() - (this.usedAt.get(key) ?? -Infinity);
	}

	private runs(key: string): number {
		return this.running.get(key) ?? 0;
	}
}

/** Lets one in after another, in the order they came; who gives up while waiting leaves no trace. */
export class Lane {
	private busy = false;
	private readonly waiting: (() => void)[] = [];

	/** Resolves with what lets the next one in, to be called once; with `undefined` when `signal` aborted first. */
	async enter(signal: AbortSignal): Promise<(() => void) | undefined> {
		if (signal.aborted) return undefined;
		if (this.busy && !(await this.turn(signal))) return undefined;
		this.busy = true;
		return () => this.leave();
	}

	private turn(signal: AbortSignal): Promise<boolean> {
		return new Promise(resolve => {
			const go = () => {
				signal.removeEventListener('abort', giveUp);
				resolve(true);
			};
			const giveUp = () => {
				this.waiting.splice(this.waiting.indexOf(go), 1);
				resolve(false);
			};
			this.waiting.push(go);
			signal.addEventListener('abort', giveUp, { once: true });
		});
	}

	/** Stays busy for the one it lets in, so that nobody slips in between. */
	private leave(): void {
		const next = this.waiting.shift();
		if (next) next();
		else this.busy = false;
	}
}

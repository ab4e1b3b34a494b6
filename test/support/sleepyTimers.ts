/** The timers of a laptop: time passes when a test says so, and while it sleeps nothing runs; what was due meanwhile runs once when it wakes. */
interface Timer {
	readonly due: number;
	readonly run: () => void;
}

export class SleepyTimers {
	private now = performance.now();
	private readonly timers = new Map<object, Timer>();
	private readonly real = { setTimeout: globalThis.setTimeout, clearTimeout: globalThis.clearTimeout };

	/** In place of the real ones until `restore`. */
	constructor() {
		const set = (run: (...values: unknown[]) => void, milliseconds = 0, ...values: unknown[]) => {
			const handle = { ref: () => handle, unref: () => handle, hasRef: () => false, refresh: () => handle };
			this.timers.set(handle, { due: this.now + milliseconds, run: () => run(...values) });
			return handle;
		};
		globalThis.setTimeout = set as unknown as typeof setTimeout;
		globalThis.clearTimeout = ((handle: object | undefined) => {
			if (handle !== undefined && !this.timers.delete(handle)) this.real.clearTimeout(handle as NodeJS.Timeout);
		}) as typeof clearTimeout;
		performance.now = () => this.now;
	}

	/** On macOS and Windows a timer's time goes on in sleep. */
	async sleep(milliseconds: number): Promise<void> {
		this.now += milliseconds;
		for (const [handle, { due, run }] of [...this.timers]) {
			if (due <= this.now && this.timers.delete(handle)) run();
		}
		await this.turn();
	}

	/** In small steps, as for one who is awake. */
	async pass(milliseconds: number): Promise<void> {
		for (let left = milliseconds; left > 0; left -= 1000) await this.sleep(Math.min(left, 1000));
	}

	async turn(): Promise<void> {
		for (let turn = 0; turn < 3; turn++) await new Promise(resolve => setImmediate(resolve));
	}

	restore(): void {
		Object.assign(globalThis, this.real);
		delete (performance as { now?: unknown }).now; // the prototype's is behind it
	}
}

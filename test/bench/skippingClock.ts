/**
 * A clock that skips the time in which nothing happens: while the engine works it goes at the pace of the real one, between that
 * it jumps to the next keystroke or timer. A session of minutes is replayed in the time that its engine needs, with the same overtaking.
 */
import type { Clock } from '../../src/core/completion/clock';

/** People pause more often than this, and engines that are slower than people type are caught up with then. */
const longestWorkMs = 120_000;

export class SkippingClock implements Clock {
	private time = 0;
	private readonly timers = new Set<{ readonly at: number; readonly ring: () => void }>();
	private mark: number | undefined;

	/** @param isBusy whether the engine works on something */
	constructor(private readonly isBusy: () => boolean) {}

	now(): number {
		return this.time + (this.mark === undefined ? 0 : performance.now() - this.mark);
	}

	delay(milliseconds: number, signal?: AbortSignal): Promise<boolean> {
		if (signal?.aborted) return Promise.resolve(false);
		return new Promise(resolve => {
			const timer = { at: this.now() + milliseconds, ring: () => resolve(true) };
			this.timers.add(timer);
			signal?.addEventListener(
				'abort',
				() => {
					this.timers.delete(timer);
					resolve(false);
				},
				{ once: true },
			);
		});
	}

	/** Lets time go by up to a moment; afterwards everything is done that could be done by then. */
	async advanceTo(moment: number): Promise<void> {
		for (;;) {
			await turns();
			if (this.isBusy()) {
				this.mark ??= performance.now();
				if (performance.now() - this.mark > longestWorkMs)
					throw new Error('the engine has worked for two minutes without a pause: it hangs');
				await new Promise(resolve => setTimeout(resolve, 1));
			} else this.stop();
			const next = [...this.timers].filter(each => each.at <= moment).sort((a, b) => a.at - b.at)[0];
			if (this.isBusy()) {
				if (next !== undefined && next.at <= this.now()) this.ring(next);
				else if (moment <= this.now()) return;
				continue;
			}
			this.stop();
			if (next === undefined) break;
			this.time = Math.max(this.time, next.at);
			this.ring(next);
		}
		this.time = Math.max(this.time, moment);
	}

	/** Takes over the real time that went by. */
	private stop(): void {
		this.time = this.now();
		this.mark = undefined;
	}

	private ring(timer: { readonly ring: () => void }): void {
		this.timers.delete(timer as never);
		timer.ring();
	}
}

/** Lets everything run that is ready to, also what comes from the engine's process. */
async function turns(): Promise<void> {
	for (let turn = 0; turn < 4; turn++) await new Promise(resolve => setImmediate(resolve));
}

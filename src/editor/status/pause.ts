/** Completions on hold: until resumed, for some minutes, or while the machine runs from its battery. Forgotten with the window. */
import { Emitter } from '../../core/base/emitter';
import type { Disposable } from '../../core/base/disposable';

export interface PauseState {
	/** Of a snooze. */
	readonly until?: Date;
	/** Nobody paused it: the battery did. */
	readonly isForBattery?: true;
}

export class Pause implements Disposable {
	private readonly changed = new Emitter<void>();
	private timer: NodeJS.Timeout | undefined;
	private current: PauseState | undefined;
	private isOnBattery = false;
	/** The user wants completions all the same, until the plug is in again. */
	private isBatteryIgnored = false;

	readonly onDidChange = this.changed.event;

	get state(): PauseState | undefined {
		return this.current ?? (this.isOnBattery && !this.isBatteryIgnored ? { isForBattery: true } : undefined);
	}

	toggle(): void {
		if (!this.state) return this.become({});
		this.isBatteryIgnored = this.isOnBattery;
		this.become(undefined);
	}

	snooze(minutes: number): void {
		this.become({ until: new Date(Date.now() + minutes * 60_000) });
		this.timer = setTimeout(() => this.become(undefined), minutes * 60_000);
	}

	setOnBattery(isOnBattery: boolean): void {
		if (isOnBattery === this.isOnBattery) return;
		this.isOnBattery = isOnBattery;
		if (!isOnBattery) this.isBatteryIgnored = false;
		this.changed.fire();
	}

	dispose(): void {
		clearTimeout(this.timer);
		this.changed.dispose();
	}

	private become(state: PauseState | undefined): void {
		clearTimeout(this.timer);
		this.current = state;
		this.changed.fire();
	}
}

/** Pauses completions while the machine runs from its battery, where the user has set so. Looks only when a completion is asked for. */
import type { Pause } from './pause';

export interface BatteryPauseDeps {
	readonly pause: Pause;
	/** The setting. */
	readonly isWanted: () => boolean;
	readonly isOnBattery: () => Promise<boolean>;
	readonly now: () => number;
}

/** A plug pulled is noticed within this time, and asking the system, which starts a process on some, stays rare. */
const lookAgainAfterMs = 30_000;

export class BatteryPause {
	private lookedAt: number | undefined;

	constructor(private readonly deps: BatteryPauseDeps) {}

	/** Looks if it is time to; what it finds counts from the next completion on. */
	look(): void {
		const { pause, isWanted, isOnBattery, now } = this.deps;
		if (!isWanted()) {
			this.lookedAt = undefined;
			pause.setOnBattery(false);
			return;
		}
		if (this.lookedAt !== undefined && now() - this.lookedAt < lookAgainAfterMs) return;
		this.lookedAt = now();
		void isOnBattery().then(is => isWanted() && pause.setOnBattery(is));
	}
}

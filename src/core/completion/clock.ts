/** Time, given to the flow so that tests own it. */
export interface Clock {
	/** Milliseconds since whenever. */
	now(): number;
	/** Resolves after `milliseconds`, or at once when `signal` aborts; says whether the whole time went by. */
	delay(milliseconds: number, signal?: AbortSignal): Promise<boolean>;
}

/** Ends an answer at the first stop text. What may be the beginning of one is held back until it is known. */
export interface Passed {
	readonly text: string;
	/** A stop text came: nothing may follow. */
	readonly stopped: boolean;
}

export class StopFilter {
	private held = '';
	private readonly stops: readonly string[];

	constructor(stops: readonly string[]) {
		this.stops = stops.filter(stop => stop !== '');
	}

	push(text: string): Passed {
		const all = this.held + text;
		const at = firstIndexOfAny(all, this.stops);
		if (at !== undefined) {
			this.held = '';
			return { text: all.slice(0, at), stopped: true };
		}
		const keep = longestPossibleStart(all, this.stops);
		this.held = all.slice(all.length - keep);
		return { text: all.slice(0, all.length - keep), stopped: false };
	}

	/** What was held back and turned out to be text. */
	flush(): string {
		const { held } = this;
		this.held = '';
		return held;
	}
}

function firstIndexOfAny(text: string, stops: readonly string[]): number | undefined {
	const indexes = stops.map(stop => text.indexOf(stop)).filter(index => index >= 0);
	return indexes.length > 0 ? Math.min(...indexes) : undefined;
}

/** Length of the longest end of `text` that a stop text begins with. */
function longestPossibleStart(text: string, stops: readonly string[]): number {
	return Math.max(0, ...stops.map(stop => overlap(text, stop)));
}

function overlap(text: string, stop: string): number {
	for (let length = Math.min(text.length, stop.length - 1); length > 0; length--) {
		if (stop.startsWith(text.slice(text.length - length))) return length;
	}
	return 0;
}

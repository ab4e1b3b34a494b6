/**
 * Cleans an answer while it streams: no blank start, no blank end, and nothing from the first stop text on, however the engine cuts its
 * pieces. Text that may still turn out to be blank at the end or the start of a stop text is held back until it is known.
 */
export class AnswerText {
	private held = '';
	private started = false;
	private stopped = false;

	constructor(private readonly stops: readonly string[]) {}

	/** The part of the answer that is safe to show now; often the whole piece, sometimes nothing. */
	push(piece: string): string {
		if (this.stopped) return '';
		let text = this.held + piece;
		if (!this.started) text = text.trimStart();
		const end = firstStop(text, this.stops);
		this.stopped = end < text.length;
		const safe = this.stopped ? text.slice(0, end).trimEnd().length : safeLength(text, this.stops);
		this.held = this.stopped ? '' : text.slice(safe);
		this.started ||= safe > 0;
		return text.slice(0, safe);
	}

	/** What was held back and is now known to belong to the answer. */
	finish(): string {
		const rest = this.held.trimEnd();
		this.held = '';
		return rest;
	}
}

function firstStop(text: string, stops: readonly string[]): number {
	return stops.reduce((first, stop) => {
		const at = text.indexOf(stop);
		return at < 0 ? first : Math.min(first, at);
	}, text.length);
}

/** Length of the text without a tail that could begin a stop text, and without blanks before it. */
function safeLength(text: string, stops: readonly string[]): number {
	const longest = Math.max(0, ...stops.map(stop => stop.length - 1));
	for (let at = Math.max(0, text.length - longest); at < text.length; at++) {
		const tail = text.slice(at);
		if (stops.some(stop => stop.startsWith(tail))) return text.slice(0, at).trimEnd().length;
	}
	return text.trimEnd().length;
}

/** What a session's requests would cost at least, and what they would cost with a window that slides with the cursor. */
import type { AskedRequest } from './replay';

export type CountTokens = (text: string) => Promise<number>;

/** Begin of sentence and of fill-in-the-middle stand before the prefix and stay; hole and end come anew with each suffix. */
const markersBefore = 2;
const markersBehind = 2;

/**
 * In prefix-suffix-middle order no layout can avoid the text that was typed, or stands changed, since the request before, and the suffix
 * behind it; other files' code is read once. What stands before the window is not asked for.
 */
export async function leastTokens(requests: readonly AskedRequest[], count: CountTokens): Promise<number> {
	let sum = 0;
	let known = '';
	let isFirst = true;
	for (const { before, prefix, suffix, context } of requests) {
		const windowStart = before.length - prefix.length;
		const unavoidable = before.slice(Math.max(windowStart, commonLength(known, before)));
		sum += (isFirst ? markersBefore + (await count(context)) : 0) + (await count(unavoidable)) + (await count(suffix)) + markersBehind;
		known = before;
		isFirst = false;
	}
	return sum;
}

const slidingTokens = 1024;
const slidingPrefixShare = 0.75;

/** The same requests with a prompt of the last 768 tokens before the cursor and the first 256 behind it, cut anew each time. */
export async function slidingWindowTokens(requests: readonly AskedRequest[], count: CountTokens): Promise<number> {
	let sum = 0;
	let known = { text: '', start: -1 };
	for (const { before, after } of requests) {
		const nearby = before.slice(-4000) + after.slice(0, 2000);
		const charactersPerToken = nearby.length / Math.max(1, await count(nearby));
		const start = Math.max(0, before.length - Math.round(slidingTokens * slidingPrefixShare * charactersPerToken));
		const suffix = after.slice(0, Math.round(slidingTokens * (1 - slidingPrefixShare) * charactersPerToken));
		// The cache serves only what begins the same: a window that has moved is evaluated wholly.
		const common = known.start === start ? commonLength(known.text, before) : start;
		sum +=
			(known.start === start ? 0 : markersBefore) +
			(await count(before.slice(Math.max(start, common)))) +
			(await count(suffix)) +
			markersBehind;
		known = { text: before, start };
	}
	return sum;
}

function commonLength(a: string, b: string): number {
	const most = Math.min(a.length, b.length);
	let length = 0;
	while (length < most && a.charCodeAt(length) === b.charCodeAt(length)) length++;
	return length;
}

/** How far around the cursor the file is read: more than any prompt can hold, and the cost does not grow with the file. */
import { lastLinesWithin } from '../text/lines';

/** 2,048 tokens are about 8,000 characters; the text read, and the window in it, need some room to move in steps. */
export const charactersBefore = 16_000;
export const charactersAfter = 6_000;

/** The end of `text` that is read when the cursor stands behind it: whole lines, or the end of a line that is longer than that. */
export function reachBefore(text: string): string {
	return lastLinesWithin(text, charactersBefore);
}

/** The beginning of `text` that is read when the cursor stands before it: whole lines, and always the cursor's own as far as it goes. */
export function reachAfter(text: string): string {
	if (text.length <= charactersAfter) return text;
	const end = text.lastIndexOf('\n', charactersAfter);
	return text.slice(0, end >= 0 ? end : charactersAfter);
}

/** Cuts that never leave half a character: JavaScript counts in UTF-16 units, and an emoji is two of them. */

/** The nearest place at or after `offset` that is not between the two halves of a character. */
export function characterStart(text: string, offset: number): number {
	return isSecondHalf(text, offset) ? offset + 1 : offset;
}

/** The nearest place at or before `offset` that is not between the two halves of a character. */
export function characterEnd(text: string, offset: number): number {
	return isSecondHalf(text, offset) ? offset - 1 : offset;
}

/** Halves without their other half become U+FFFD, as they would on their way through UTF-8. */
export function wellFormed(text: string): string {
	// Most text has no halves at all, which is quicker to see without reading code points.
	return /[\ud800-\udfff]/.test(text) ? text.replace(/\p{Surrogate}/gu, '\ufffd') : text;
}

function isSecondHalf(text: string, offset: number): boolean {
	if (offset <= 0 || offset >= text.length) return false;
	const before = text.charCodeAt(offset - 1);
	const after = text.charCodeAt(offset);
	return before >= 0xd800 && before <= 0xdbff && after >= 0xdc00 && after <= 0xdfff;
}

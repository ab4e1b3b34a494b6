/** How alike two short texts are. */

/** 1 for equal texts, 0 for texts with nothing in common: one less the edit distance over the longer length. Meant for lines, not files. */
export function similarity(a: string, b: string): number {
	const longer = Math.max(a.length, b.length);
	return longer === 0 ? 1 : 1 - editDistance(a, b) / longer;
}

/** Levenshtein's distance, with two rows. */
function editDistance(a: string, b: string): number {
	let previous = Array.from({ length: b.length + 1 }, (_, column) => column);
	for (let row = 1; row <= a.length; row++) {
		const current = [row];
		for (let column = 1; column <= b.length; column++) {
			const replaced = (previous[column - 1] ?? 0) + (a.charCodeAt(row - 1) === b.charCodeAt(column - 1) ? 0 : 1);
			current.push(Math.min(replaced, (previous[column] ?? 0) + 1, (current[column - 1] ?? 0) + 1));
		}
		previous = current;
	}
	return previous[b.length] ?? 0;
}

/** A line without what a formatter changes: white space, the kind of quotes, a last semicolon or comma. */
export function withoutFormatting(line: string): string {
	return line
		.replace(/\s+/g, '')
		.replace(/["`]/g, "'")
		.replace(/[;,]+$/, '');
}

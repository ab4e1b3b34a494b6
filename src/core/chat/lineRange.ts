/** Lines of a document and their text as a model should read it. */

/** Zero-based, both included. */
export interface LineRange {
	readonly startLine: number;
	readonly endLine: number;
}

/** The lines without the indentation they have in common; empty lines have no say in it. */
export function dedented(lines: readonly string[]): string {
	const indents = lines.filter(line => line.trim() !== '').map(line => /^[ \t]*/.exec(line)?.[0] ?? '');
	const common = indents.reduce((shared, indent) => sharedStart(shared, indent), indents[0] ?? '');
	return lines.map(line => (line.startsWith(common) ? line.slice(common.length) : line.trimStart())).join('\n');
}

/** The indentation of the least indented line with text. */
export function commonIndent(lines: readonly string[]): string {
	const text = lines.filter(line => line.trim() !== '');
	const indents = text.map(line => /^[ \t]*/.exec(line)?.[0] ?? '');
	return indents.reduce((least, indent) => (indent.length < least.length ? indent : least), indents[0] ?? '');
}

/** As many whole lines from the start as `maxCharacters` allow, and at least one. */
export function firstLines(lines: readonly string[], maxCharacters: number): readonly string[] {
	let characters = 0;
	const end = lines.findIndex(line => (characters += line.length + 1) > maxCharacters);
	return end < 0 ? lines : lines.slice(0, Math.max(1, end));
}

function sharedStart(one: string, other: string): string {
	let length = 0;
	while (length < one.length && one[length] === other[length]) length++;
	return one.slice(0, length);
}

/** Lines and indentation. All text here has `\n` line ends; {@link toLineFeeds} makes it so. */

export type LineEnding = '\n' | '\r\n';

/** Windows' and old line ends become `\n`, so that no rule has to know them. */
export function toLineFeeds(text: string): string {
	return text.includes('\r') ? text.replace(/\r\n?/g, '\n') : text;
}

export function withLineEnding(text: string, ending: LineEnding): string {
	return ending === '\n' ? text : text.replace(/\n/g, ending);
}

export function isBlank(text: string): boolean {
	return !/\S/.test(text);
}

/** The white space a line begins with. */
export function indentationOf(line: string): string {
	return /^[ \t]*/.exec(line)?.[0] ?? '';
}

/** How far a line is indented, in columns; a tab goes to the next multiple of four. Only comparisons within one file rely on it. */
export function indentationWidth(line: string): number {
	let width = 0;
	for (const character of indentationOf(line)) width = character === '\t' ? ((width >> 2) << 2) + 4 : width + 1;
	return width;
}

export function firstLineOf(text: string): string {
	const end = text.indexOf('\n');
	return end < 0 ? text : text.slice(0, end);
}

export function lastLineOf(text: string): string {
	return text.slice(text.lastIndexOf('\n') + 1);
}

/** The last line with something on it among the lines that end in `text`; `undefined` if there is none. */
export function lastWrittenLine(text: string): string | undefined {
	const end = text.trimEnd().length;
	return end === 0 ? undefined : text.slice(text.lastIndexOf('\n', end - 1) + 1, end);
}

/** The first line with something on it; `undefined` if there is none. */
export function firstWrittenLine(text: string): string | undefined {
	const start = text.search(/\S/);
	if (start < 0) return undefined;
	return firstLineOf(text.slice(text.lastIndexOf('\n', start) + 1));
}

/** The first lines with something on them, at most `most`. */
export function writtenLines(text: string, most: number): readonly string[] {
	const lines: string[] = [];
	for (let start = 0; start < text.length && lines.length < most;) {
		const end = text.indexOf('\n', start);
		const line = text.slice(start, end < 0 ? text.length : end);
		if (!isBlank(line)) lines.push(line);
		start += line.length + 1;
	}
	return lines;
}

/** The last whole lines of `text` that have at most so many characters together; of a line that is longer than that, its end. */
export function lastLinesWithin(text: string, characters: number): string {
	if (text.length <= characters) return text;
	const start = text.length - characters;
	const lineStart = text.indexOf('\n', start - 1) + 1;
	return text.slice(lineStart > 0 ? lineStart : start);
}

/** Cuts a file into snippets where the code itself has its joints: before a line that begins something on the outermost level. */
import { indentationWidth, isBlank, toLineFeeds } from '../../text/lines';

export interface Part {
	readonly startLine: number;
	readonly text: string;
}

/** Long enough for a function and its comment; five of them fill the largest budget. */
const mostLines = 24;
/** Shorter parts are joined with what follows. */
const leastLines = 6;
/** Lines longer than this are data or minified code. */
const longestLine = 400;

/** At most `most` parts; parts without words or with endless lines are left out. */
export function snippetsOf(text: string, most: number): readonly Part[] {
	const lines = toLineFeeds(text).split('\n');
	const parts: Part[] = [];
	let start = 0;
	for (let line = 1; line <= lines.length && parts.length < most; line++) {
		const length = line - start;
		const isJoint = line === lines.length || length >= mostLines || (length >= leastLines && beginsSomething(lines, line));
		if (!isJoint) continue;
		const part = trimmed(lines, start, line);
		if (part !== undefined) parts.push(part);
		start = line;
	}
	return parts;
}

/** On the outermost level, behind a blank line or another end, and no end itself. */
function beginsSomething(lines: readonly string[], index: number): boolean {
	const line = lines[index] ?? '';
	if (isBlank(line) || indentationWidth(line) > 0 || /^[)\]}]/.test(line)) return false;
	const before = lines[index - 1] ?? '';
	return isBlank(before) || /^[)\]}]/.test(before);
}

function trimmed(lines: readonly string[], from: number, to: number): Part | undefined {
	let [start, end] = [from, to];
	while (start < end && isBlank(lines[start] ?? '')) start++;
	while (end > start && isBlank(lines[end - 1] ?? '')) end--;
	const own = lines.slice(start, end);
	if (own.length === 0 || own.some(line => line.length > longestLine) || !own.some(line => /\p{L}{3}/u.test(line))) return undefined;
	return { startLine: start, text: `${own.join('\n')}\n` };
}

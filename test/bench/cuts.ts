/**
 * Cuts places out of real code where what belongs there is known: what a model would say at its best. By lines, words and indentation only, so that
 * no rule of the extension decides what is cut.
 */
import type { Random } from '../../src/lab/random';
import type { Hole } from './holeScore';

export const cutKinds = ['restOfLine', 'line', 'withinLine', 'arguments', 'statement', 'body', 'bodyStart'] as const;
export type CutKind = (typeof cutKinds)[number];

/** Longer answers than this are not asked for. */
const mostLines = 12;
const longestLine = 140;

export interface Source {
	readonly name: string;
	readonly languageId: string;
	readonly text: string;
}

/** Up to so many cuts of each kind; none twice. */
export function cutsOf({ name, languageId, text }: Source, random: Random, ofEachKind: number): readonly Hole[] {
	const lines = text.split('\n');
	const starts = startsOf(lines);
	return cutKinds.flatMap(kind => {
		const found = new Map<number, Hole>();
		for (let tries = 0; found.size < ofEachKind && tries < ofEachKind * 20; tries++) {
			const index = Math.floor(random() * lines.length);
			const line = lines[index] ?? '';
			if (line.trim().length < 3 || line.length > longestLine) continue;
			const cut = cutters[kind]({ lines, index, line }, random);
			if (cut === undefined) continue;
			const start = (starts[index] ?? 0) + cut.start;
			const end = (starts[index + cut.lines] ?? 0) + cut.end;
			const middle = text.slice(start, end);
			if (middle.trim() === '' || /\s$/.test(middle)) continue;
			const id = `${name}:${index + 1}:${cut.start + 1} ${kind}`;
			found.set(start, { id, kind, languageId, prefix: text.slice(0, start), middle, suffix: text.slice(end) });
		}
		return [...found.values()];
	});
}

function startsOf(lines: readonly string[]): readonly number[] {
	let offset = 0;
	return lines.map(line => (offset += line.length + 1) - line.length - 1);
}

interface At {
	readonly lines: readonly string[];
	readonly index: number;
	readonly line: string;
}

/** From a column of the line to a column of the line so many lines below. */
interface Cut {
	readonly start: number;
	readonly lines: number;
	readonly end: number;
}

type Cutter = (at: At, random: Random) => Cut | undefined;

const cutters: Record<CutKind, Cutter> = {
	/** From the start of a word or sign to the end of the line. */
	restOfLine: ({ line }, random) => {
		const start = pick(wordsOf(line).slice(1), random)?.index;
		return start === undefined ? undefined : { start, lines: 0, end: line.trimEnd().length };
	},
	/** All of a line behind its indentation. */
	line: ({ line }) => ({ start: indentation(line), lines: 0, end: line.trimEnd().length }),
	/** From one word or sign to another, with text to the right. */
	withinLine: ({ line }, random) => {
		const words = wordsOf(line);
		const first = Math.floor(random() * words.length);
		const last = first + 1 + Math.floor(random() * 4);
		const [from, to] = [words[first], words[last]];
		if (from === undefined || to === undefined) return undefined;
		return { start: from.index, lines: 0, end: line.slice(0, to.index).trimEnd().length };
	},
	/** What stands in a pair of parentheses on one line. */
	arguments: ({ line }, random) => {
		const found = pick([...line.matchAll(/\w\(([^()]+)\)/g)], random);
		return found === undefined ? undefined : { start: found.index + 2, lines: 0, end: found.index + found[0].length - 1 };
	},
	/** A line with the lines below it that are indented deeper, and the one that closes them. */
	statement: ({ lines, index, line }) => {
		const start = indentation(line);
		if (/^\s*(?:[)\]}*-]|\/[/*]|#(?!\w)|"")/.test(line)) return undefined;
		const body = deeperBelow(lines, index);
		const closing = lines[index + body + 1] ?? '';
		const isClosed = body > 0 && indentation(closing) === start && /^\s*(?:[)\]}]+[;,]?|end|fi|done|esac)$/.test(closing);
		const count = body + (isClosed ? 1 : 0);
		const isWhole = isClosed || !/[([{]$/.test(line.trimEnd());
		if (count < 1 || count >= mostLines || !isWhole) return undefined;
		return { start, lines: count, end: (lines[index + count] ?? '').trimEnd().length };
	},
	/** All lines below a line that opens a block. */
	body: (at, random) => (isMoreBelow(at) ? undefined : cutBody(at, random)),
	/** Those before the first blank line in it. */
	bodyStart: (at, random) => (isMoreBelow(at) ? cutBody(at, random) : undefined),
};

/** The cursor stands at the end of the line that opens a block or where the first line in it begins. */
function cutBody({ lines, index, line }: At, random: Random): Cut | undefined {
	if (!/(?:[:{]|\b(?:do|then))$/.test(line.trimEnd()) || /^\s*(?:\*|\/[/*]|#)/.test(line)) return undefined;
	const body = deeperBelow(lines, index);
	if (body < 1 || body > mostLines) return undefined;
	const end = (lines[index + body] ?? '').trimEnd().length;
	if (random() < 0.5) return { start: line.length, lines: body, end };
	// The cut is said from the opening line on.
	return { start: line.length + 1 + indentation(lines[index + 1] ?? ''), lines: body, end };
}

function isMoreBelow({ lines, index, line }: At): boolean {
	const next = lines.slice(index + 1 + deeperBelow(lines, index)).find(each => each.trim() !== '');
	return next !== undefined && indentation(next) > indentation(line);
}

/** How many lines below are indented deeper than this one, without a blank line between. */
function deeperBelow(lines: readonly string[], index: number): number {
	const depth = indentation(lines[index] ?? '');
	let count = 0;
	for (const line of lines.slice(index + 1)) {
		if (line.trim() === '' || indentation(line) <= depth) break;
		count++;
	}
	return count;
}

/** Words, brackets and other signs; `==` and `/**` are one. */
function wordsOf(line: string): readonly RegExpExecArray[] {
	return [...line.matchAll(/[\w$]+|[()[\]{},;]|[^\w\s()[\]{},;$]+/g)];
}

function indentation(line: string): number {
	return /^[ \t]*/.exec(line)?.[0].length ?? 0;
}

function pick<T>(list: readonly T[], random: Random): T | undefined {
	return list[Math.floor(random() * list.length)];
}

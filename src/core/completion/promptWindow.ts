/**
 * Cuts the part of the file that the model sees. Engines reuse the KV cache only for an identical head, so the window does not slide with the cursor:
 * it stays where it begins until the text no longer fits, or the cursor has left it; then it begins anew with room to grow into.
 * The text after the cursor is evaluated anew with each request whatever the layout, so it is kept short.
 */
import { indentationWidth, isBlank } from '../text/lines';
import { characterEnd, characterStart, wellFormed } from '../text/surrogates';
import { shapeOf } from './singleOrMulti';
import { type Place, type Situation } from './situation';
import { estimateTokens } from './tokenRatio';

export interface PromptWindow {
	readonly prefix: string;
	readonly suffix: string;
	/** Where the prefix begins, counted as the situation counts. */
	readonly start: Place;
	/** Estimated. */
	readonly tokens: number;
}

/** Some six lines. More costs first-token time with each request and says little that the nearest lines do not. */
const mostSuffixTokens = 64;

/** Some four lines, for a statement that is typed at a line's end: it fares no worse with them (`npm run bench:quality`), and most keys are typed there. */
const mostInStatement = 40;

/**
 * How full a window is that begins anew. Of each token typed, (1 - share) / share tokens are then evaluated again when the window moves:
 * with half of it free that is one, with a quarter free three.
 */
const shareAtFirst = 0.5;

/** A cursor that has gone up so near to the window's beginning has left it: less than this share of the budget stands before it. */
const leastShare = 0.2;

/** Long lines are cut at multiples of this many characters. */
const characterStep = 512;

/** @param last the window before this one in the same file, if there was any */
export function promptWindow(situation: Situation, budgetTokens: number, charactersPerToken: number, last?: PromptWindow): PromptWindow {
	const suffixTokens = Math.min(mostSuffixTokens, Math.floor(budgetTokens / 5));
	// The prefix gets the same share however long the suffix turns out, so that it does not depend on what stands below.
	const prefixTokens = Math.floor(budgetTokens) - suffixTokens;
	const isStatement = shapeOf(situation).kind === 'statement';
	const measure = (text: string) => estimateTokens(text, charactersPerToken);
	const head =
		wholeFile(situation, prefixTokens, measure) ?? kept(situation, prefixTokens, measure, last) ?? anew(situation, prefixTokens, measure);
	const suffix = suffixWithin(situation.after, isStatement ? Math.min(mostInStatement, suffixTokens) : suffixTokens, measure);
	const tokens = Math.ceil(measure(head.prefix) + measure(suffix));
	return { prefix: wellFormed(head.prefix), suffix: wellFormed(suffix), start: head.start, tokens };
}

interface Head {
	readonly prefix: string;
	readonly start: Place;
}

type Measure = (text: string) => number;

function wholeFile({ before, beforeStart }: Situation, budget: number, measure: Measure): Head | undefined {
	const isWhole = beforeStart.line === 0 && beforeStart.character === 0;
	return isWhole && measure(before) <= budget ? { prefix: before, start: beforeStart } : undefined;
}

/** The window as it was, with what was typed since. */
function kept(situation: Situation, budget: number, measure: Measure, last: PromptWindow | undefined): Head | undefined {
	if (last === undefined || last.start.character > 0) return undefined;
	const { before, beforeStart } = situation;
	const at = placeOfHead(before, last, beforeStart);
	if (at === undefined) return undefined;
	const prefix = before.slice(at);
	const tokens = measure(prefix);
	const line = beforeStart.line + lineBreaks(before.slice(0, at));
	return tokens <= budget && tokens >= budget * leastShare ? { prefix, start: { line, character: 0 } } : undefined;
}

/** The offset at which the window began: its line, or where its first lines went when lines were put in or taken out above. */
function placeOfHead(before: string, last: PromptWindow, beforeStart: Place): number | undefined {
	const sameLine = offsetOfLine(before, last.start.line - beforeStart.line, beforeStart);
	const head = headOf(last.prefix);
	if (head === '' || (sameLine !== undefined && before.startsWith(head, sameLine))) return sameLine;
	const moved = before.indexOf(`\n${head}`);
	return moved < 0 ? sameLine : moved + 1;
}

/** Lines enough to be found again by. */
const headLines = 3;

function headOf(prefix: string): string {
	let end = 0;
	for (let line = 0; line < headLines; line++) {
		const lineEnd = prefix.indexOf('\n', end);
		if (lineEnd < 0) return '';
		end = lineEnd + 1;
	}
	return prefix.slice(0, end);
}

function offsetOfLine(text: string, line: number, { character }: Place): number | undefined {
	if (line < 0 || (line === 0 && character > 0)) return undefined;
	let offset = 0;
	for (let count = 0; count < line; count++) {
		offset = text.indexOf('\n', offset) + 1;
		if (offset === 0) return undefined;
	}
	return offset;
}

/** A window that leaves room for what will be typed, and begins where something begins. */
function anew(situation: Situation, budget: number, measure: Measure): Head {
	const { before, beforeStart } = situation;
	const lines = before.split('\n');
	const fits = firstLineWithin(lines, budget * shareAtFirst, measure);
	if (fits === lines.length) return tailOfLine(situation, lines.at(-1) ?? '', budget, measure);
	const isCut = fits === 0 && beforeStart.character > 0;
	const first = isCut ? Math.min(1, lines.length - 1) : leastIndented(lines, fits);
	if (isCut && first === 0) return tailOfLine(situation, lines.at(-1) ?? '', budget, measure);
	return { prefix: lines.slice(first).join('\n'), start: { line: beforeStart.line + first, character: 0 } };
}

/** The first of the last lines that are within the budget together; the number of lines if not even the last one is. */
function firstLineWithin(lines: readonly string[], budget: number, measure: Measure): number {
	let first = lines.length;
	let tokens = 0;
	while (first > 0) {
		tokens += measure(`${lines[first - 1] ?? ''}\n`);
		if (tokens > budget) break;
		first--;
	}
	return first;
}

/** Of the first eighth of the lines, the one that is indented least: a window should begin with a function rather than in one. */
function leastIndented(lines: readonly string[], from: number): number {
	const until = from + ((lines.length - from) >> 3);
	let best = from;
	let width = Infinity;
	for (let index = from; index < until && width > 0; index++) {
		const line = lines[index] ?? '';
		if (isBlank(line) || indentationWidth(line) >= width || /^[)\]}]/.test(line)) continue;
		best = index;
		width = indentationWidth(line);
	}
	return best;
}

/** The cursor's own line alone is over the budget: it is cut by characters, in steps. */
function tailOfLine(situation: Situation, line: string, budget: number, measure: Measure): Head {
	const lineNumber = situation.beforeStart.line + lineBreaks(situation.before);
	const lineStart = situation.before.includes('\n') ? 0 : situation.beforeStart.character;
	const fitting = fittingLength(line.length, budget, length => measure(line.slice(line.length - length)));
	const step = Math.min(characterStep, Math.max(1, fitting >> 2));
	const wanted = lineStart + line.length - fitting;
	const aligned = Math.min(line.length, Math.ceil(wanted / step) * step - lineStart);
	const start = characterStart(line, aligned);
	return { prefix: line.slice(start), start: { line: lineNumber, character: lineStart + start } };
}

/** Whole lines while they fit; the rest of the cursor's line is cut by characters if it must be. */
function suffixWithin(after: string, budget: number, measure: Measure): string {
	let end = 0;
	let tokens = 0;
	while (end < after.length) {
		const lineEnd = after.indexOf('\n', end);
		const next = lineEnd < 0 ? after.length : lineEnd + 1;
		tokens += measure(after.slice(end, next));
		if (tokens > budget) break;
		end = next;
	}
	if (end > 0 || after === '') return after.slice(0, end);
	const fitting = fittingLength(after.length, budget, length => measure(after.slice(0, length)));
	return after.slice(0, characterEnd(after, fitting));
}

/** A length up to `most` whose text is within the budget; a token has at most eight characters where it was measured. */
function fittingLength(most: number, budget: number, tokensOf: (length: number) => number): number {
	let fitting = Math.min(most, Math.floor(budget * 8));
	while (fitting > 0 && tokensOf(fitting) > budget) fitting = Math.floor(fitting * 0.8);
	return fitting;
}

function lineBreaks(text: string): number {
	let count = 0;
	for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) count++;
	return count;
}

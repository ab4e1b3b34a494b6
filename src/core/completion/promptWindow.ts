/**
 * Cuts the part of the file that the model sees. Engines reuse the KV cache only for an identical head, so the window does not slide with the cursor:
 * it begins at a line whose number is a multiple of a step, and stays there until the text no longer fits; then it moves on by whole steps.
 * The text after the cursor is evaluated anew with each request whatever the layout, so it is kept short.
 */
import { characterEnd, characterStart, wellFormed } from '../text/surrogates';
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

/** More suffix than this costs first-token time with each request and says little that the nearest lines do not. */
const mostSuffixTokens = 128;

/** Used to turn the budget into a step in lines; a line of code has 10 to 12 tokens. */
const tokensPerLine = 12;

/** Long lines are cut at multiples of this many characters. */
const characterStep = 512;

export function promptWindow(situation: Situation, budgetTokens: number, charactersPerToken: number): PromptWindow {
	const suffixTokens = Math.min(mostSuffixTokens, budgetTokens >> 2);
	// The prefix gets the same share however long the suffix turns out, so that it does not depend on what stands below.
	const prefixTokens = budgetTokens - suffixTokens;
	const head = prefixWithin(situation, prefixTokens, charactersPerToken);
	const suffix = suffixWithin(situation.after, suffixTokens, charactersPerToken);
	const tokens = Math.ceil(estimateTokens(head.prefix, charactersPerToken) + estimateTokens(suffix, charactersPerToken));
	return { prefix: wellFormed(head.prefix), suffix: wellFormed(suffix), start: head.start, tokens };
}

function prefixWithin(situation: Situation, budget: number, charactersPerToken: number): { prefix: string; start: Place } {
	const { before, beforeStart } = situation;
	const lines = before.split('\n');
	let first = lines.length;
	let tokens = 0;
	while (first > 0) {
		tokens += estimateTokens(lines[first - 1] ?? '', charactersPerToken) + 1;
		if (tokens > budget) break;
		first--;
	}
	if (first === 0 && beforeStart.line === 0 && beforeStart.character === 0) return { prefix: before, start: beforeStart };

	const cursorLine = lines.length - 1;
	for (let step = stepInLines(budget); step >= 1; step >>= 1) {
		const aligned =
			Math.ceil((beforeStart.line + first + (first === 0 && beforeStart.character > 0 ? 1 : 0)) / step) * step - beforeStart.line;
		if (aligned <= cursorLine && first < lines.length) {
			return { prefix: lines.slice(aligned).join('\n'), start: { line: beforeStart.line + aligned, character: 0 } };
		}
	}
	return tailOfLine(situation, lines.at(-1) ?? '', budget, charactersPerToken);
}

/** A quarter of the budget, rounded down to a power of two: halves of it are still multiples for the windows that need a finer step. */
function stepInLines(budget: number): number {
	return 1 << Math.max(0, Math.floor(Math.log2(budget / 4 / tokensPerLine)));
}

/** The cursor's own line alone is over the budget: it is cut by characters, again in steps. */
function tailOfLine(situation: Situation, line: string, budget: number, charactersPerToken: number): { prefix: string; start: Place } {
	const lineNumber = situation.beforeStart.line + situation.before.split('\n').length - 1;
	const lineStart = situation.before.includes('\n') ? 0 : situation.beforeStart.character;
	let fitting = Math.min(line.length, Math.floor(budget * charactersPerToken));
	while (fitting > 0 && estimateTokens(line.slice(line.length - fitting), charactersPerToken) > budget) fitting = Math.floor(fitting * 0.8);
	const step = Math.min(characterStep, Math.max(1, fitting >> 2));
	const wanted = lineStart + line.length - fitting;
	const aligned = Math.min(line.length, Math.ceil(wanted / step) * step - lineStart);
	const start = characterStart(line, aligned);
	return { prefix: line.slice(start), start: { line: lineNumber, character: lineStart + start } };
}

/** Whole lines while they fit; the rest of the cursor's line is cut by characters if it must be. */
function suffixWithin(after: string, budget: number, charactersPerToken: number): string {
	let end = 0;
	let tokens = 0;
	while (end < after.length) {
		const lineEnd = after.indexOf('\n', end);
		const next = lineEnd < 0 ? after.length : lineEnd + 1;
		tokens += estimateTokens(after.slice(end, next), charactersPerToken);
		if (tokens > budget) break;
		end = next;
	}
	if (end > 0 || after === '') return after.slice(0, end);
	let fitting = Math.min(after.length, Math.floor(budget * charactersPerToken));
	while (fitting > 0 && estimateTokens(after.slice(0, fitting), charactersPerToken) > budget) fitting = Math.floor(fitting * 0.8);
	return after.slice(0, characterEnd(after, fitting));
}

/**
 * Finds how much of the text to the right of the cursor the answer says again: brackets the editor closed by itself, the end of a call.
 * The answer then takes the place of that text. Which of several possible overlaps is meant, the brackets and quotes of the whole line decide:
 * after `f(|)`, `g(x)` is an argument and leaves the bracket alone, `x)` takes its place.
 */
import { languageOf, type Language } from '../../text/language';
import { belowOf, openAfter, partnersBelow } from '../../text/pairing';
import { scan } from '../../text/scan';
import { scanBefore, type Situation } from '../situation';
import { withText, type Filter } from './filter';

/** Each overlap costs a look at the whole line. More than a few, or longer ones than a line of code, are found in no code but minified. */
const mostOverlaps = 8;
const longestOverlap = 400;

/** Shorter rests of lines may well come twice. */
const leastTelling = 8;

export const sameLineOverlap: Filter = (given, situation) => {
	const rest = situation.lineSuffix.trimEnd();
	if (rest === '') return given;
	const candidate = withText(given, untilRest(given.text, rest));
	const language = languageOf(situation.languageId);
	const isText = scanBefore(situation).end.kind !== 'code';
	const untilNow = (length: number) => faultsOf(situation.linePrefix + candidate.text + situation.lineSuffix.slice(length), language);

	const line = situation.linePrefix + candidate.text + rest;
	if (isWithinCharacter(situation.linePrefix + candidate.text, rest, language)) return candidate;
	const found = overlaps(candidate.text, rest, language).filter(length => hasToSpare(line, rest.slice(0, length), isText));
	if (found.length === 0 && candidate.replaceSuffixLength === 0) return candidate;
	const isBetterKept = structureAround(candidate.text, situation, language);
	let best = 0;
	let fewest = untilNow(0);
	for (const length of found) {
		const faults = untilNow(length);
		if (faults > fewest || (isOnlySigns(rest.slice(0, length)) && isBetterKept(length))) continue;
		best = length;
		fewest = faults;
	}
	return best === candidate.replaceSuffixLength ? candidate : { ...candidate, replaceSuffixLength: best };
};

/**
 * Tells whether the brackets around the line are better off when so many characters behind the cursor stay than when they are replaced: what the
 * line alone takes for one bracket too many may close one that was opened above.
 */
function structureAround(text: string, situation: Situation, language: Language): (length: number) => boolean {
	const { openers, end } = scanBefore(situation);
	const { lineSuffix, linePrefix } = situation;
	const below = belowOf(situation.after.slice(lineSuffix.length), language, end);
	const after = (length: number) => {
		const { open, surplus } = openAfter(openers, text + lineSuffix.slice(length), linePrefix, language, end);
		return { open: open.length, surplus, partners: partnersBelow(open, below) };
	};
	const kept = after(0);
	return length => {
		const replaced = after(length);
		const leavesOpen = kept.surplus === undefined && replaced.open > kept.open && replaced.partners === kept.partners;
		return replaced.partners < kept.partners || leavesOpen;
	};
}

/** Where `'x'` is a letter and `'a` is none, quotes are no strings to the reader of code: one that is open is closed by the one behind the cursor. */
function isWithinCharacter(line: string, rest: string, { hasCharacterLiterals }: Language): boolean {
	const quotes = line.replace(/'\w+(?!')\b/g, '').split("'").length - 1;
	return hasCharacterLiterals === true && rest.startsWith("'") && quotes % 2 === 1;
}

/** Brackets and such are on every line; said again with a word, they are the same ones. */
function isOnlySigns(text: string): boolean {
	return !/\w/.test(text);
}

/** Lengths of `rest` that the text ends with, shortest first, then all of it if its pieces stand in the text in order. */
function overlaps(text: string, rest: string, language: Language): readonly number[] {
	const lengths: number[] = [];
	for (let length = 1; length <= Math.min(rest.length, text.length, longestOverlap) && lengths.length < mostOverlaps; length++) {
		if (text.endsWith(rest.slice(0, length)) && rest.slice(0, length).trim() !== '' && cutsNoWord(text, rest, length)) lengths.push(length);
	}
	if (!lengths.includes(rest.length) && saysSomething(rest, language) && !wantsMore(text) && standsInOrder(piecesOf(rest), piecesOf(text)))
		lengths.push(rest.length);
	if (lengths.length === 0) lengths.push(...closersTakenOver(text, rest));
	return lengths;
}

/** An answer that says all of the rest of the line, which is no common word, and goes on behind it, has run into what is there. */
function untilRest(text: string, rest: string): string {
	const said = rest.trim();
	const at = text.indexOf(said);
	const isTelling = said.length >= leastTelling && /\w{2}.*[^\w.].*\w/.test(said);
	return at < 0 || !isTelling || text.slice(0, at).includes('\n') ? text : text.slice(0, at + said.length);
}

/** Behind `total = ` or `call(a, ` something must come: it is what stands there. */
function wantsMore(text: string): boolean {
	return /(?:[=(,.[+*&|<]|\b(?:const|let|var|return|in|of|and|or|not))\s*$/.test(text);
}

/** The overlap neither begins nor ends within a word: `for x of range|rangeable` says nothing twice. */
function cutsNoWord(text: string, rest: string, length: number): boolean {
	const isWithin = (around: string) => /^\w\w$/.test(around);
	return !isWithin(text.charAt(text.length - length - 1) + rest.charAt(0)) && !isWithin(rest.slice(length - 1, length + 1));
}

/** Closing brackets at the start of the rest that the text has too, with more behind them: `) {` typed over `)`. */
function closersTakenOver(text: string, rest: string): readonly number[] {
	const closers = /^[)\]}>"'`]{1,8}/.exec(rest)?.[0] ?? '';
	const lengths = Array.from({ length: closers.length }, (_, index) => index + 1);
	return lengths.filter(length => standsInOrder([...closers.slice(0, length)], [...text]));
}

/** A pair of brackets of its own, as in `x() {}`, is in many texts. */
function saysSomething(rest: string, language: Language): boolean {
	if (/\w/.test(rest)) return true;
	const { openers, closers } = scan(rest, language);
	return /[)\]}>"'`]/.test(rest) && (openers.length > 0 || closers.length > 0 || !/[([{]/.test(rest));
}

/**
 * What the reader of code does not count: angle brackets, and all brackets in strings and comments, as in `${a}`. Those behind the cursor are said
 * again only where the line would close more of them than it opens. Behind a string's end there is code again.
 */
function hasToSpare(line: string, again: string, isText: boolean): boolean {
	if (/["'`\w]/.test(again)) return true;
	const kinds = isText ? [...bracketKinds, angles] : [angles];
	return kinds.every(([open, close]) => !close.test(again) || line.split(close).length > line.split(open).length);
}

const angles = [/(?<!<)<(?![<=])/, /(?<![-=])>(?!=)/] as const;

const bracketKinds = [
	[/\(/, /\)/],
	[/\[/, /\]/],
	[/{/, /}/],
] as const;

function standsInOrder(pieces: readonly string[], text: readonly string[]): boolean {
	let next = 0;
	for (const piece of text) if (piece === pieces[next]) next++;
	return next === pieces.length;
}

function piecesOf(text: string): readonly string[] {
	return text.match(/\w+|[^\w\s]/g) ?? [];
}

/** Brackets without partner or with one of another kind, and strings without end. Openings count half: a line may open a block, but hardly close what was never opened. */
function faultsOf(text: string, language: Language): number {
	const { closers, openers, mismatch, end } = scan(text, language);
	return closers.length + openers.length / 2 + (mismatch === undefined ? 0 : 1) + (end.kind === 'string' ? 1 : 0);
}

/**
 * Reads text as a rough lexer does: what is code, comment or string, and which brackets stay open.
 * Rough, because a window into a file may begin anywhere: a string that has no end on its line ends with the line, and no rule depends on more than that.
 */
import { indentationWidth } from './lines';
import { type Language } from './language';

/** Where the reader is: in code, in a comment up to `until`, or in a string up to `until`. */
export type LexState =
	| { readonly kind: 'code' }
	| { readonly kind: 'lineComment' }
	| { readonly kind: 'blockComment'; readonly until: string }
	| { readonly kind: 'string'; readonly until: string; readonly long: boolean };

export interface Bracket {
	readonly character: string;
	readonly offset: number;
	/** Indentation of the line it stands on, in columns. */
	readonly indentation: number;
	/** It is the first thing on its line. */
	readonly startsLine: boolean;
}

export interface Scan {
	/** Closing brackets whose opening ones are not in the text, in order. */
	readonly closers: readonly Bracket[];
	/** Opening brackets that stay open, outermost first. */
	readonly openers: readonly Bracket[];
	/** The first closing bracket that meets an opening one of another kind. */
	readonly mismatch: Bracket | undefined;
	readonly end: LexState;
}

export const inCode: LexState = { kind: 'code' };

const pairs: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}' };
const closing = new Set(Object.values(pairs));

export function closerOf(opener: string): string {
	return pairs[opener] ?? '';
}

export function scan(text: string, language: Language, start: LexState = inCode): Scan {
	const closers: Bracket[] = [];
	const openers: Bracket[] = [];
	let mismatch: Bracket | undefined;
	const end = walk(text, language, start, (character, offset) => {
		if (pairs[character] !== undefined) openers.push(bracketAt(text, offset));
		if (!closing.has(character)) return;
		const open = openers.at(-1);
		if (open === undefined) closers.push(bracketAt(text, offset));
		else if (pairs[open.character] === character) openers.pop();
		else {
			mismatch ??= bracketAt(text, offset);
			const partner = openers.findLastIndex(each => pairs[each.character] === character);
			if (partner < 0) closers.push(bracketAt(text, offset));
			else openers.length = partner;
		}
	});
	return { closers, openers, mismatch, end };
}

/** The state in which `text` ends. */
export function stateAfter(text: string, language: Language, start: LexState = inCode): LexState {
	return walk(text, language, start, () => undefined);
}

/** The line without its comment and without trailing white space; strings stay. */
export function codeOf(line: string, language: Language): string {
	let end = 0;
	walk(line, language, inCode, (_, offset) => (end = offset + 1), true);
	return line.slice(0, end).trimEnd();
}

/** Calls `onCode` for each character that is code (with `strings`: or part of a string) and returns the state at the end. */
function walk(
	text: string,
	language: Language,
	start: LexState,
	onCode: (character: string, offset: number) => void,
	strings = false,
): LexState {
	let state = start;
	let offset = 0;
	while (offset < text.length) {
		const character = text.charAt(offset);
		if (state.kind === 'code') {
			const opened = openingAt(text, offset, language);
			if (opened === undefined) {
				onCode(character, offset);
				offset++;
				continue;
			}
			if (strings && (opened.state.kind === 'string' || opened.state.kind === 'code')) onCode(character, offset + opened.length - 1);
			state = opened.state;
			offset += opened.length;
			continue;
		}
		if (state.kind === 'lineComment') {
			const end = text.indexOf('\n', offset);
			if (end < 0) return state;
			state = inCode;
			offset = end;
			continue;
		}
		if (state.kind === 'blockComment') {
			const end = text.indexOf(state.until, offset);
			if (end < 0) return state;
			offset = end + state.until.length;
			state = inCode;
			continue;
		}
		if (strings) onCode(character, offset);
		if (character === '\\') {
			offset += 2;
		} else if (text.startsWith(state.until, offset)) {
			if (strings) onCode(character, offset + state.until.length - 1);
			offset += state.until.length;
			state = inCode;
		} else {
			if (character === '\n' && !state.long) state = inCode;
			offset++;
		}
	}
	return state;
}

/** ASCII characters that begin neither a comment nor a string in any language: most of all text. */
const opensNothing = Uint8Array.from({ length: 128 }, (_, code) => (/[\w\s.;,()[\]{}]/.test(String.fromCharCode(code)) ? 1 : 0));

function openingAt(text: string, offset: number, language: Language): { state: LexState; length: number } | undefined {
	const character = text.charAt(offset);
	if (opensNothing[text.charCodeAt(offset)] === 1) return undefined;
	if (character === '/' && language.hasRegexLiterals) {
		const length = regexLiteralAt(text, offset);
		if (length > 0) return { state: inCode, length };
	}
	for (const [open, close] of language.blockComments) {
		if (text.startsWith(open, offset)) return { state: { kind: 'blockComment', until: close }, length: open.length };
	}
	for (const mark of language.lineComments) {
		if (text.startsWith(mark, offset) && !isInsideWord(text, offset, mark)) return { state: { kind: 'lineComment' }, length: mark.length };
	}
	for (const quote of language.longQuotes) {
		if (text.startsWith(quote, offset)) return { state: { kind: 'string', until: quote, long: true }, length: quote.length };
	}
	for (const quote of language.quotes) {
		if (text.startsWith(quote, offset)) return { state: { kind: 'string', until: quote, long: false }, length: quote.length };
	}
	return undefined;
}

const regexLiteral = /\/(?![*/])(?:[^\\/[\n]|\\.|\[(?:[^\\\]\n]|\\.)*\])+\/[a-z]*/y;

/** The length of the regular expression that begins at `offset`; 0 where the slash divides. */
function regexLiteralAt(text: string, offset: number): number {
	const before = text.slice(Math.max(0, offset - 12), offset).trimEnd();
	if (!/(?:^|[(,=:[!&|?{};>+]|\b(?:return|typeof|case))$/.test(before)) return 0;
	regexLiteral.lastIndex = offset;
	return regexLiteral.exec(text)?.[0].length ?? 0;
}

/** `#` begins a comment only at the start of a word: not in `$#` or `a#b`; and `//` not in `https://`. */
function isInsideWord(text: string, offset: number, mark: string): boolean {
	const before = text.charAt(offset - 1);
	if (mark === '#') return /[\w$#{&]/.test(before);
	return (
		mark === '//' && before === ':' && /[a-z]:$/.test(text.slice(Math.max(0, offset - 2), offset)) && /\w/.test(text.charAt(offset + 2))
	);
}

function bracketAt(text: string, offset: number): Bracket {
	const lineStart = text.lastIndexOf('\n', offset - 1) + 1;
	const lead = text.slice(lineStart, offset);
	return { character: text.charAt(offset), offset, indentation: indentationWidth(lead), startsLine: !/[^\s)\]}]/.test(lead) };
}

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
	| {
			readonly kind: 'string';
			readonly until: string;
			readonly long: boolean;
			/** A backslash is a letter in it; what announces itself with a word (`<<EOF`) ends with a line of that word. */
			readonly raw?: 'quoted' | 'heredoc';
	  };

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

/** By ASCII code: this is asked for every character, so it is a table and no look-up by name. */
const isBracket = Uint8Array.from({ length: 128 }, (_, code) => ('()[]{}'.includes(String.fromCharCode(code)) ? 1 : 0));

export function closerOf(opener: string): string {
	return pairs[opener] ?? '';
}

export function scan(text: string, language: Language, start: LexState = inCode): Scan {
	return scanOn({ length: 0, closers: [], openers: [], mismatch: undefined, end: start }, text, language);
}

/** Goes on from what was found in the beginning of `text`, which ended with a line: typing on a line does not read the ones above again. */
export function scanOn(known: Scan & { readonly length: number }, text: string, language: Language): Scan {
	const closers = known.closers.map(each => each.offset);
	const openers = known.openers.map(each => each.offset);
	let mismatch = known.mismatch?.offset;
	const isPair = (opener: number, closer: string) => pairs[text.charAt(opener)] === closer;
	const end = walk(text, language, known.end, known.length, (character, offset) => {
		if (isBracket[text.charCodeAt(offset)] !== 1) return;
		if (pairs[character] !== undefined) openers.push(offset);
		else {
			const open = openers.at(-1);
			const partner = openers.findLastIndex(each => isPair(each, character));
			if (partner < 0 && character === ')' && language.hasLoneParentheses) return;
			if (open !== undefined && !isPair(open, character)) mismatch ??= offset;
			if (partner < 0) closers.push(offset);
			else openers.length = partner;
		}
	});
	const bracket = bracketReader(text);
	return {
		closers: closers.map(bracket),
		openers: openers.map(bracket),
		mismatch: mismatch === undefined ? mismatch : bracket(mismatch),
		end,
	};
}

/** The line without its comment and without trailing white space; strings stay. */
export function codeOf(line: string, language: Language): string {
	let end = 0;
	walk(line, language, inCode, 0, (_, offset) => (end = offset + 1), true);
	return line.slice(0, end).trimEnd();
}

/** Calls `onCode` for each bracket and the last character of each run of code (with `strings`: or of a string) and returns the state at the end. */
function walk(
	text: string,
	language: Language,
	start: LexState,
	from: number,
	onCode: (character: string, offset: number) => void,
	strings = false,
): LexState {
	let state = start;
	let offset = from;
	/** The word that ends the text which begins with the next line. */
	let announced: string | undefined;
	while (offset < text.length) {
		if (state.kind === 'code') {
			// Of a run that can't be the beginning of anything, the last character says where the code ends.
			const runStart = offset;
			const plain = announced === undefined ? isPlain : isPlainOnLine;
			while (plain[text.charCodeAt(offset)] === 1) offset++;
			if (offset > runStart) onCode(text.charAt(offset - 1), offset - 1);
			if (offset === text.length) return state;
		}
		const character = text.charAt(offset);
		if (state.kind === 'code') {
			if (announced !== undefined && character === '\n') {
				state = { kind: 'string', until: announced, long: true, raw: 'heredoc' };
				announced = undefined;
				offset++;
				continue;
			}
			const heredoc = heredocAt(text, offset, language);
			if (heredoc !== undefined) {
				announced = heredoc.word;
				offset += heredoc.length;
				onCode(text.charAt(offset - 1), offset - 1);
				continue;
			}
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
		if (state.raw === 'heredoc') {
			const end = endOfHeredoc(text, offset, state.until);
			if (strings) onCode('', (end < 0 ? text.length : end) - 1);
			if (end < 0) return state;
			offset = end;
			state = inCode;
		} else if (character === '\\' && state.raw === undefined) {
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

/** Those of them that are no brackets either. */
const isPlain = opensNothing.map((opens, code) => (opens === 1 && isBracket[code] !== 1 ? 1 : 0));

/** The same, but for the line's end. */
const isPlainOnLine = isPlain.map((plain, code) => (code === 10 ? 0 : plain));

function heredocAt(text: string, offset: number, { heredoc }: Language): { word: string; length: number } | undefined {
	if (heredoc === undefined || text.charAt(offset) !== '<') return undefined;
	heredoc.lastIndex = offset;
	const found = heredoc.exec(text);
	const word = found?.slice(1).find(group => group !== undefined);
	return found === null || word === undefined ? undefined : { word, length: found[0].length };
}

/** Behind the line that says the word; less than 0 where there is none. */
function endOfHeredoc(text: string, offset: number, word: string): number {
	const end = new RegExp(`^[ \\t]*${word}\\b`, 'gm');
	end.lastIndex = offset;
	const found = end.exec(text);
	return found === null ? -1 : found.index + found[0].length;
}

function openingAt(text: string, offset: number, language: Language): { state: LexState; length: number } | undefined {
	// `[[` opens a text in Lua.
	if (opensNothing[text.charCodeAt(offset)] === 1 && !(text.startsWith('[', offset) && language.rawQuotes !== undefined)) return undefined;
	if (text.charAt(offset) === '/' && language.hasRegexLiterals) {
		const length = regexLiteralAt(text, offset);
		if (length > 0) return { state: inCode, length };
		if (length < 0) return { state: { kind: 'string', until: '/', long: false }, length: 1 };
	}
	if (text.charAt(offset) === "'" && language.hasCharacterLiterals) {
		characterLiteral.lastIndex = offset;
		const length = characterLiteral.exec(text)?.[0].length ?? 0;
		if (length > 0) return { state: inCode, length };
	}
	for (const [open, close] of language.blockComments) {
		if (text.startsWith(open, offset)) return { state: { kind: 'blockComment', until: close }, length: open.length };
	}
	for (const mark of language.lineComments) {
		if (text.startsWith(mark, offset) && !isInsideWord(text, offset, mark)) return { state: { kind: 'lineComment' }, length: mark.length };
	}
	for (const [open, close, after = text.charAt(offset - 1)] of language.rawQuotes ?? []) {
		if (text.startsWith(open, offset) && text.charAt(offset - 1) === after)
			return { state: { kind: 'string', until: close, long: true, raw: 'quoted' }, length: open.length };
	}
	for (const quote of language.longQuotes) {
		if (text.startsWith(quote, offset)) return { state: { kind: 'string', until: quote, long: true }, length: quote.length };
	}
	for (const quote of language.quotes) {
		if (text.startsWith(quote, offset)) return { state: { kind: 'string', until: quote, long: false }, length: quote.length };
	}
	return undefined;
}

const characterLiteral = /'(?:[^\\'\n]|\\[^\n][^'\n]{0,10})'/y;

const regexLiteral = /\/(?![*/])(?:[^\\/[\n]|\\.|\[(?:[^\\\]\n]|\\.)*\])+\/[a-z]*/y;

/** The length of the regular expression that begins at `offset`; 0 where the slash divides, less than 0 where the text ends within the expression. */
function regexLiteralAt(text: string, offset: number): number {
	const before = text.slice(Math.max(0, offset - 12), offset).trimEnd();
	if (!/(?:^|[(,=:[!&|?{};>+]|\b(?:return|typeof|case))$/.test(before)) return 0;
	regexLiteral.lastIndex = offset;
	const whole = regexLiteral.exec(text)?.[0].length;
	if (whole !== undefined) return whole;
	// `}` before it is a tag's attribute rather.
	const isOther = before.endsWith('}') || /[/*>]/.test(text.charAt(offset + 1)) || text.includes('\n', offset);
	return isOther ? 0 : -1;
}

/** `#` begins a comment only at the start of a word: not in `$#` or `a#b`; and `//` not in `https://`. */
function isInsideWord(text: string, offset: number, mark: string): boolean {
	const before = text.charAt(offset - 1);
	if (mark === '#') return /[\w$#{&]/.test(before);
	return (
		mark === '//' && before === ':' && /[a-z]:$/.test(text.slice(Math.max(0, offset - 2), offset)) && /\w/.test(text.charAt(offset + 2))
	);
}

/** Brackets by their offsets. What concerns a whole line is read once for it: a minified file has thousands of brackets on one. */
function bracketReader(text: string): (offset: number) => Bracket {
	let lineStart = 0;
	let lineEnd = -1;
	let indentation = 0;
	let firstOther = 0;
	return offset => {
		if (offset < lineStart || offset > lineEnd) {
			lineStart = text.lastIndexOf('\n', offset) + 1;
			const next = text.indexOf('\n', offset);
			lineEnd = next < 0 ? text.length : next;
			const line = text.slice(lineStart, lineEnd);
			indentation = indentationWidth(line);
			const other = line.search(/[^\s)\]}]/);
			firstOther = other < 0 ? lineEnd : lineStart + other;
		}
		return { character: text.charAt(offset), offset, indentation, startsLine: offset <= firstOther };
	};
}

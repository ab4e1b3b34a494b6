/**
 * Finds where code from an answer belongs in a document: over the whole of it when it is a new version of the file, over the function or class
 * it is a new version of, over the code that was asked about, else at the cursor. A person sees the result as a diff before anything happens.
 */
import { endOfBlock } from './enclosingBlock';
import { commonIndent, dedented, type LineRange } from './lineRange';

export interface PlaceHints {
	/** The code that was asked about, and where it was then. */
	readonly asked?: { readonly code: string; readonly startLine: number };
	/** What is selected now, zero-based; an empty selection is a line with `isEmpty`. */
	readonly selection?: LineRange & { readonly isEmpty: boolean };
}

/** The document with the code in its place. */
export function withCode(document: string, code: string, hints: PlaceHints): string {
	const lines = document.split('\n');
	const snippet = trimmedLines(code);
	if (snippet.length === 0) return document;
	if (document.trim() === '' || isNewVersionOf(lines, snippet)) return keepLastBreak(document, code);
	const block = blockNamedAlike(lines, snippet) ?? askedAbout(lines, snippet, hints.asked);
	if (block) return replaced(lines, block, snippet);
	const { selection } = hints;
	if (selection && !selection.isEmpty) return replaced(lines, selection, snippet);
	const at = selection ? selection.startLine : lines.length;
	return inserted(lines, at, snippet);
}

/** So much of a file must come back for the code to stand for the whole of it. */
const wholeFileShare = 0.5;

/** Less may be left of code that was rewritten, but something of it must be. */
const rewrittenShare = 0.3;

function isNewVersionOf(lines: readonly string[], snippet: readonly string[]): boolean {
	const first = lines.find(line => line.trim() !== '')?.trim();
	// A function out of the middle may be most of a short file; a new version of the file begins as the file does.
	return shareOf(lines, snippet) >= wholeFileShare && (snippet[0]?.trim() === first || snippet.length >= lines.length);
}

/** The block whose header declares the same name as the snippet's, when there is only one. */
function blockNamedAlike(lines: readonly string[], snippet: readonly string[]): LineRange | undefined {
	const header = snippet.findIndex(line => declaredName(line) !== undefined);
	const name = declaredName(snippet[header] ?? '');
	// More than one declaration on the first level is more than one block: it is not a new version of this one.
	if (name === undefined || snippet.slice(endOfBlock(snippet, header) + 1).some(line => line.trim() !== '')) return undefined;
	const found = lines.flatMap((line, index) => (declaredName(line) === name ? [index] : []));
	const [at] = found;
	if (at === undefined || found.length > 1) return undefined;
	// Comments and decorators that the snippet brings along replace those above the block.
	const above = snippet.slice(0, header).filter(line => line.trim() !== '');
	let startLine = at;
	while (above.length > 0 && startLine > 0 && isAbove(lines[startLine - 1] ?? '')) startLine--;
	return { startLine, endLine: endOfBlock(lines, at) };
}

/** The asked-about code where it stands now, when the snippet is a rewrite of it. */
function askedAbout(lines: readonly string[], snippet: readonly string[], asked: PlaceHints['asked']): LineRange | undefined {
	if (asked === undefined) return undefined;
	const code = asked.code.split('\n');
	if (shareOf(code, snippet) < rewrittenShare) return undefined;
	const startsAt = (start: number) => code.every((line, index) => (lines[start + index] ?? '').trim() === line.trim());
	// It may have moved since it was asked about: the nearest place is the one.
	const starts = lines.map((_, index) => index).filter(startsAt);
	const [nearest] = starts.sort((a, b) => Math.abs(a - asked.startLine) - Math.abs(b - asked.startLine));
	return nearest === undefined ? undefined : { startLine: nearest, endLine: nearest + code.length - 1 };
}

function replaced(lines: readonly string[], { startLine, endLine }: LineRange, snippet: readonly string[]): string {
	const indent = commonIndent(lines.slice(startLine, endLine + 1));
	return [...lines.slice(0, startLine), ...indented(snippet, indent), ...lines.slice(endLine + 1)].join('\n');
}

function inserted(lines: readonly string[], at: number, snippet: readonly string[]): string {
	const before = lines.slice(0, at);
	const after = lines.slice(at);
	// At the end of a file the last line is the empty one after the last break.
	if (at >= lines.length) {
		const text = before.join('\n').trimEnd();
		return `${text}\n\n${snippet.join('\n')}\n`;
	}
	const isOnEmptyLine = (after[0] ?? '').trim() === '';
	// A function does not stand right above the next one.
	const gap = snippet.length > 1 && !isOnEmptyLine && commonIndent(after.slice(0, 1)) === '' ? [''] : [];
	return [
		...before,
		...indented(snippet, commonIndent(after.slice(0, 1))),
		...gap,
		...after.slice(isOnEmptyLine && after.length > 1 ? 1 : 0),
	].join('\n');
}

/** "total" in `function total(`, `def total`, `  total(prices) {`, `export class total`. */
function declaredName(line: string): string | undefined {
	const declared =
		/^\s*(?:[\w@]+\s+)*?(?:function\*?|def|fn|func|fun|sub|class|interface|struct|enum|trait|type|module|record)\s+(?:\([^)]*\)\s*)?([\w$]+)/.exec(
			line,
		);
	if (declared) return declared[1];
	const assigned = /^\s*(?:export\s+)?(?:const|let|var)\s+([\w$]+)\s*(?::[^=]*)?=\s*(?:async\s*)?(?:function\b|\(|[\w$]+\s*=>)/.exec(line);
	if (assigned) return assigned[1];
	if (/^\s*(?:if|for|while|switch|catch|return|else|do|try|with|match|await|yield|throw|new)\b/.test(line)) return undefined;
	return /^\s*(?:[\w$<>[\]?,*&:]+\s+)*([\w$]+)\s*(?:<[^>]*>)?\([^;]*\)[^;=]*\{\s*$/.exec(line)?.[1];
}

function isAbove(line: string): boolean {
	return /^\s*(?:\/\/|\/\*|\*|#(?!include|define|if|endif)|@|--|\[)/.test(line);
}

/** How much of the lines comes back in the snippet, from 0 to 1; empty lines and lone brackets say nothing. */
function shareOf(lines: readonly string[], snippet: readonly string[]): number {
	const telling = lines.map(line => line.trim()).filter(line => /\w/.test(line));
	const there = new Set(snippet.map(line => line.trim()));
	return telling.length === 0 ? 0 : telling.filter(line => there.has(line)).length / telling.length;
}

function trimmedLines(code: string): readonly string[] {
	const lines = code.split('\n');
	const isText = (line: string) => line.trim() !== '';
	const first = lines.findIndex(isText);
	return first < 0 ? [] : dedented(lines.slice(first, lines.findLastIndex(isText) + 1)).split('\n');
}

function indented(lines: readonly string[], indent: string): readonly string[] {
	return lines.map(line => (line.trim() === '' ? line : indent + line));
}

function keepLastBreak(document: string, code: string): string {
	const text = code.replace(/\n+$/, '');
	return document === '' || document.endsWith('\n') ? `${text}\n` : text;
}

/**
 * Finds the lines an answer cites, "(L12-L15)", while it streams, so that whoever shows it can lead there. In code they are code, and lines that
 * the code asked about does not have are words.
 */
import { type CodeSource } from './conversation';

/** One-based lines, both included, and how the answer wrote them. */
export type CitedPart =
	| { readonly kind: 'text'; readonly text: string }
	| { readonly kind: 'lines'; readonly text: string; readonly startLine: number; readonly endLine: number };

/** What may go on with the next piece: a citation, the marks around code, a blank line. */
const unfinished = /(?:`+|\n\s*|L\d*(?:\s?[-–]?\s?L?\d*))$/;
const telling = /`+|\n\s*\n|L(\d+)(?:\s?[-–]\s?L?(\d+))?(?!\w)/g;

export class LineCitations {
	private held = '';
	/** The last character that was given out. */
	private before = '';
	/** The marks that the code we are in began with; empty outside of code. */
	private open = '';

	constructor(private readonly source: Pick<CodeSource, 'startLine' | 'endLine'>) {}

	push(piece: string): readonly CitedPart[] {
		const text = this.held + piece;
		const end = unfinished.exec(text)?.index ?? text.length;
		this.held = text.slice(end);
		return this.read(text.slice(0, end));
	}

	finish(): readonly CitedPart[] {
		const rest = this.held;
		this.held = '';
		return this.read(rest);
	}

	private read(text: string): readonly CitedPart[] {
		const parts: CitedPart[] = [];
		let from = 0;
		for (const { 0: found, 1: first, 2: last = first, index } of text.matchAll(telling)) {
			const [startLine, endLine] = [Number(first), Number(last)];
			if (first === undefined) this.open = openAfter(this.open, found);
			else if (this.open === '' && this.isInside(startLine, endLine) && !/\w/.test(text[index - 1] ?? this.before)) {
				parts.push({ kind: 'text', text: text.slice(from, index) }, { kind: 'lines', text: found, startLine, endLine });
				from = index + found.length;
			}
		}
		this.before = text.at(-1) ?? this.before;
		return [...parts, { kind: 'text', text: text.slice(from) } as const].filter(part => part.text !== '');
	}

	private isInside(startLine: number, endLine: number): boolean {
		return this.source.startLine <= startLine && startLine <= endLine && endLine <= this.source.endLine;
	}
}

/** A paragraph's end also ends code within a line that was never closed. */
function openAfter(open: string, found: string): string {
	const isBlock = open.length >= 3;
	if (found.startsWith('\n')) return isBlock ? open : '';
	if (open === '') return found;
	return found.length === open.length || (isBlock && found.length > open.length) ? '' : open;
}

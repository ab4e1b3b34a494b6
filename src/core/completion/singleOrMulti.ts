/**
 * How much may be offered at the cursor, told from the structure around it.
 * By indentation, brackets and the words that begin statements; languages without such rules get one line.
 */
import { languageOf, type Language } from '../text/language';
import { firstWrittenLine, indentationWidth, isBlank, lastWrittenLine } from '../text/lines';
import { codeOf } from '../text/scan';
import { blockOpeningAt, opensBlock, opensValueBelow, statementAtEnd } from './blockOpening';
import { withinPart } from './embedded';
import { scanBefore, type Situation } from './situation';

export type Shape =
	/** The rest of this line and nothing more. */
	| { readonly kind: 'line'; readonly because: 'textToTheRight' | 'comment' | 'prose' }
	/** One statement: a line, and more only while its brackets are open. */
	| { readonly kind: 'statement'; readonly because: 'withinLine' }
	/** The body of a block that is empty so far; `indentation` is that of the line that opens it, in columns. */
	| { readonly kind: 'block'; readonly because: 'blockOpens' | 'headerBegun' | 'emptyBlock'; readonly indentation: number }
	/** Lines at the cursor's own indentation. */
	| { readonly kind: 'lines'; readonly because: 'emptyLine'; readonly indentation: number };

export function shapeOf(whole: Situation): Shape {
	const situation = withinPart(whole);
	const language = languageOf(situation.languageId);
	if (language.blocks === 'prose') return { kind: 'line', because: 'prose' };
	if (!isOnlyClosers(situation.lineSuffix) && !isBetweenBraces(situation)) return { kind: 'line', because: 'textToTheRight' };
	const state = scanBefore(situation).end;
	if (state.kind === 'lineComment' || state.kind === 'blockComment') return { kind: 'line', because: 'comment' };

	if (isBlank(situation.linePrefix)) return shapeOfEmptyLine(situation, language);
	const opening = blockOpeningAt(situation, language);
	// Arguments and items are part of their statement, however many lines they take.
	if (opening === undefined || !isBodyEmpty(situation, situation.linePrefix, opening.indentation, language))
		return { kind: 'statement', because: 'withinLine' };
	return { kind: 'block', ...opening };
}

export function isMultiLine(shape: Shape): boolean {
	return shape.kind === 'block' || shape.kind === 'lines';
}

function shapeOfEmptyLine(situation: Situation, language: Language): Shape {
	const written = situation.before.trimEnd();
	const above = statementAtEnd(written, language);
	const column = indentationWidth(situation.linePrefix);
	if (situation.isText !== true && opensBlock(codeOf(above, language), language) && !opensValueBelow(written, language)) {
		const indentation = indentationWidth(above);
		const isInside = column > indentation || (column === 0 && situation.lineSuffix === '');
		if (isInside && isBodyEmpty(situation, above, indentation, language)) return { kind: 'block', because: 'emptyBlock', indentation };
	}
	return { kind: 'lines', because: 'emptyLine', indentation: column };
}

/** Nothing deeper than the opening line follows: the block that begins there has no body yet. */
function isBodyEmpty(situation: Situation, head: string, indentation: number, language: Language): boolean {
	if (isBetweenBraces(situation)) return true;
	const below = firstWrittenLine(situation.after.slice(situation.lineSuffix.length));
	// A bracket that closes ends it, wherever it stands, and so does `;;`.
	if (below === undefined || /^\s*[)\]}]/.test(below) || language.closes.test(below)) return true;
	// A brace on a line of its own opens the body that is there.
	return indentationWidth(below) <= indentation && !/^\s*{\s*$/.test(below) && !standsAtMargin.test(headOf(head, situation));
}

/** Where the brace stands on a line of its own, what it belongs to stands above. */
function headOf(line: string, { before }: Situation): string {
	if (!/^\s*{\s*$/.test(line)) return line;
	return lastWrittenLine(before.trimEnd().slice(0, -1)) ?? line;
}

/** What these hold is mostly not indented: it can't be told from what follows them. */
const standsAtMargin = /^\s*(?:inline\s+)?(?:namespace\b|extern\s*")/;

/** Brackets and quotes the editor closed by itself, and what ends a statement: more lines may still be put before them. */
function isOnlyClosers(text: string): boolean {
	return /^[\s)\]}>"'`;,]*$/.test(text);
}

/** What comes behind the closing brace, such as more arguments, goes on after the block. */
function isBetweenBraces({ linePrefix, lineSuffix }: Situation): boolean {
	return /{\s*$/.test(linePrefix) && /^\s*}/.test(lineSuffix);
}

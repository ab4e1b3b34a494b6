/**
 * Tells from the code before the cursor whether a block opens there, or will once the statement being typed is finished.
 * A brace may also open an object, and a colon a dictionary's value: those are expressions, which are part of their statement.
 */
import { type Language } from '../text/language';
import { indentationWidth, isBlank, lastLineOf, lastWrittenLine } from '../text/lines';
import { closerOf, codeOf, scan, type Bracket, type LexState } from '../text/scan';
import { scanBefore, scanLines, type Situation } from './situation';

export interface BlockOpening {
	readonly because: 'blockOpens' | 'headerBegun';
	/** Of the line on which the statement begins, in columns. */
	readonly indentation: number;
}

/** Open brackets are looked at from the innermost out; code is not nested deeper than this. */
const mostOpeners = 16;

export function blockOpeningAt(situation: Situation, language: Language): BlockOpening | undefined {
	if (situation.isText === true) return undefined;
	const { openers, end } = scanBefore(situation);
	const isWholeFile = situation.beforeStart.line === 0 && situation.beforeStart.character === 0;
	// A window that begins within a long string takes all code for strings.
	if (end.kind === 'string' && isCertain(end, language) && (!end.long || isWholeFile)) return undefined;
	// A value comes behind the space.
	if (!hasHeaders(language) && valueBegins.test(situation.linePrefix) && language.blocks !== 'braces') return undefined;

	const lineStart = situation.before.length - situation.linePrefix.length;
	const around = openers.slice(-mostOpeners).findLast(each => each.offset < lineStart && isStillInside(situation.before, each));
	const isList = around !== undefined && (around.character !== '{' || isArgument(situation.before, around));
	const openerLine = isList ? situation.before.slice(situation.before.lastIndexOf('\n', around.offset) + 1, lineStart) : '';
	const isParameter = isList && willOpen(codeOf(openerLine, language), language, situation, openers);
	const statement = isParameter ? openerLine + situation.linePrefix : statementAtEnd(situation.before, language);
	// Where blocks are indentation there are none within brackets.
	if (language.blocks === 'indentation' && around !== undefined && !isParameter) return undefined;

	const code = codeOf(statement, language);
	const indentation = indentationWidth(statement);
	if (opensBlock(code, language) && !opensValueBelow(situation.before, language)) return { because: 'blockOpens', indentation };
	if (willOpen(code, language, situation, openers)) return { because: 'headerBegun', indentation };
	const head = longHeadAt(situation.before.slice(-longestHead), language);
	return head === undefined ? undefined : { because: 'headerBegun', indentation: indentationWidth(head) };
}

const valueBegins = /(?:[:=]|->)\s+$/;

/** A lone quote in a language with words for blocks may be an apostrophe as well. */
function isCertain({ until, raw }: Extract<LexState, { kind: 'string' }>, language: Language): boolean {
	return language.blocks !== 'keywords' || raw !== undefined || until !== "'";
}

/** Longer heads than this are none. */
const longestHead = 2000;

/** A head of several lines, from its first one on. */
function longHeadAt(text: string, { longHead }: Language): string | undefined {
	const found = longHead?.exec(text);
	if (!found) return undefined;
	const start = found.index + found[0].search(/\S/);
	return text.slice(text.lastIndexOf('\n', start) + 1);
}

/** The statement that ends with the text, from the line on which it begins: that of the bracket which its last line closes, or that goes on with `\`. */
export function statementAtEnd(text: string, language: Language): string {
	const line = lastLineOf(text);
	const lineStart = text.length - line.length;
	// `} else {` begins anew.
	const closed = openerOf(line, text.slice(0, lineStart), language);
	const isAnew = /^\s*}\s*(?:\w|$)/.test(line) && closed !== undefined && !isArgument(text, closed);
	const opener = isAnew ? undefined : closed;
	let start = opener === undefined ? lineStart : text.lastIndexOf('\n', opener.offset) + 1;
	while (language.blocks === 'indentation' && text.slice(0, start).endsWith('\\\n')) start = text.lastIndexOf('\n', start - 2) + 1;
	return lineStart - start > longestHead ? line : text.slice(start);
}

/** The brace opens an object that is the first argument, or a parameter that is taken apart. */
function isArgument(text: string, { character, offset }: Bracket): boolean {
	return character === '{' && text.charAt(offset - 1) === '(';
}

/** The brackets that the line closes. In a shell one more parenthesis is a pattern's, unless one is open above. */
function openerOf(line: string, above: string, language: Language): Bracket | undefined {
	const closed = scan(line, language).closers.length;
	if (closed > 0) return scanLines(above, language).openers.at(-closed);
	const isLone = language.hasLoneParentheses === true && /^[^(]*\)\s*$/.test(line);
	const opener = isLone ? scanLines(above, language).openers.at(-1) : undefined;
	return opener?.character === '(' ? opener : undefined;
}

/** The text ends with a brace on a line of its own that opens a value: `new List<int>` and `{` below. */
export function opensValueBelow(text: string, language: Language): boolean {
	const line = lastLineOf(text);
	if (language.functions === undefined || !/^\s*{\s*$/.test(line)) return false;
	const head = codeOf(statementAtEnd(text.slice(0, Math.max(0, text.length - line.length - 1)), language), language);
	return /[^\s;{},]$/.test(head) && opensLiteral(head, language);
}

/** All lines since are indented deeper: the bracket was not just forgotten somewhere above. */
function isStillInside(before: string, { offset, indentation }: Bracket): boolean {
	const lines = before.slice(offset).split('\n').slice(1);
	return lines.every(line => isBlank(line) || indentationWidth(line) > indentation || /^\s*[)\]}]/.test(line));
}

/** Whether the line, without its comment, ends with the opening of a block. */
export function opensBlock(code: string, language: Language): boolean {
	if (!language.opensBlock.test(code) || (/[([]$/.test(code) && !opensColumns(code, language)) || isFinished(code, language)) return false;
	if (language.blocks === 'indentation') {
		// `name:` declares a variable's type in Python; YAML has no statements.
		const isHead = !hasHeaders(language) || language.header.test(code);
		return isHead && !/{$|\blambda\b[^:]*:$/.test(code) && scan(code, language).openers.length === 0;
	}
	// `[]struct{ … }{` is a value, where a block has a space before it.
	if (code.endsWith('}{') || (code.endsWith('=>') && isType(code))) return false;
	return !code.endsWith('{') || !opensLiteral(code.slice(0, -1).trimEnd(), language);
}

/** What a table holds stands between parentheses. */
function opensColumns(code: string, language: Language): boolean {
	return !hasHeaders(language) && code.endsWith('(');
}

/** `type Name = …`: what it holds are members. */
function isType(code: string): boolean {
	return /^\s*(?:export\s+)?(?:declare\s+)?type\b/.test(code);
}

/** After these words there is a block in every language. */
const opensForSure =
	/^\s*(?:case\b.*|default\s*):$|\b(?:struct|interface|enum|else|do|try|finally|async|move|unsafe|loop|comptime|defer|errdefer|orelse)$/;

/** After these there is an object, a list of values, a structure. */
const opensValue =
	/(?:[^=]=|[(,:[?&|]|=\{|[=(,:?]\s*(?:const\s*)?<[^()]*>|\b(?:return|import|import\s+type|export|export\s+default)|^\s*(?:export\s+)?(?:const|let|var)|\bnew(?:\s+[\w.<>, ]+)?(?:\[[^\]]*\])*|\b(?:as|satisfies))$/;

/** An object, a list of values, a struct. */
function opensLiteral(before: string, language: Language): boolean {
	const { header, innerHeader, literal, hasOnlyBlocks } = language;
	if (!hasHeaders(language) || isType(before) || opensForSure.test(before)) return false;
	if (hasOnlyBlocks !== true && opensValue.test(before)) return !/\|[^|]*\|$/.test(before);
	return literal?.test(before) === true && !header.test(before) && innerHeader?.test(before) !== true;
}

function hasHeaders({ header }: Language): boolean {
	return header.source !== '(?!)';
}

function willOpen(code: string, language: Language, situation: Situation, openers: readonly Bracket[]): boolean {
	const isWithinFor = (language.hasBareConditions === true ? /^[\s}]*for\b[^{}]*;$/ : /^[\s}]*for\s*\([^()]*;$/).test(code);
	const isWithinParameters = code.endsWith('}') && scan(code, language).openers.at(-1)?.character === '(';
	if ((/[;}]$/.test(code) && !isWithinFor && !isWithinParameters) || isFinished(code, language)) return false;
	// `struct point *p` is a variable or a function of that type.
	const isTyped = language.functions === 'anywhere' && /^\s*(?:\w+\s+)*(?:struct|enum|union)\s+\w+(?:\s*\*|\s+\w)/.test(code);
	return (
		(!isTyped && language.header.test(code)) ||
		language.innerHeader?.test(code) === true ||
		isFunctionHead(code, language, situation, openers)
	);
}

/** The statement has its body on its own line already. */
function isFinished(code: string, language: Language): boolean {
	const outer = withoutNested(code);
	const opensAnew = language.blocks === 'braces' && language.opensBlock.test(code) && !/[([]$/.test(code);
	if (opensAnew && language.hasOnlyBlocks === true) return false;
	if (language.isWhole?.test(outer) === true && !opensAnew) return true;
	if (language.blocks === 'keywords') return /\b(?:end|fi|done|esac)$/.test(code);
	if (language.blocks !== 'braces') return false;
	const isDoWhile = /^\s*}\s*while\b/.test(code);
	// Where the condition has no parentheses, what stands in some is only a part of it.
	const hasStatement =
		language.hasBareConditions !== true && /^[\s}]*(?:else\s+)?(?:if|for|foreach|while|catch|with|elseif)\s*\(\)\s*[\w$'"`]/.test(outer);
	const hasElseStatement = /^[\s}]*else\s+(?!if\b)[^\s{]/.test(outer);
	return isDoWhile || hasStatement || hasElseStatement || (!code.endsWith('{') && /{\s*[^\s{}]/.test(outer));
}

/** The code without what strings and closed brackets hold: `if () ""`. Ends where a parenthesis or a list is still open. */
function withoutNested(code: string): string {
	const text = code.replace(/"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|`(?:\\.|[^`\\])*`/g, '""');
	let outer = '';
	const open: { readonly bracket: string; readonly length: number }[] = [];
	for (const character of text) {
		const last = open.at(-1);
		if (/[([{]/.test(character)) open.push({ bracket: character, length: outer.length });
		if (last !== undefined && closerOf(last.bracket) === character) {
			open.pop();
			outer = outer.slice(0, last.length) + (character === ')' ? '()' : '""');
		} else outer += character;
	}
	const unclosed = open.find(each => each.bracket !== '{');
	return unclosed === undefined ? outer : outer.slice(0, unclosed.length);
}

/** `name(…` where functions are declared: with a type before it, or in the body of a class. */
const functionHead =
	/^\s*(?:@\w+\s+)*(?!(?:return|new|throw|await|yield|else|case|delete|typeof|echo|print|goto|using|abstract|if|for|while|switch|catch|super|this|import|from|package|use|extends)\b)((?:[\w$<>[\],.?:*&~]+\s+)*)[*&#]*([\w$~:]+)\s*\([^;{}]*$/;

function isFunctionHead(code: string, { functions }: Language, situation: Situation, openers: readonly Bracket[]): boolean {
	const found = functions === undefined ? null : functionHead.exec(code);
	if (found === null || /\babstract\b/.test(code)) return false;
	const [, ownType = '', name = ''] = found;
	const type = ownType.trim() === '' ? typeAbove(code, situation) : ownType;
	const lineStart = situation.before.length - situation.linePrefix.length;
	const around = openers.findLast(each => each.character === '{' && each.offset < lineStart);
	if (around !== undefined && holdsFunctions(situation.before, around)) return true;
	if (around !== undefined) return false;
	const isMember = /\b(?:public|private|protected|static)\b/.test(type);
	return isMember || (functions === 'anywhere' && (type.trim() !== '' || name.includes('::')));
}

/** The line above a function's name that begins at the margin, where that is nothing but a type: a way to write C. */
function typeAbove(code: string, { before, linePrefix }: Situation): string {
	const above = lastLineOf(before.slice(0, Math.max(0, before.length - linePrefix.length - 1)));
	return /^\w/.test(code) && /^[A-Za-z_][\w\s*]*$/.test(above) ? above : '';
}

/** The brace opens the body of a class or the like. */
function holdsFunctions(before: string, { offset }: Bracket): boolean {
	const line = before.slice(before.lastIndexOf('\n', offset) + 1, offset);
	const head = isBlank(line) ? (lastWrittenLine(before.slice(0, offset)) ?? '') : line;
	return /\b(?:class|struct|enum|record|namespace|extern|object|union|trait|mixin)\b/.test(head) && !/[()=]\s*$/.test(head);
}

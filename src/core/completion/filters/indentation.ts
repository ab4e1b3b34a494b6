/** Mends indentation: said twice on the cursor's line, in spaces where the file has tabs, and the other way round, or half as deep as the file's. */
import { languageOf } from '../../text/language';
import { indentationOf, indentationWidth, isBlank, lastLinesWithin, lastWrittenLine } from '../../text/lines';
import { codeOf } from '../../text/scan';
import { opensBlock } from '../blockOpening';
import { scanBefore, type Situation } from '../situation';
import { withText, type Filter } from './filter';

export const indentation: Filter = (candidate, situation) => {
	const once = isBlank(situation.linePrefix) ? withoutDoubleStart(candidate.text, situation) : candidate.text;
	return withText(candidate, inTheFilesOwn(once, situation));
};

/** The cursor's line is indented already, and the answer indents it again, from the margin. */
function withoutDoubleStart(text: string, situation: Situation): string {
	const own = indentationOf(text);
	const there = situation.linePrefix;
	if (own === '' || there === '' || beginsDeeper(text, situation)) return text;
	if (indentationWidth(own) < indentationWidth(there)) return isDeeperSibling(situation) ? text.slice(own.length) : text;
	const second = text
		.split('\n')
		.slice(1)
		.find(line => !isBlank(line));
	const twice = indentationWidth(there) + indentationWidth(own);
	const opens = opensBlock(codeOf(text.split('\n', 1)[0] ?? '', languageOf(situation.languageId)), languageOf(situation.languageId));
	const isFromMargin = second !== undefined && indentationWidth(second) <= (opens ? twice : indentationWidth(own));
	return isFromMargin || isTooDeep(twice, situation) ? text.slice(own.startsWith(there) ? there.length : own.length) : text;
}

/** Below `return items`, at its column, the first link of a chain. */
function beginsDeeper(text: string, { before, linePrefix }: Situation): boolean {
	const above = lastWrittenLine(before) ?? '';
	return goesOnDeeper.test(text) && !goesOnDeeper.test(above) && indentationWidth(above) === indentationWidth(linePrefix);
}

/** The next link of a chain, the next part of a condition. */
const goesOnDeeper = /^\s*(?:\.\w|\?\.|[?:] |&&|\|\||\|>|\+ )/;

/** The line above is of the same block, at the cursor's column, and done: nothing deeper can follow it. */
function isDeeperSibling(situation: Situation): boolean {
	const language = languageOf(situation.languageId);
	const above = lastWrittenLine(situation.before) ?? '';
	const code = codeOf(above, language);
	const isSame = indentationWidth(above) === indentationWidth(situation.linePrefix) && scanBefore(situation).end.kind === 'code';
	const isInside = opensBlock(code, language) && indentationWidth(situation.linePrefix) > indentationWidth(above);
	return isInside || (isSame && /[;,)\]}"'\w]$/.test(code) && !language.opensBlock.test(code));
}

/** Nothing above calls for a line as deep as that. */
function isTooDeep(width: number, situation: Situation): boolean {
	const above = lastWrittenLine(situation.before);
	if (above === undefined) return true;
	const language = languageOf(situation.languageId);
	const code = codeOf(above, language);
	const [column, columnAbove] = [indentationWidth(situation.linePrefix), indentationWidth(above)];
	if (language.opensBlock.test(code)) return column > columnAbove;
	const leaves = /^\s*(?:return|raise|throw|break|continue|pass)\b/.test(code) && column < columnAbove;
	return language.blocks !== 'prose' && (leaves || width > Math.max(column, columnAbove));
}

/** Some eighty lines on each side: a style that is not to be seen in them is none. */
const charactersNearby = 3000;

function inTheFilesOwn(text: string, situation: Situation): string {
	const lines = text.split('\n');
	if (lines.length < 2) return text;
	const file = styleOf(
		`${lastLinesWithin(situation.before, charactersNearby)}\n${situation.after.slice(0, charactersNearby)}`.split('\n'),
		situation.tabSize,
	);
	const answer = styleOf(lines.slice(1), situation.tabSize);
	if (file === undefined || answer === undefined) return text;
	if (!file.tabs && !answer.tabs) return inTheFilesSteps(lines, file.unit, situation).join('\n');
	if (file.tabs === answer.tabs) return text;
	const mend = file.tabs ? toTabs(answer.unit) : toSpaces(file.unit);
	return lines.map((line, index) => (index === 0 ? line : mend(line))).join('\n');
}

/** Blocks indented by two columns in a file that indents by four. */
function inTheFilesSteps(lines: readonly string[], unit: number, { linePrefix, languageId }: Situation): readonly string[] {
	const base = indentationWidth(linePrefix);
	const deeper = lines.slice(1).map(line => (isBlank(line) ? 0 : indentationWidth(line) - base));
	const step = deeper.filter(columns => columns > 0).reduce(greatestCommonDivisor, 0);
	const first = deeper.findIndex(columns => columns > 0);
	const opener = first === 0 ? linePrefix + (lines[0] ?? '') : (lines[first] ?? '');
	const language = languageOf(languageId);
	if (step * 2 !== unit || step < 2 || deeper[first] !== step || !opensBlock(codeOf(opener, language), language)) return lines;
	return lines.map((line, index) => ' '.repeat(Math.max(0, deeper[index - 1] ?? 0)) + line);
}

interface IndentStyle {
	readonly tabs: boolean;
	/** Columns of one level, for spaces. */
	readonly unit: number;
}

/** How the lines are indented; `undefined` if they are not, or both ways. */
function styleOf(lines: readonly string[], tabSize: number): IndentStyle | undefined {
	const indented = lines.filter(line => /^[ \t]+\S/.test(line)).map(indentationOf);
	const withTabs = indented.filter(lead => lead.startsWith('\t')).length;
	// One column before a `*` is a comment block's, not a level.
	const spaces = indented.filter(lead => !lead.includes('\t') && lead.length > 1).map(lead => lead.length);
	if (withTabs > 0 === spaces.length > 0) return undefined;
	// Where the editor's own tab size explains all lines, two levels are not taken for one.
	const unit = spaces.every(width => width % tabSize === 0) ? tabSize : spaces.reduce(greatestCommonDivisor, 0);
	return { tabs: withTabs > 0, unit };
}

function greatestCommonDivisor(a: number, b: number): number {
	return b === 0 ? a : greatestCommonDivisor(b, a % b);
}

function toTabs(unit: number): (line: string) => string {
	return line => {
		const lead = indentationOf(line);
		return '\t'.repeat(Math.floor(lead.length / unit)) + ' '.repeat(lead.length % unit) + line.slice(lead.length);
	};
}

function toSpaces(unit: number): (line: string) => string {
	return line => {
		const lead = indentationOf(line);
		return lead.replace(/\t/g, ' '.repeat(unit)) + line.slice(lead.length);
	};
}

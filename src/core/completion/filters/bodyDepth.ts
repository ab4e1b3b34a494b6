/**
 * Moves lines back that are indented deeper than the line above them allows: a model that has lost count of the levels.
 * What the file itself does anywhere is never wrong.
 */
import { languageOf, type Language } from '../../text/language';
import { indentationOf, indentationWidth, isBlank, lastLinesWithin } from '../../text/lines';
import { codeOf, scan } from '../../text/scan';
import { opensBlock } from '../blockOpening';
import { scanBefore, type Situation } from '../situation';
import { withText, type Filter } from './filter';

/** Some eighty lines on each side: what is not to be seen in them is not the file's way. */
const charactersNearby = 3000;

export const bodyDepth: Filter = (candidate, situation) => {
	const [first = '', ...lines] = candidate.text.split('\n');
	const written = lines.filter(line => !isBlank(line));
	const language = languageOf(situation.languageId);
	const isCode = language.blocks === 'braces' || language.blocks === 'indentation';
	if (written.length === 0 || !isCode || mixesIndentation([situation.linePrefix, ...written]) || scanBefore(situation).end.kind !== 'code')
		return candidate;
	const above = situation.linePrefix + first;
	const base = contentColumn(above);
	const excess = excessOf(indentationWidth(written[0] ?? '') - base, above, situation, language);
	const isAllTooDeep = excess > 0 && written.every(line => indentationWidth(line) >= base + excess);
	return isAllTooDeep ? withText(candidate, [first, ...lines.map(line => lessIndented(line, excess))].join('\n')) : candidate;
};

/** Below `- name: …` a list's entry goes on where the name begins. */
function contentColumn(line: string): number {
	const mark = /^\s*((?:- +)*)/.exec(line)?.[1] ?? '';
	return indentationWidth(line) + mark.length;
}

/** How many columns a tab takes is then anyone's guess. */
function mixesIndentation(lines: readonly string[]): boolean {
	const leads = lines.map(indentationOf);
	return leads.some(lead => lead.includes('\t')) && leads.some(lead => lead.includes(' '));
}

/** Columns by which a line `step` columns deeper than the one above it is too deep; 0 where it may be right. */
function excessOf(step: number, above: string, situation: Situation, language: Language): number {
	if (step <= 0) return 0;
	const code = codeOf(above, language);
	if (language.blocks === 'indentation' && isDocumentation(above, situation)) return 0;
	if (isComplete(code, language)) return step;
	if (!opensBlock(code, language)) return 0;
	const steps = stepsNearby(situation, language);
	const usual = mostFrequent(steps);
	return usual === undefined || usual >= step || steps.includes(step) ? 0 : step - usual;
}

/** Within a docstring, of which the beginning may stand above what was read: `name : type`, `.. note::`, what stands below a line of dashes. */
function isDocumentation(line: string, { before }: Situation): boolean {
	return /^\s*\.\. |^\s*[\w*, ]+ : /.test(line) || /\n\s*-{3,}\s*$/.test(before);
}

/** A statement with its end on its line: nothing deeper can follow it. */
function isComplete(code: string, language: Language): boolean {
	const { closers, openers, end } = scan(code, language);
	if (isBlank(code) || openers.length > 0 || closers.length > 0 || end.kind !== 'code') return false;
	return language.blocks === 'indentation' ? /[\w)\]}"']$/.test(code) : code.endsWith(';') && !/[?:]|\belse\b/.test(code);
}

/** How much deeper the line below an opening one stands, for each in the file near the cursor. */
function stepsNearby({ before, after }: Situation, language: Language): readonly number[] {
	return [lastLinesWithin(before, charactersNearby), after.slice(0, charactersNearby)].flatMap(text => {
		const lines = text.split('\n').filter(line => !isBlank(line));
		return lines.slice(1).flatMap((line, index) => {
			const above = lines[index] ?? '';
			const step = indentationWidth(line) - indentationWidth(above);
			return step > 0 && language.opensBlock.test(above.trimEnd()) ? [step] : [];
		});
	});
}

function mostFrequent(numbers: readonly number[]): number | undefined {
	const counts = new Map<number, number>();
	for (const each of numbers) counts.set(each, (counts.get(each) ?? 0) + 1);
	return [...counts].sort(([, a], [, b]) => b - a)[0]?.[0];
}

function lessIndented(line: string, columns: number): string {
	const lead = indentationOf(line);
	// A tab is counted as four columns.
	return lead.slice(lead.startsWith('\t') ? columns >> 2 : columns) + line.slice(lead.length);
}

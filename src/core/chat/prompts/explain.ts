/** "Explain": a fixed shape, with the lines each step is about. */
import { type CodeSource } from '../conversation';
import { fenced, numbered, place } from './codeBlocks';
import { answerIn, baseLanguage } from './language';

export function explainPrompt(source: CodeSource, language: string): string {
	return [
		`Explain this code from ${place(source)}. Each line begins with its number.`,
		fenced(source.languageId, numbered(source)),
		...explanationShape(source, language),
	].join('\n\n');
}

/** A part of code that is too large to be read at once: only what a summary needs. */
export function explainPartPrompt(part: CodeSource, language: string): string {
	return [
		`This is a part of a larger file: ${place(part)}. Each line begins with its number.`,
		fenced(part.languageId, numbered(part)),
		'Say in at most three short sentences what this part does; name its functions and classes, each with its lines, as ' +
			`(L${part.startLine}-L${part.endLine}). ${answerIn(language)}`,
	].join('\n\n');
}

export interface ExplainedPart {
	readonly startLine: number;
	readonly endLine: number;
	readonly text: string;
}

/** The whole from what was said about its parts. */
export function explainWholePrompt(source: CodeSource, parts: readonly ExplainedPart[], language: string): string {
	return [
		`Explain the code from ${place(source)}. It is too long to be shown; this is what each part of it does:`,
		...parts.map(({ startLine, endLine, text }) => `Lines ${startLine} to ${endLine}: ${text}`),
		...explanationShape(source, language),
	].join('\n\n');
}

function explanationShape({ startLine, endLine }: CodeSource, language: string): readonly string[] {
	const { what, steps, care } = headings[baseLanguage(language)] ?? headings.en;
	return [
		'Use exactly this shape:',
		`**${what}**: one or two sentences on its purpose.`,
		`**${steps}**: a numbered list; end each step with the lines it is about, as (L${startLine}) or (L${startLine}-L${endLine}).`,
		`**${care}**: what can go wrong, errors, edge cases. Leave this part out if there is nothing.`,
		`Do not repeat the code. ${answerIn(language)}`,
	];
}

interface Headings {
	readonly what: string;
	readonly steps: string;
	readonly care: string;
}

const headings: Record<string, Headings> & { readonly en: Headings } = {
	en: { what: 'What it does', steps: 'Step by step', care: 'Watch out' },
	tr: { what: 'Ne yapar', steps: 'Adım adım', care: 'Dikkat' },
	zh: { what: '作用', steps: '逐步说明', care: '注意' },
};

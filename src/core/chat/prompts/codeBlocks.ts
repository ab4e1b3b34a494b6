/** Code as it stands in a prompt: where it is from, with or without numbers, in a fence that holds. */
import { type CodeSource } from '../conversation';

export function place({ label, startLine, endLine }: Pick<CodeSource, 'label' | 'startLine' | 'endLine'>): string {
	return startLine === endLine ? `${label}, line ${startLine}` : `${label}, lines ${startLine} to ${endLine}`;
}

/** Numbered lines let a model cite them, and the answer link to them. */
export function numbered({ code, startLine, endLine }: Pick<CodeSource, 'code' | 'startLine' | 'endLine'>): string {
	const width = String(endLine).length;
	return code
		.split('\n')
		.map((line, index) => `${String(startLine + index).padStart(width)} ${line}`.trimEnd())
		.join('\n');
}

/** A fence longer than any run of backticks inside, so that code which holds Markdown stays one block. */
export function fenced(languageId: string, code: string): string {
	const longest = Math.max(2, ...Array.from(code.matchAll(/`+/g), run => run[0].length));
	const fence = '`'.repeat(longest + 1);
	return `${fence}${languageId}\n${code}\n${fence}`;
}

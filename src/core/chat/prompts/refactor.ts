/** "Refactor": the same behaviour, easier to read. */
import { type CodeSource } from '../conversation';
import { fenced, place } from './codeBlocks';
import { answerIn } from './language';

export function refactorPrompt(source: CodeSource, language: string): string {
	return [
		`Refactor this code from ${place(source)} so that it is easier to read and to change, and does exactly the same.`,
		fenced(source.languageId, source.code),
		'First give the whole new code in one fenced block. Then say in a short list what you changed and why, with the lines of the old code, as ' +
			`(L${source.startLine}). Names that are used from outside stay. ${answerIn(language)}`,
	].join('\n\n');
}

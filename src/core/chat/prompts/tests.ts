/** "Write Tests": for the code alone, in a form that can be put into a file. */
import { type CodeSource } from '../conversation';
import { fenced, place } from './codeBlocks';
import { answerIn } from './language';

export function testsPrompt(source: CodeSource, language: string): string {
	return [
		`Write unit tests for this code from ${place(source)}, with the test framework its language commonly uses.`,
		fenced(source.languageId, source.code),
		`Cover the usual case, the edges and the errors. Give all tests in one fenced block, then name in one sentence what they do not cover. ${answerIn(language)}`,
	].join('\n\n');
}

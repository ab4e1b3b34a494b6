/** "Document": the same code with its documentation, so that the difference is only comments. */
import { type CodeSource } from '../conversation';
import { fenced, place } from './codeBlocks';
import { answerIn } from './language';

export function documentPrompt(source: CodeSource, language: string): string {
	return [
		`Write documentation comments for this code from ${place(source)}, in the form its language uses.`,
		fenced(source.languageId, source.code),
		'Give the whole code with the comments in one fenced block, and change nothing else. Say what callers need to know: purpose, parameters, ' +
			`result, errors. Write the comments in the language the file is commented in, else in English. ${answerIn(language)}`,
	].join('\n\n');
}

/** "Explain this problem": what the editor complains about, in the code around it. The problems themselves follow it. */
import { type CodeSource } from '../conversation';
import { fenced, numbered, place } from './codeBlocks';
import { answerIn } from './language';

export function problemPrompt(source: CodeSource, language: string): string {
	return [
		`The editor shows a problem in this code from ${place(source)}. Each line begins with its number.`,
		fenced(source.languageId, numbered(source)),
		'Say what the problem means, why it comes up here, and how to solve it, with the lines you speak of, as ' +
			`(L${source.startLine}). ${answerIn(language)}`,
	].join('\n\n');
}

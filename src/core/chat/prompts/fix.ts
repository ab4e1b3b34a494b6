/** "Fix": the corrected code whole, so that it can be applied, then what was wrong. The problems the editor shows follow it. */
import { type CodeSource } from '../conversation';
import { fenced, place } from './codeBlocks';
import { answerIn } from './language';

export function fixPrompt(source: CodeSource, language: string): string {
	return [
		`Fix what is wrong in this code from ${place(source)}.`,
		fenced(source.languageId, source.code),
		'First give the whole corrected code in one fenced block, unchanged where it was right. Then say in one or two sentences what was wrong and ' +
			`in which lines, as (L${source.startLine}). If nothing is wrong, say so and give no code. ${answerIn(language)}`,
	].join('\n\n');
}

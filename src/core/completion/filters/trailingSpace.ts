/** Takes white space and blank lines off the end: accepted, they would be left behind in the file. */
import { languageOf } from '../../text/language';
import { scan } from '../../text/scan';
import { scanBefore, type Situation } from '../situation';
import { dropped, withText, type Filter } from './filter';

export const trailingSpace: Filter = (candidate, situation) => {
	const text = candidate.text.trimEnd();
	if (text === '') return dropped('empty');
	return candidate.text === `${text} ` && isWanted(text, situation) ? candidate : withText(candidate, text);
};

/** One space between the text and what stands to its right: it parts two words, or is in a string, as in `", "`. */
function isWanted(text: string, situation: Situation): boolean {
	if (!/^\S/.test(situation.lineSuffix)) return false;
	const { end } = scan(text, languageOf(situation.languageId), scanBefore(situation).end);
	return end.kind === 'string' || /^[\w$"'`([{@#]/.test(situation.lineSuffix);
}

/** Takes white space and blank lines off the end: accepted, they would be left behind in the file. */
import { dropped, withText, type Filter } from './filter';

export const trailingSpace: Filter = candidate => {
	const text = candidate.text.trimEnd();
	return text === '' ? dropped('empty') : withText(candidate, text);
};

/** Drops an answer that would leave the document as it is. */
import { dropped, type Filter } from './filter';

export const sameAsThere: Filter = (candidate, situation) => {
	const replaced = situation.lineSuffix.slice(0, candidate.replaceSuffixLength);
	const isSame =
		candidate.text === replaced ||
		(candidate.replaceSuffixLength === 0 && candidate.text.trim() !== '' && isThereAlready(candidate.text, situation.lineSuffix));
	return isSame ? dropped('sameAsThere') : candidate;
};

/** The rest of the line says it already, and more than a bracket or two of it. */
function isThereAlready(text: string, lineSuffix: string): boolean {
	return /\w/.test(text) && lineSuffix.trim() === text.trim();
}

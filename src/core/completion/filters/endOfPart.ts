/** Ends the answer where it ends the part of the file that it stands in, a script or a fenced block, of which the end is there below. */
import { dropped, withText, type Filter } from './filter';

export const endOfPart: Filter = (candidate, { endOfPart: end }) => {
	const at = end === undefined ? -1 : candidate.text.search(end);
	if (at < 0) return candidate;
	const kept = candidate.text.slice(0, at).trimEnd();
	return kept === '' ? dropped('repeatsSuffix') : withText(candidate, kept);
};

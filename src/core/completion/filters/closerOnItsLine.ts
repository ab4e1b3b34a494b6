/** A block begun between two brackets on a line leaves the closing one a line of its own, as Enter does there. */
import { indentationOf, isBlank } from '../../text/lines';
import { withText, type Filter } from './filter';

export const closerOnItsLine: Filter = (candidate, { linePrefix, lineSuffix }) => {
	const isBetween = /[([{]\s*$/.test(linePrefix) && /^[)\]}]/.test(lineSuffix);
	if (!isBetween || candidate.replaceSuffixLength > 0 || !/^\s*\n/.test(candidate.text)) return candidate;
	return withText(candidate, `${candidate.text.trimEnd()}\n${indentationOf(linePrefix)}`);
};

/** Once Enter was typed, the editor has put the bracket there itself. */
export const closerIsOnItsLine: Filter = (candidate, { lineSuffix }) =>
	isBlank(lineSuffix) ? withText(candidate, candidate.text.trimEnd()) : candidate;

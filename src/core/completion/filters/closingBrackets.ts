/** Cuts the answer before a bracket that closes what is closed below the cursor already, or what was never opened. */
import { languageOf } from '../../text/language';
import { openAtCursor } from '../../text/pairing';
import { closerOf, scan, stateAfter } from '../../text/scan';
import { dropped, withText, type Filter } from './filter';

export const closingBrackets: Filter = (candidate, situation) => {
	const language = languageOf(situation.languageId);
	if (language.blocks === 'prose' || language.blocks === 'tags') return candidate;
	const start = stateAfter(situation.before, language);
	if (start.kind !== 'code') return candidate;
	const { closers } = scan(candidate.text, language, start);
	if (closers.length === 0) return candidate;

	const after = situation.after.slice(candidate.replaceSuffixLength);
	const open = openAtCursor(situation.before, after, language);
	const seesWholeFile = situation.beforeStart.line === 0 && situation.beforeStart.character === 0;
	let next = 0;
	for (const closer of closers) {
		// An opening bracket of another kind was left open by the user: not this one's partner.
		while (open[next] !== undefined && closerOf(open[next]?.character ?? '') !== closer.character) next++;
		const opener = open[next++];
		const isOwed = opener === undefined ? !seesWholeFile : !opener.closedAfter;
		if (isOwed) continue;
		const kept = candidate.text.slice(0, closer.offset).trimEnd();
		return kept === '' ? dropped('closesTwice') : withText(candidate, kept);
	}
	return candidate;
};

/**
 * Cuts the answer before a bracket that closes what is closed below the cursor already, or what was never opened.
 * An answer may close a block and open another, as `} else {` does: what counts is that each bracket below still has a partner.
 */
import { languageOf } from '../../text/language';
import { belowOf, openAfter, partnersBelow } from '../../text/pairing';
import { scan } from '../../text/scan';
import { dropped, withText, type Filter } from './filter';

export const closingBrackets: Filter = (candidate, situation) => {
	const language = languageOf(situation.languageId);
	if (language.blocks === 'prose' || language.blocks === 'tags' || !/[)\]}]/.test(candidate.text)) return candidate;
	const { openers, end } = scan(situation.before, language);
	if (end.kind !== 'code') return candidate;
	const below = belowOf(situation.after.slice(candidate.replaceSuffixLength), language, end);
	const partners = partnersBelow(openers, below);
	const seesWholeFile = situation.beforeStart.line === 0 && situation.beforeStart.character === 0;
	const isRight = (text: string) => {
		const { open, surplus } = openAfter(openers, text, situation.linePrefix, language, end);
		return partnersBelow(open, below) >= partners && !(seesWholeFile && surplus !== undefined);
	};

	let text = candidate.text;
	while (!isRight(text)) {
		const last = Math.max(text.lastIndexOf(')'), text.lastIndexOf(']'), text.lastIndexOf('}'));
		if (last < 0) return candidate;
		text = text.slice(0, last);
	}
	const kept = text === candidate.text ? text : text.trimEnd();
	return kept === '' ? dropped('closesTwice') : withText(candidate, kept);
};

/**
 * Cuts the answer before a bracket that closes what is closed below the cursor already, or what was never opened.
 * An answer may close a block and open another, as `} else {` does: what counts is that each bracket below still has a partner.
 */
import { languageOf } from '../../text/language';
import { firstWrittenLine } from '../../text/lines';
import { belowOf, openAfter, partnersBelow } from '../../text/pairing';
import { scanBefore, type Situation } from '../situation';
import { dropped, withText, type Filter } from './filter';

/** An answer with more brackets than this behind the first wrong one is no code. */
const mostCuts = 64;

export const closingBrackets: Filter = (candidate, situation) => {
	const language = languageOf(situation.languageId);
	if (language.blocks === 'prose' || language.blocks === 'tags' || !/[)\]}]/.test(candidate.text)) return candidate;
	const { openers, end } = scanBefore(situation);
	if (end.kind !== 'code') return candidate;
	const below = belowOf(situation.after.slice(candidate.replaceSuffixLength), language, end);
	const partners = partnersBelow(openers, below);
	const seesWholeFile = situation.beforeStart.line === 0 && situation.beforeStart.character === 0;
	const after = (text: string) => {
		const { open, surplus } = openAfter(openers, text, situation.linePrefix, language, end);
		return { partners: partnersBelow(open, below), surplus };
	};
	const isRight = (text: string) => {
		const { partners: left, surplus } = after(text);
		return left >= partners && !(seesWholeFile && surplus !== undefined);
	};

	let text = candidate.text;
	for (let cuts = 0; !isRight(text); cuts++) {
		if (cuts === mostCuts) return dropped('closesTwice');
		const last = Math.max(text.lastIndexOf(')'), text.lastIndexOf(']'), text.lastIndexOf('}'));
		if (last < 0) return candidate;
		text = text.slice(0, last);
	}
	// The bracket below had no partner so far, because the answer is what opens it: then it is the same bracket, said again.
	const shorter = withoutNextLine(text, situation, language.closes);
	if (shorter !== undefined && after(shorter).partners > after(text).partners) text = shorter;
	const kept = text === candidate.text ? text : text.trimEnd();
	return kept === '' ? dropped('closesTwice') : withText(candidate, kept);
};

/** The text without its last line, if that only closes and is exactly the next line below. */
function withoutNextLine(text: string, situation: Situation, closes: RegExp): string | undefined {
	const start = text.lastIndexOf('\n');
	const last = text.slice(start + 1).trimEnd();
	const next = firstWrittenLine(situation.after.slice(situation.lineSuffix.length))?.trimEnd();
	return start >= 0 && last === next && closes.test(last) ? text.slice(0, start) : undefined;
}

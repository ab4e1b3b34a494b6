/**
 * Cuts the answer before the line in which a bracket closes one of another kind: from there on it is no code.
 * Brackets left open are no fault: an answer may end with `{`, and the user goes on.
 */
import { languageOf } from '../../text/language';
import { scan } from '../../text/scan';
import { scanBefore } from '../situation';
import { dropped, withText, type Filter } from './filter';

export const mismatchedBrackets: Filter = (candidate, situation) => {
	const language = languageOf(situation.languageId);
	if (language.blocks !== 'braces' && language.blocks !== 'indentation') return candidate;
	const { mismatch } = scan(candidate.text, language, scanBefore(situation).end);
	if (mismatch === undefined) return candidate;
	const lineStart = candidate.text.lastIndexOf('\n', mismatch.offset);
	const kept = candidate.text.slice(0, Math.max(0, lineStart)).trimEnd();
	return kept === '' ? dropped('unbalanced') : withText(candidate, kept);
};

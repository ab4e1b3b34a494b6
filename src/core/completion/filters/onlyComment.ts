/** Drops an unasked answer that is nothing but a comment where code was being written: models fill a hole with "TODO" when they know nothing. */
import { languageOf } from '../../text/language';
import { codeOf } from '../../text/scan';
import { scanBefore } from '../situation';
import { dropped, type Filter } from './filter';

export const onlyComment: Filter = (candidate, situation) => {
	const language = languageOf(situation.languageId);
	const isAsked = situation.trigger === 'explicit' || language.lineComments.length === 0;
	if (isAsked || scanBefore(situation).end.kind !== 'code') return candidate;
	const lines = candidate.text.split('\n').filter(line => line.trim() !== '');
	// A comment block such as JSDoc is work the user may want; a lone line comment is not.
	const isComment = lines.every(
		line => language.lineComments.some(mark => line.trimStart().startsWith(mark)) && codeOf(line, language) === '',
	);
	return isComment && !followsComment(situation.before, language.lineComments) ? dropped('onlyComment') : candidate;
};

/** The user is in the middle of a comment of several lines. */
function followsComment(before: string, marks: readonly string[]): boolean {
	const above = before.trimEnd().split('\n').at(-1)?.trimStart() ?? '';
	return marks.some(mark => above.startsWith(mark));
}

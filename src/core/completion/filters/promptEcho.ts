/** Takes away what instruct models put around code: a Markdown fence, and the beginning of the line, or the lines above it, said once more. */
import { firstLineOf, isBlank } from '../../text/lines';
import { type Situation } from '../situation';
import { introduction, saysEnough } from '../answerLines';
import { withText, type Filter } from './filter';

/** Shorter beginnings such as `if (` may well come twice on a line. */
const shortestEcho = 6;

export const promptEcho: Filter = (candidate, situation) => {
	const unfenced = situation.languageId === 'markdown' ? candidate.text : withoutFence(candidate.text);
	// In a fence the line is said from its beginning.
	const shortest = unfenced === candidate.text ? shortestEcho : 1;
	return withText(candidate, withoutLinesAbove(withoutLineStart(unfenced, situation.linePrefix, shortest), situation));
};

function withoutFence(text: string): string {
	const start = introduction.test(firstLineOf(text)) ? text.search(/^[ \t]*(?:```|~~~)/m) : 0;
	const opened = /^\s*(?:```|~~~)[\w+#.-]*[ \t]*\n/.exec(text.slice(Math.max(0, start)));
	if (opened === null) return text;
	const code = text.slice(Math.max(0, start) + opened[0].length);
	const end = code.search(/\n?[ \t]*(?:```|~~~)[ \t]*(?:\n|$)/);
	return end < 0 ? code : code.slice(0, end);
}

/** The answer without the beginning of the cursor's line, if it says that again. */
export function withoutLineStart(text: string, linePrefix: string, shortest = shortestEcho): string {
	const start = linePrefix.trimStart();
	const body = text.trimStart();
	const isEcho = start.trimEnd().length >= shortest && /\w\W+\w*$/.test(start) && body.startsWith(start);
	return isEcho ? body.slice(start.length) : text;
}

/** More lines than a function's head has are hardly said again. */
const mostLinesAbove = 8;

/** The answer without the last lines above the cursor, if it says these first and then goes on. */
function withoutLinesAbove(text: string, { before, linePrefix }: Situation): string {
	const lines = text.split('\n');
	if (lines.length < 2 || !isBlank(linePrefix) || !before.includes('\n')) return text;
	const above = before.trimEnd().split('\n').slice(-mostLinesAbove);
	for (let count = Math.min(above.length, lines.length - 1); count > 0; count--) {
		const said = lines.slice(0, count);
		const isEcho = said.every((line, index) => line.trim() === above.at(index - count)?.trim()) && said.some(saysEnough);
		if (isEcho) return lines.slice(count).join('\n');
	}
	return text;
}

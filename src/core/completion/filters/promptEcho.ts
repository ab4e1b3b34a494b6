/** Takes away what instruct models put around code: a Markdown fence, and the beginning of the line said once more. */
import { withText, type Filter } from './filter';

/** Shorter beginnings such as `if (` may well come twice on a line. */
const shortestEcho = 6;

export const promptEcho: Filter = (candidate, situation) => {
	const unfenced = situation.languageId === 'markdown' ? candidate.text : withoutFence(candidate.text);
	return withText(candidate, withoutLineStart(unfenced, situation.linePrefix));
};

function withoutFence(text: string): string {
	const opened = /^\s*```[\w+#.-]*[ \t]*\n/.exec(text);
	if (opened === null) return text;
	const code = text.slice(opened[0].length);
	const end = code.search(/\n?[ \t]*```[ \t]*(?:\n|$)/);
	return end < 0 ? code : code.slice(0, end);
}

/** The answer without the beginning of the cursor's line, if it says that again. */
export function withoutLineStart(text: string, linePrefix: string): string {
	const start = linePrefix.trimStart();
	const body = text.trimStart();
	const isEcho = start.trimEnd().length >= shortestEcho && /\w\W+\w*$/.test(start) && body.startsWith(start);
	return isEcho ? body.slice(start.length) : text;
}

/**
 * Takes off the white space that an answer begins with where it stands before the cursor already: the space that is a part of a model's words, and
 * an empty line where the cursor's own is empty.
 */
import { firstLineOf, isBlank, lastWrittenLine } from '../../text/lines';
import { scanBefore, type Situation } from '../situation';
import { withText, type Filter } from './filter';

export const leadingSpace: Filter = (candidate, situation) => {
	const { linePrefix } = situation;
	const onLine = isBlank(linePrefix) && linePrefix !== '' ? withoutEmptyLine(candidate.text, situation) : candidate.text;
	// In prose and strings two spaces may be meant; a star goes on with a comment.
	const isDoubled = /\s$/.test(linePrefix) && /^ (?![\s*])/.test(onLine) && scanBefore(situation).end.kind !== 'string';
	return withText(candidate, isDoubled ? onLine.slice(1) : onLine);
};

/** A statement follows the one above without a line between them; what declares something may be set apart. */
function withoutEmptyLine(text: string, { before, linePrefix }: Situation): string {
	const [lead = ''] = /^[ \t]*\n[ \t]*(?=\S)/.exec(text) ?? [];
	const isAtColumn = lead.slice(lead.indexOf('\n') + 1) === linePrefix;
	const above = lastWrittenLine(before) ?? '';
	const isApart =
		declaration.test(firstLineOf(text.slice(lead.length))) || /^\s*[)\]}]|^\s*end\b/.test(above) || /\n[ \t]*\n[ \t]*$/.test(before);
	return lead !== '' && isAtColumn && above !== '' && !isApart ? text.slice(lead.length) : text;
}

const declaration =
	/^(?:[@#/*]|(?:export|public|private|protected|internal|static|pub|async|abstract|def|class|function|fn|func|fun|interface|enum|struct|impl|trait|module|type)\b)/;

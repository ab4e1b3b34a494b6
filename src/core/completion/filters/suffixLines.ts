/**
 * Cuts lines off the end of the answer that stand below the cursor already, the same or formatted a little differently.
 * A line that says little, such as `}`, is never a reason by itself: whether it is owed, the brackets know (see `closingBrackets`).
 */
import { languageOf } from '../../text/language';
import { indentationWidth, isBlank, writtenLines } from '../../text/lines';
import { similarity, withoutFormatting } from '../../text/similarity';
import { saysEnough } from '../answerLines';
import { dropped, withText, type Filter } from './filter';

/** How alike blocks of several lines must be, line by line on average, to be the same thing said twice. */
const alike = 0.9;

/** Fewer letters than this in a block, and likeness is chance. */
const leastLetters = 24;

export const suffixLines: Filter = (candidate, situation) => {
	const lines = candidate.text.split('\n');
	const below = writtenLines(situation.after.slice(situation.lineSuffix.length), lines.length);
	const whole = [situation.linePrefix + (lines[0] ?? ''), ...lines.slice(1)];
	const { closes, blocks } = languageOf(situation.languageId);
	// The first line can be a repeated one only if the cursor's line is empty so far.
	const firstWhole = isBlank(situation.linePrefix) || isBlank(lines[0] ?? '') ? 0 : 1;
	for (let start = firstWhole; start < lines.length; start++) {
		const tail = whole.slice(start).filter(line => !isBlank(line));
		const head = below.slice(0, tail.length);
		const isOfItsBlock = blocks === 'indentation' && start > firstWhole && standsDeeper(whole.slice(start - 1, start + 1), head);
		if (tail.length === 0 || isOfItsBlock || !isRepeated(tail, head, below, closes)) continue;
		const kept = lines.slice(0, start).join('\n').trimEnd();
		return kept === '' ? dropped('repeatsSuffix') : withText(candidate, kept);
	}
	return candidate;
};

/** Where indentation makes blocks, the same words deeper, with the line above, are another statement: `return x` within and behind an `if`. */
function standsDeeper([above = '', line = '']: readonly string[], [next = '']: readonly string[]): boolean {
	const width = indentationWidth(line);
	return width === indentationWidth(above) && width > indentationWidth(next);
}

/** Whether the answer's last lines are the file's next ones; or begin as they do, with enough lines to be sure, and then go their own way. */
function isRepeated(tail: readonly string[], head: readonly string[], below: readonly string[], closes: RegExp): boolean {
	if (tail.length > head.length) return leadsInto(tail, below) || isClosedTwice(tail, head);
	const isExact = tail.every((line, index) => line.trimEnd() === head[index]?.trimEnd());
	if (isExact)
		return (
			tail.some(line => !closes.test(line) && /\p{L}{2}/u.test(line)) ||
			isUpToTheEnd(tail, closes) ||
			(closes.source !== '' && tail.every(line => isWordOrTag(line)))
		);
	const isReformatted = tail.every((line, index) => withoutFormatting(line) === withoutFormatting(head[index] ?? ''));
	if (isReformatted) return tail.some(saysEnough);
	return tail.length >= 3 && !tail.some((line, index) => isAboutOther(line, head[index] ?? '')) && isAlike(tail, head);
}

/** Lines that say little, such as `3,`, up to the end of what is around them: that can't end twice. */
function isUpToTheEnd(tail: readonly string[], closes: RegExp): boolean {
	const [first = '', last = ''] = [tail[0], tail.at(-1)];
	return closes.test(last) && !closes.test(first) && indentationWidth(last) < indentationWidth(first);
}

/** Two telling lines or more are the file's next ones; what comes after them was invented past the place they stand. */
function leadsInto(tail: readonly string[], below: readonly string[]): boolean {
	const same = tail.findIndex((line, index) => line.trim() !== below[index]?.trim());
	return tail.slice(0, same < 0 ? tail.length : same).filter(saysEnough).length >= 2;
}

/** Nothing but ends of blocks, of which the first stands below: the others belong to what is around. */
function isClosedTwice(tail: readonly string[], head: readonly string[]): boolean {
	return tail[0]?.trimEnd() === head[0]?.trimEnd() && tail.every(isWordOrTag);
}

/** The same line about something else, each with a name of its own: `fn read(` and `fn read_all(` begin two blocks, not one twice. */
function isAboutOther(line: string, other: string): boolean {
	const [names, others] = [wordsOf(line), wordsOf(other)];
	return names.some(name => !others.includes(name)) && others.some(name => !names.includes(name));
}

function wordsOf(line: string): readonly string[] {
	return line.match(/\w+/g) ?? [];
}

function isAlike(tail: readonly string[], head: readonly string[]): boolean {
	const letters = tail.join('').match(/\p{L}/gu)?.length ?? 0;
	const total = tail.reduce((sum, line, index) => sum + similarity(line.trim(), (head[index] ?? '').trim()), 0);
	const hasExact = tail.some((line, index) => saysEnough(line) && line.trim() === head[index]?.trim());
	return letters >= leastLetters && hasExact && total / tail.length >= alike;
}

/** Ends of blocks that are words or tags: at the same indentation as the next one they can't both be right. */
function isWordOrTag(line: string): boolean {
	return /^\s*(?:end|fi|done|esac|;;|<\/[\w.:-]+>)\s*;?$/.test(line);
}

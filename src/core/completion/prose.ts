/**
 * Comments, Markdown and plain text: people write there what only they know, so that less is offered than in code. Unasked only at the end of
 * a line, with some words of a sentence that is not at its end.
 */
import { languageOf } from '../text/language';
import { isBlank } from '../text/lines';
import { codeOf } from '../text/scan';
import { withinPart } from './embedded';
import { scanBefore, scanLines, type Situation } from './situation';

/** From so many words on a line it can be seen what a sentence is about. A comment has the code around it too. */
const leastWords = { prose: 3, comment: 2 } as const;

/** Scripts that are written without spaces have a word every character or two. */
const word = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]|[\p{L}\p{N}]+/gu;

/** Describes the code below it, which the model can read. */
const documentation = /^\s*(?:\*|\/\*\*|\/\/\/)/;

const sentenceEnd = /[.!?…。！？]["'”’)\]]*\s*$/u;

/** Whether someone who writes here is better left alone until they ask. */
export function isProseAtRest(whole: Situation): boolean {
	const situation = withinPart(whole);
	const kind = proseAt(situation);
	if (kind === undefined) return false;
	const text = kind === 'comment' ? commentOf(situation) : situation.linePrefix;
	const words = text.match(word)?.length ?? 0;
	const isAtEnd = kind === 'comment' || isBlank(situation.lineSuffix);
	const isBegun = words >= leastWords[kind] || (kind === 'comment' && documentation.test(text));
	return !isAtEnd || !isBegun || sentenceEnd.test(text);
}

function proseAt(situation: Situation): keyof typeof leastWords | undefined {
	const language = languageOf(situation.languageId);
	if (language.blocks === 'prose') return isInFence(situation.before) ? undefined : 'prose';
	return isComment(scanBefore(situation).end.kind) ? 'comment' : undefined;
}

/** Code in Markdown. */
function isInFence(before: string): boolean {
	return (before.match(/^\s*(?:```|~~~)/gm)?.length ?? 0) % 2 === 1;
}

/** What of the cursor's line is comment. */
function commentOf({ before, linePrefix, languageId }: Situation): string {
	const language = languageOf(languageId);
	const above = scanLines(before.slice(0, before.length - linePrefix.length), language).end.kind;
	return isComment(above) ? linePrefix : linePrefix.slice(codeOf(linePrefix, language).length);
}

function isComment(kind: string): boolean {
	return kind === 'lineComment' || kind === 'blockComment';
}

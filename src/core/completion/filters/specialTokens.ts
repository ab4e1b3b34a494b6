/** Ends the answer where the model wrote a special token as text: DeepSeek's own, or those of other families that instruct models have seen. */
import { type Situation } from '../situation';
import { dropped, withText, type Filter } from './filter';

const specialToken =
	/(?<quote>["'`]?)(?:<[｜|][^<>\s]{1,40}[｜|]>|<(?:fim[_-](?:prefix|middle|suffix|pad)|file_sep|repo_name|(?:start|end)_of_turn|PRE|SUF|MID|EOT)>)/g;

/** Llama's end, where it does not close an element of that name. */
const endOfLlama = '</s>';

/** The beginning of such a token at the very end: the stream stopped within it. */
const begunToken = /<[｜|][^<>\s｜|]{0,40}$/;

export const specialTokens: Filter = (candidate, situation) => {
	const end = opensElement(candidate.text) || opensElement(situation.before) ? -1 : candidate.text.indexOf(endOfLlama);
	const text = candidate.text
		.slice(0, Math.min(specialTokenIn(candidate.text, situation), indexOrEnd(end, candidate.text)))
		.replace(begunToken, '')
		.replace(/\ufffd+$/, '');
	return text.trim() === '' && candidate.text.trim() !== '' ? dropped('echo') : withText(candidate, text);
};

/** Where a special token begins, or the text's end. Code about language models may have some in its strings. */
function specialTokenIn(text: string, situation: Situation): number {
	for (const { index, groups } of text.matchAll(specialToken)) {
		const quote = groups?.quote ?? '';
		if (quote === '' || !hasQuotedToken(situation.before + situation.after)) return index + quote.length;
	}
	return text.length;
}

function hasQuotedToken(text: string): boolean {
	return [...text.matchAll(specialToken)].some(each => each.groups?.quote !== '');
}

function opensElement(text: string): boolean {
	return /<s[ >]/.test(text);
}

function indexOrEnd(index: number, text: string): number {
	return index < 0 ? text.length : index;
}

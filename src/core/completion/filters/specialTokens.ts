/** Ends the answer where the model wrote a special token as text: DeepSeek's own, or those of other families that instruct models have seen. */
import { dropped, withText, type Filter } from './filter';

const specialToken = /<[｜|][^<>\n]{1,40}[｜|]>|<(?:fim[_-](?:prefix|middle|suffix|pad)|PRE|SUF|MID|EOT)>|<\/s>$/;

/** The beginning of such a token at the very end: the stream stopped within it. */
const begunToken = /<[｜|][^<>\n｜|]{0,40}$/;

export const specialTokens: Filter = candidate => {
	const text = candidate.text
		.slice(0, indexOrEnd(candidate.text.search(specialToken), candidate.text))
		.replace(begunToken, '')
		.replace(/\ufffd+$/, '');
	return text.trim() === '' && candidate.text.trim() !== '' ? dropped('echo') : withText(candidate, text);
};

function indexOrEnd(index: number, text: string): number {
	return index < 0 ? text.length : index;
}

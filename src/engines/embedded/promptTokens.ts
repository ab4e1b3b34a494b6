/**
 * A prompt's parts as the vocabulary's ids. What people and files wrote is tokenized as plain text; only our own parts become special tokens.
 * Most vocabularies leave special tokens alone in plain text, but some mark DeepSeek's as "user-defined", and those are recognized in any text:
 * text that spells one is therefore cut behind its first character, which no token can bridge.
 */
import type { Prompt } from '../../core/engine/prompt';
import { EngineError } from '../../core/engine/engineError';

export interface Vocabulary {
	readonly beginning: number | undefined;
	tokenize(text: string): readonly number[];
	/** The id of the one token that is spelled exactly so. */
	specialToken(text: string): number | undefined;
}

export function promptTokens(prompt: Prompt, vocabulary: Vocabulary): number[] {
	const parts = prompt.map(part => (typeof part === 'string' ? plainTokens(part, vocabulary) : [idOf(part.special, vocabulary)]));
	const beginning = vocabulary.beginning === undefined ? [] : [vocabulary.beginning];
	return [...beginning, ...parts.flat()];
}

/** DeepSeek's special tokens are all written `<｜…｜>` or `<|…|>`. */
const looksSpecial = /<[｜|][^｜|<>\n]{1,40}[｜|]>/g;

export function plainTokens(text: string, vocabulary: Vocabulary): readonly number[] {
	const cuts = [...text.matchAll(looksSpecial)]
		.filter(match => vocabulary.specialToken(match[0]) !== undefined)
		.map(match => match.index + 1);
	if (cuts.length === 0) return vocabulary.tokenize(text);
	return [0, ...cuts].flatMap((start, index) => vocabulary.tokenize(text.slice(start, cuts[index])));
}

function idOf(special: string, vocabulary: Vocabulary): number {
	const id = vocabulary.specialToken(special);
	if (id === undefined) throw new EngineError('failed', `the vocabulary of this model has no token ${special}`);
	return id;
}

/**
 * How each DeepSeek family wants to be asked: fill-in-the-middle and chat prompts, and the tokens that end an answer.
 * The tokens' bars are U+FF5C and the low lines U+2581, as in the README of DeepSeek-Coder; look-alikes tokenize to noise.
 * No prompt starts with the beginning-of-sentence token: every engine adds it, and writing it would double it.
 */
import { special, type Prompt, type PromptPart } from '../engine/prompt';
import type { ModelFamily } from './family';

export const fimBegin = '<｜fim▁begin｜>';
export const fimHole = '<｜fim▁hole｜>';
export const fimEnd = '<｜fim▁end｜>';
export const endOfTurn = '<|EOT|>';
export const endOfSentence = '<｜end▁of▁sentence｜>';

/** What a model may write instead of ending: each ends the answer and is never shown. */
export const stopTokens: readonly string[] = [endOfTurn, endOfSentence, fimBegin, fimHole, fimEnd];

export interface Turn {
	readonly role: 'system' | 'user' | 'assistant';
	readonly text: string;
}

/** Prefix-suffix-middle order, the one DeepSeek-Coder v1 and v2 were trained with; R1 and unknown models have none. */
export function fillInTheMiddle(family: ModelFamily, prefix: string, suffix: string): Prompt | undefined {
	if (family === 'reason' || family === 'other') return undefined;
	return [special(fimBegin), prefix, special(fimHole), suffix, special(fimEnd)];
}

/** The whole conversation, ending where the assistant speaks next. */
export function chatPrompt(family: ModelFamily, turns: readonly Turn[]): Prompt {
	return turns.flatMap(turn => turnParts[family](turn)).concat(opening[family]);
}

const turnParts: Record<ModelFamily, (turn: Turn) => PromptPart[]> = {
	// "### Instruction:\n…\n### Response:\n…\n<|EOT|>\n", system text first, as in the model's own chat template
	coderV1: ({ role, text }) => {
		if (role === 'system') return [`${text}\n`];
		if (role === 'user') return [`### Instruction:\n${text}\n`];
		return [`### Response:\n${text}\n`, special(endOfTurn), '\n'];
	},
	// "{system}\n\nUser: …\n\nAssistant: …<｜end▁of▁sentence｜>"
	coderV2: ({ role, text }) => {
		if (role === 'system') return [`${text}\n\n`];
		if (role === 'user') return [`User: ${text}\n\n`];
		return [`Assistant: ${text}`, special(endOfSentence)];
	},
	reason: ({ role, text }) => {
		if (role === 'system') return [text];
		if (role === 'user') return [special('<｜User｜>'), text];
		return [special('<｜Assistant｜>'), text, special(endOfSentence)];
	},
	other: turn => turnParts.coderV1(turn),
};

/** V2 must not get a space after the colon: with one it answers in Chinese or repeats itself (DeepSeek-Coder-V2 issue 12). */
const opening: Record<ModelFamily, PromptPart[]> = {
	coderV1: ['### Response:\n'],
	coderV2: ['Assistant:'],
	reason: [special('<｜Assistant｜>')],
	other: ['### Response:\n'],
};

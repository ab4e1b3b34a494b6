/**
 * How each DeepSeek family wants to be asked: fill-in-the-middle and chat prompts, and the tokens that end an answer.
 * The tokens' bars are U+FF5C and the low lines U+2581, as in the README of DeepSeek-Coder; look-alikes tokenize to noise.
 * No prompt starts with the beginning-of-sentence token: every engine adds it, and writing it would double it.
 */
import { special, type Prompt, type PromptPart } from '../engine/prompt';
import type { InstalledModel } from '../engine/engine';
import type { ModelFamily } from './family';

export const fimBegin = '<｜fim▁begin｜>';
export const fimHole = '<｜fim▁hole｜>';
export const fimEnd = '<｜fim▁end｜>';
export const endOfTurn = '<|EOT|>';
export const endOfSentence = '<｜end▁of▁sentence｜>';

/** What a model may write instead of ending: each ends the answer and is never shown. */
export const stopTokens: readonly string[] = [endOfTurn, endOfSentence, fimBegin, fimHole, fimEnd];

export interface Turn {
	/** `tool`: what a tool gave back. */
	readonly role: 'system' | 'user' | 'assistant' | 'tool';
	readonly text: string;
	/** Special tokens around the text, for models that have some for calls of tools and their results. */
	readonly frame?: { readonly before: readonly PromptPart[]; readonly after: readonly PromptPart[] };
}

/**
 * Prefix-suffix-middle order, the one DeepSeek-Coder v1 and v2 were trained with; R1 and unknown models have none.
 * @param context other files' code before the file's own, a part of its own so that its tokens stay the same whatever follows
 */
export function fillInTheMiddle(family: ModelFamily, prefix: string, suffix: string, context = ''): Prompt | undefined {
	if (family === 'reason' || family === 'other') return undefined;
	return [special(fimBegin), ...(context === '' ? [] : [context]), prefix, special(fimHole), suffix, special(fimEnd)];
}

/** Whether a model was trained on whole repositories, files under their paths: DeepSeek's coders were, the demo model saw single files only. */
export function takesOtherFiles({ family, isDemo }: Pick<InstalledModel, 'family' | 'isDemo'>): boolean {
	return !isDemo && (family === 'coderV1' || family === 'coderV2');
}

/** The whole conversation, ending where the assistant speaks next. */
export function chatPrompt(family: ModelFamily, turns: readonly Turn[]): Prompt {
	const parts = turns.flatMap((turn, index) => partsOf(family, turn, turns[index - 1]));
	return goesOn(turns.at(-1)) ? parts : parts.concat(opening[family]);
}

function partsOf(family: ModelFamily, turn: Turn, before: Turn | undefined): readonly PromptPart[] {
	const { role, text, frame } = turn;
	const isContinued = role === 'assistant' && goesOn(before);
	if (frame === undefined && !isContinued) return turnParts[family](turn);
	const inside = frame ? [...frame.before, text, ...frame.after] : [text];
	if (role === 'tool') return inside;
	return [...(isContinued ? [] : opening[family]), ...inside, special(endOfSentence)];
}

/** Behind a result in the model's own format the assistant speaks without being called again (chat template of DeepSeek-V3). */
function goesOn(before: Turn | undefined): boolean {
	return before?.role === 'tool' && before.frame !== undefined;
}

type PlainTurn = Pick<Turn, 'role' | 'text'>;

const turnParts: Record<ModelFamily, (turn: PlainTurn) => PromptPart[]> = {
	// "### Instruction:\n…\n### Response:\n…\n<|EOT|>\n", system text first, as in the model's own chat template
	coderV1: ({ role, text }) => {
		if (role === 'system') return [`${text}\n`];
		if (role !== 'assistant') return [`### Instruction:\n${text}\n`];
		return [`### Response:\n${text}\n`, special(endOfTurn), '\n'];
	},
	// "{system}\n\nUser: …\n\nAssistant: …<｜end▁of▁sentence｜>"
	coderV2: ({ role, text }) => {
		if (role === 'system') return [`${text}\n\n`];
		if (role !== 'assistant') return [`User: ${text}\n\n`];
		return [`Assistant: ${text}`, special(endOfSentence)];
	},
	reason: ({ role, text }) => {
		if (role === 'system') return [text];
		if (role !== 'assistant') return [special('<｜User｜>'), text];
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

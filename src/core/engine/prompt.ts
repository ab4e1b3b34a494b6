/**
 * A prompt as parts: text that came from people and files, and the special tokens that only we may write.
 * Keeping them apart is what stops a file that contains `<｜fim▁hole｜>` from becoming a hole in the prompt.
 */
export interface SpecialToken {
	/** The token as the vocabulary spells it, for example `<｜fim▁begin｜>` (U+FF5C and U+2581). */
	readonly special: string;
}

export type PromptPart = string | SpecialToken;
export type Prompt = readonly PromptPart[];

export function special(token: string): SpecialToken {
	return { special: token };
}

/**
 * The prompt as one string, for servers that take nothing else.
 * Text that spells a special token gets U+200B behind its first character: it reads the same and tokenizes as plain text.
 */
export function renderPrompt(prompt: Prompt): string {
	return prompt.map(part => (typeof part === 'string' ? defuse(part) : part.special)).join('');
}

/** All DeepSeek special tokens are written `<｜…｜>` or `<|…|>`. */
const looksSpecial = /<(?=[｜|][\p{L}\p{N}▁_-]{1,40}[｜|]>)/gu;

/** The text with nothing in it that a server could read as a special token. */
export function defuse(text: string): string {
	return text.replace(looksSpecial, '<\u200b');
}

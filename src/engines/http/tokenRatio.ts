/** How many characters a token of a model has, learnt from the prompts that the server counted: for servers that have no tokenizer to ask. */
import type { Prompt } from '../../core/engine/prompt';

/** Of code, with DeepSeek-Coder's vocabulary, before the first measurement; rather low, so that a prompt is rather too short than too long. */
const firstGuess = 3.2;

/** What a first guess weighs against measurements. */
const guessTokens = 50;

/** Older measurements fade when there are more than this many tokens of them: what is edited now counts most. */
const memoryTokens = 20_000;

export class TokenRatio {
	private tokens = guessTokens;
	private characters = guessTokens * firstGuess;

	/** @param promptTokens the server's count of the whole prompt, with the beginning of sentence that it added */
	learn(prompt: Prompt, promptTokens: number): void {
		const texts = prompt.filter(part => typeof part === 'string');
		const tokens = promptTokens - 1 - (prompt.length - texts.length);
		if (tokens <= 0) return;
		this.tokens += tokens;
		this.characters += texts.reduce((sum, text) => sum + text.length, 0);
		if (this.tokens <= memoryTokens) return;
		this.tokens /= 2;
		this.characters /= 2;
	}

	get charactersPerToken(): number {
		return this.characters / this.tokens;
	}

	count(text: string): number {
		return Math.ceil(text.length / this.charactersPerToken);
	}
}

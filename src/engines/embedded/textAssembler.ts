/**
 * Turns tokens into text that never ends in half a character: a token may hold the first bytes of one and the next token the rest.
 * The tokenizer writes U+FFFD for bytes that are no whole character, so text that ends so waits for more.
 */
export type Detokenize = (tokens: readonly number[], before: readonly number[]) => string;

/** A character has at most four bytes; after as many tokens the bytes are wrong, not unfinished. */
const maxTokensOfACharacter = 4;

/** Some vocabularies write a leading space only when they don't see what came before. */
const tokensOfContext = 4;

export class TextAssembler {
	private pending: number[] = [];
	private before: number[] = [];

	constructor(private readonly detokenize: Detokenize) {}

	/** The text that is whole now; empty while a character is unfinished. */
	push(token: number): string {
		this.pending.push(token);
		const text = this.detokenize(this.pending, this.before);
		if (text.endsWith('\uFFFD') && this.pending.length < maxTokensOfACharacter) return '';
		return this.take(text);
	}

	/** What is left at the end of an answer. A character that never got its last byte is left out. */
	flush(): string {
		if (this.pending.length === 0) return '';
		return this.take(this.detokenize(this.pending, this.before)).replace(/\uFFFD+$/, '');
	}

	private take(text: string): string {
		this.before = [...this.before, ...this.pending].slice(-tokensOfContext);
		this.pending = [];
		return text;
	}
}

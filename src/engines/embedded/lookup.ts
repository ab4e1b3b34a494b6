/**
 * Guesses the next tokens of an answer by looking up how the text went on where its last tokens stood before: in the prompt, or in the answer itself.
 * Edits and repetitive code are mostly copied. A guess goes on being watched where it is not used, so that what it is worth is known at no cost.
 */
import type { DraftLength } from './draftLength';

/** Tokens that have to agree before anything is guessed. Code repeats its short phrases everywhere; six tokens are about one statement's beginning. */
const pattern = 6;

/** Longer matches are no better. */
const mostAgreeing = 64;

export class Lookup {
	private text: number[] = [];
	/** Where the text goes on behind the last occurrence of each `pattern` tokens. */
	private readonly places = new Map<number, number>();
	private indexed = 0;
	/** The place in the text that the next token is guessed to be a copy of, and how many tokens before it agree. */
	private guess: { readonly at: number; readonly agreeing: number } | undefined;

	constructor(readonly length: DraftLength) {}

	/** A new answer begins behind this prompt. */
	begin(prompt: readonly number[]): void {
		if (sharedLength(prompt, this.text) < this.indexed) {
			this.places.clear();
			this.indexed = 0;
		}
		this.text = [...prompt];
		this.index();
		this.guess = this.look();
		this.length.begin();
	}

	/** The answer went on with this token. */
	push(token: number): void {
		const { guess, text } = this;
		if (guess) {
			const right = text[guess.at] === token;
			this.length.watched(guess.agreeing, right);
			this.guess = right ? { at: guess.at + 1, agreeing: Math.min(mostAgreeing, guess.agreeing + 1) } : undefined;
		}
		text.push(token);
		// A match that still holds goes on, though there is a later one now: it has agreed for longer.
		this.guess ??= this.look();
		this.index();
	}

	/** As many guesses as pay, at most `most`. */
	guesses(most: number): readonly number[] {
		const { guess, text } = this;
		if (guess === undefined) return [];
		const count = this.length.best(guess.agreeing, Math.min(most, text.length - guess.at));
		return text.slice(guess.at, guess.at + count);
	}

	private look(): { at: number; agreeing: number } | undefined {
		const { text } = this;
		const end = text.length;
		const at = end < pattern ? undefined : this.places.get(this.keyBefore(end));
		if (at === undefined) return undefined;
		let agreeing = 0;
		while (agreeing < Math.min(at, mostAgreeing) && text[at - 1 - agreeing] === text[end - 1 - agreeing]) agreeing++;
		return agreeing < pattern ? undefined : { at, agreeing };
	}

	/** Of everything but the end, which would only find itself. */
	private index(): void {
		for (let end = Math.max(this.indexed + 1, pattern); end < this.text.length; end++) this.places.set(this.keyBefore(end), end);
		this.indexed = Math.max(0, this.text.length - 1);
	}

	/** Two patterns may have the same key; `look` compares the tokens themselves. */
	private keyBefore(end: number): number {
		let key = 0;
		for (let index = end - pattern; index < end; index++) key = (Math.imul(key, 0x01000193) ^ (this.text[index] ?? 0)) | 0;
		return key;
	}
}

function sharedLength(a: readonly number[], b: readonly number[]): number {
	const most = Math.min(a.length, b.length);
	let length = 0;
	while (length < most && a[length] === b[length]) length++;
	return length;
}

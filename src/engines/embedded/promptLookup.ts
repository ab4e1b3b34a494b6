/**
 * Guesses the next tokens of an answer from what stands before: where the last few tokens have stood already, what followed them there may follow
 * again. That is so in edits, which copy most of what they are given, and in repetitive code ("prompt lookup decoding").
 */
export interface Guess {
	readonly tokens: readonly number[];
	/** How many of the last tokens stood before the place it is taken from: the more, the likelier it is right. */
	readonly matched: number;
}

/** Two tokens stand somewhere for almost any text; what they guess is checked against experience before it costs anything. */
const fewestMatched = 2;

/** More says nothing more. */
const mostMatched = 32;

/** Of all places that end alike, the newest are looked at. */
const mostPlaces = 16;

const largestVocabulary = 2 ** 24;

export class PromptLookup {
	private readonly tokens: number[] = [];
	/** Of each pair of tokens: where what follows it stands, oldest first. */
	private readonly placesOf = new Map<number, number[]>();

	/** @param isBorder tokens that no guess goes beyond: they end an answer, or part the pieces of a prompt */
	constructor(private readonly isBorder: (token: number) => boolean) {}

	/** All that was added. */
	get text(): readonly number[] {
		return this.tokens;
	}

	/** Tokens of the prompt, then of the answer, each once. */
	add(tokens: readonly number[]): void {
		for (const token of tokens) {
			this.tokens.push(token);
			const pair = this.lastPair();
			if (pair === undefined) continue;
			const places = this.placesOf.get(pair);
			if (places) places.push(this.tokens.length);
			else this.placesOf.set(pair, [this.tokens.length]);
		}
	}

	/** At most so many tokens that may come next; `undefined` where nothing like the end has stood before. */
	guess(most: number): Guess | undefined {
		const place = this.longestMatch();
		if (place === undefined) return undefined;
		const tokens: number[] = [];
		while (tokens.length < most) {
			// What is repeated over and over is read on from the guess itself.
			const at = place.at + tokens.length;
			const token = at < this.tokens.length ? this.tokens[at] : tokens[at - this.tokens.length];
			if (token === undefined || this.isBorder(token)) break;
			tokens.push(token);
		}
		return tokens.length === 0 ? undefined : { tokens, matched: place.matched };
	}

	private longestMatch(): { readonly at: number; readonly matched: number } | undefined {
		const pair = this.lastPair();
		const places = pair === undefined ? [] : (this.placesOf.get(pair) ?? []);
		let best: { at: number; matched: number } | undefined;
		// The last place is the end itself.
		for (let index = places.length - 2; index >= Math.max(0, places.length - 1 - mostPlaces); index--) {
			const at = places[index] ?? 0;
			const matched = this.matchedBefore(at);
			if (best === undefined || matched > best.matched) best = { at, matched };
			if (matched === mostMatched) break;
		}
		return best;
	}

	private matchedBefore(place: number): number {
		const end = this.tokens.length;
		let matched = fewestMatched;
		while (matched < mostMatched && matched < place && this.tokens[place - 1 - matched] === this.tokens[end - 1 - matched]) matched++;
		return matched;
	}

	private lastPair(): number | undefined {
		const [first, second] = this.tokens.slice(-fewestMatched);
		return first === undefined || second === undefined ? undefined : first * largestVocabulary + second;
	}
}

/** What may come next in one answer, by whom it is guessed, and how many guesses are worth a check. */
import type { Token } from 'node-llama-cpp';
import type { Draft } from './draft';
import { GuessLength, mostGuesses } from './guessLength';
import type { PromptLookup } from './promptLookup';

/** What guesses cost and bring with one model and role: measured from answer to answer. */
export interface GuessLengths {
	readonly lookedUp: GuessLength;
	readonly drafted: GuessLength;
}

/** All guesses of a draft are of one class. */
const draftClass = 0;

export function guessLengths(): GuessLengths {
	// How often a draft is right depends on the two models and the text: of the first tries most are believed to be.
	return { lookedUp: new GuessLength(), drafted: new GuessLength([{ matched: draftClass, right: 7, of: 10 }]) };
}

export interface Guess {
	/** None where no guess is worth a check. */
	readonly tokens: readonly Token[];
	readonly by: 'lookup' | 'draft' | 'nobody';
	readonly matched: number;
	/** Was not worth a check; whether it would have been right is learnt from all the same. */
	readonly wouldBe?: Token;
	/** What the draft has read ahead in this step, for later ones. */
	readonly readMilliseconds?: number;
}

/** For how many more tokens a draft reads what it has not read: answers are mostly as long. */
const usualTokens = 150;

/** Read along with the next guess, as long as a check may take. */
const fewUnread = 2 * mostGuesses;

export class Guesses {
	/** How many were right so far. */
	right = 0;

	constructor(
		private readonly lookup: PromptLookup,
		private readonly lengths: GuessLengths,
		private readonly draft?: Draft,
	) {}

	/** At most `room` guesses, for an answer that may have `rest` more tokens. */
	async next(room: number, rest: number): Promise<Guess> {
		const found = this.lookup.guess(Math.min(room, mostGuesses));
		const matched = found?.matched ?? 0;
		const count = found ? this.lengths.lookedUp.choose(matched, found.tokens.length) : 0;
		if (found && count > 0) return { tokens: found.tokens.slice(0, count) as Token[], by: 'lookup', matched };
		const begin = performance.now();
		const tokens = await this.fromDraft(room, rest);
		if (tokens.length > 0) return { tokens, by: 'draft', matched: draftClass };
		const wouldBe = found?.tokens[0] as Token | undefined;
		return { tokens: [], by: 'nobody', matched, wouldBe, readMilliseconds: performance.now() - begin };
	}

	/** These tokens came in the step that checked the guess; guessing and checking took so long. */
	learn(guess: Guess, tokens: readonly Token[], milliseconds: number): void {
		const { by, matched, wouldBe, readMilliseconds = 0 } = guess;
		this.lookup.add(tokens);
		const { lookedUp, drafted } = this.lengths;
		if (by === 'nobody') {
			const single = milliseconds - readMilliseconds;
			lookedUp.addSingle(single, wouldBe === undefined ? undefined : { matched, right: wouldBe === tokens[0] });
			drafted.addSingle(single);
			return;
		}
		const right = tokens.length - 1;
		this.right += right;
		(by === 'draft' ? drafted : lookedUp).addGuessed(guess.tokens.length, right, matched, milliseconds);
	}

	private async fromDraft(room: number, rest: number): Promise<readonly Token[]> {
		const { draft } = this;
		const text = this.lookup.text as Token[];
		const count = draft ? this.lengths.drafted.choose(draftClass, Math.min(room, mostGuesses)) : 0;
		if (!draft || draft.isDisposed || count === 0) return [];
		if (draft.unread(text) <= fewUnread) return draft.guess(text, count);
		// One chunk in a step: somebody may wait for the turn.
		const worth = this.lengths.drafted.worth(draftClass, Math.min(rest, usualTokens));
		if ((draft.readingTime(text) ?? 0) <= worth) await draft.read(text);
		return [];
	}
}

/**
 * The tokens of one answer, one at each call. Where guesses are at hand, several are checked in one batch, and those that the model would have written
 * itself are its next tokens: the same text, sooner, because the weights are read once for all of them.
 *
 * The library has an interface for predictors of its own, but node-llama-cpp 3.21.1 accepts at most one token of each batch through it: it compares with
 * a list that it never fills. So the batch is evaluated and compared here.
 */
import type { LlamaContextSequence, LlamaGrammarEvaluationState, Token } from 'node-llama-cpp';
import type { Lookup } from './lookup';

export interface Sampling {
	readonly temperature: number;
	readonly seed: number;
	readonly grammarEvaluationState?: LlamaGrammarEvaluationState;
}

export class AnswerTokens {
	/** One token after the other. What comes after a check is given to it in place of its own last token. */
	private readonly oneByOne: AsyncGenerator<Token, void, Token[]>;
	/** Checked and right, not given out yet. */
	private readonly ready: Token[] = [];
	/** Tokens of the answer that were guessed. */
	guessed = 0;
	/** The newest token, which is not in the cache yet. */
	private newest: Token | undefined;

	/**
	 * @param prompt of which all but the last token is in the cache
	 * @param lookup absent: nothing is guessed, as it must be where a grammar moves with each token or where a seed has to give the same answer again
	 */
	constructor(
		private readonly sequence: LlamaContextSequence,
		prompt: readonly Token[],
		private readonly sampling: Sampling,
		private readonly lookup: Lookup | undefined,
	) {
		this.oneByOne = sequence.evaluate(prompt.slice(-1), { ...sampling, yieldEogToken: true });
		lookup?.begin(prompt);
	}

	/** @param most tokens that one batch may have: more than the next that there is room for, and nobody can cancel before it is done */
	async next(most: number): Promise<Token | undefined> {
		const known = this.ready.shift();
		if (known !== undefined) return known;
		const { newest, lookup } = this;
		const guesses = newest === undefined ? [] : ((lookup?.guesses(most - 1) ?? []) as readonly Token[]);
		const start = performance.now();
		const tokens = newest === undefined || guesses.length === 0 ? await this.step() : await this.check(newest, guesses);
		// The first step's time says nothing of the others: it reads the last token of the prompt, and the caches are cold.
		if (newest !== undefined) lookup?.length.measured(guesses.length, performance.now() - start, tokens.length);
		for (const token of tokens) lookup?.push(token);
		this.newest = tokens.at(-1);
		this.ready.push(...tokens.slice(1));
		return tokens[0];
	}

	async end(): Promise<void> {
		await this.oneByOne.return();
	}

	private async step(): Promise<readonly Token[]> {
		const { value } = await this.oneByOne.next(this.newest === undefined ? [] : [this.newest]);
		return value === undefined ? [] : [value];
	}

	/** The model's own next tokens: as many as it agrees with, and the one that it writes instead of the first wrong guess or behind the last right one. */
	private async check(newest: Token, guesses: readonly Token[]): Promise<readonly Token[]> {
		const { sequence } = this;
		const written = await sequence.controlledEvaluate([newest, ...guesses].map(token => [token, { generateNext: this.choice() }]));
		const tokens = written.map(each => each?.next.token ?? undefined);
		const wrong = guesses.findIndex((guess, index) => tokens[index] !== guess);
		const right = wrong < 0 ? guesses.length : wrong;
		this.guessed += right;
		const end = sequence.nextTokenIndex;
		if (right < guesses.length) await sequence.eraseContextTokenRanges([{ start: end - guesses.length + right, end }]);
		return tokens.slice(0, right + 1).filter(token => token !== undefined);
	}

	/** Each token of a batch is drawn by itself, so each needs a seed of its own. */
	private choice() {
		return { token: true, options: { temperature: this.sampling.temperature, seed: randomSeed() } } as const;
	}
}

/** The library's own seed is the time in seconds: two answers within one would be the same. */
export function randomSeed(): number {
	return Math.floor(Math.random() * 0xffffffff);
}

/** How an answer's tokens come out of the model: one by one, or several at once where they were guessed right. */
import type { LlamaContextSequence, LlamaGrammarEvaluationState, Token } from 'node-llama-cpp';
import { mostGuesses, type GuessLength } from './guessLength';
import type { PromptLookup } from './promptLookup';

export interface Sampling {
	/** 0 is greedy. */
	readonly temperature: number;
	readonly seed: number;
}

export interface Steps {
	/** Runs the model once and gives the next tokens, at most so many. None: it can't go on. */
	next(most: number): Promise<readonly Token[]>;
	end(): Promise<void>;
}

/** One token at a time, of those that the grammar allows. */
export function constrainedSteps(
	sequence: LlamaContextSequence,
	last: Token,
	sampling: Sampling,
	grammarEvaluationState: LlamaGrammarEvaluationState,
): Steps {
	const tokens = sequence.evaluate([last], { ...sampling, yieldEogToken: true, grammarEvaluationState });
	return {
		async next() {
			const { value } = await tokens.next();
			return value === undefined ? [] : [value];
		},
		end: async () => void (await tokens.return()),
	};
}

/** Where guesses come from, how many are worth a check, and how many were right so far. */
export interface Guesses {
	readonly lookup: PromptLookup;
	readonly length: GuessLength;
	right: number;
}

/**
 * Checks guesses in the step that the last token needs anyway. Each place of the answer is sampled as if the tokens had come one by one, so guesses change
 * how long it takes and not what comes, but for the rounding of a step with more tokens.
 */
export function guessedSteps(sequence: LlamaContextSequence, first: Token, sampling: Sampling, guesses: Guesses | undefined): Steps {
	let last = first;
	let singles: ReturnType<LlamaContextSequence['evaluate']> | undefined;
	return {
		async next(most) {
			const begin = performance.now();
			const start = sequence.nextTokenIndex;
			const guess = guesses?.lookup.guess(Math.min(most, sequence.contextSize - start, mostGuesses + 1) - 1);
			const checked = guess === undefined ? [] : guess.tokens.slice(0, guesses?.length.choose(guess.matched, guess.tokens.length));
			const tokens = checked.length > 0 ? await several(sequence, last, checked as Token[], sampling) : await single();
			last = tokens.at(-1) ?? last;
			if (guesses) {
				guesses.lookup.add(tokens);
				const right = tokens.length - 1;
				const milliseconds = performance.now() - begin;
				if (checked.length > 0) guesses.right += right;
				if (checked.length > 0) guesses.length.addGuessed(checked.length, right, guess?.matched ?? 0, milliseconds);
				else guesses.length.addSingle(milliseconds, guess && { matched: guess.matched, right: guess.tokens[0] === last });
			}
			return tokens;
		},
		end: async () => void (await singles?.return()),
	};

	/** Its sampler is made once for an answer, which of a large vocabulary takes as long as a twentieth of a step. */
	async function single(): Promise<Token[]> {
		const isBegun = singles !== undefined;
		singles ??= sequence.evaluate([last], { ...sampling, yieldEogToken: true });
		const { value } = await (isBegun ? singles.next([last]) : singles.next());
		return value === undefined ? [] : [value];
	}
}

/** The guesses that are right, and the token behind them. */
async function several(sequence: LlamaContextSequence, last: Token, guesses: readonly Token[], sampling: Sampling): Promise<Token[]> {
	const start = sequence.nextTokenIndex;
	const sampled = await sampleAll(sequence, [last, ...guesses], sampling);
	const wrong = guesses.findIndex((token, index) => token !== sampled[index]);
	const right = wrong < 0 ? guesses.length : wrong;
	const end = start + 1 + right;
	if (end < sequence.nextTokenIndex) await sequence.eraseContextTokenRanges([{ start: end, end: sequence.nextTokenIndex }]);
	return sampled.slice(0, right + 1);
}

/** What the model says behind each of these tokens. */
async function sampleAll(sequence: LlamaContextSequence, tokens: readonly Token[], { temperature, seed }: Sampling): Promise<Token[]> {
	const start = sequence.nextTokenIndex;
	const results = await sequence.controlledEvaluate(
		tokens.map((token, index) => [
			token,
			// The library begins the seed's numbers anew in each call: without the place in it, every token would be drawn by the same number.
			{ generateNext: { token: true, options: { temperature, seed: (seed + (start + index) * 0x9e3779b1) >>> 0 } } },
		]),
	);
	return results.map(({ next }) => next.token).filter(token => token !== null);
}

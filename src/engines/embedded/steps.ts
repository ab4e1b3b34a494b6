/** How an answer's tokens come out of the model: one by one, or several at once where they were guessed right. */
import type { LlamaContextSequence, LlamaGrammarEvaluationState, Token } from 'node-llama-cpp';
import type { Guesses } from './guesses';

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
			const room = Math.min(most, sequence.contextSize - sequence.nextTokenIndex) - 1;
			const guess = await guesses?.next(room, most);
			const checked = guess?.tokens ?? [];
			const tokens = checked.length > 0 ? await several(sequence, last, checked, sampling) : await single();
			last = tokens.at(-1) ?? last;
			if (guess) guesses?.learn(guess, tokens, performance.now() - begin);
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

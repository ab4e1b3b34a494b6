import assert from 'node:assert/strict';
import type { Token } from 'node-llama-cpp';
import type { Draft } from '../../../../src/engines/embedded/draft';
import { Guesses, guessLengths } from '../../../../src/engines/embedded/guesses';
import { PromptLookup } from '../../../../src/engines/embedded/promptLookup';

/** Milliseconds that the larger model takes for one token. */
const single = 20;

describe('guesses of a draft', () => {
	it('are checked where nothing can be looked up', async () => {
		const { guesses } = answering(new Drafter());
		const { by, tokens } = await guesses.next(31, 500);
		assert.equal(by, 'draft');
		assert.deepEqual(tokens, next(100, tokens.length));
		assert.ok(tokens.length > 0);
	});

	it('are not asked for where as many tokens stood alike before', async () => {
		const drafter = new Drafter();
		const { guesses } = answering(drafter, [...next(0, 100), ...next(0, 50)]);
		const { by, tokens } = await guesses.next(31, 500);
		assert.equal(by, 'lookup');
		assert.deepEqual(tokens, next(50, tokens.length));
		assert.equal(drafter.asked, 0);
	});

	it('wait until it has read the text, a piece in each step, which is not taken for the time of a token', async () => {
		const drafter = new Drafter({ unread: 300, piece: 100, millisecondsForAll: 60 });
		const { guesses, lengths } = answering(drafter);
		for (let step = 0; step < 3; step++) {
			const guess = await guesses.next(31, 500);
			assert.equal(guess.by, 'nobody');
			guesses.learn({ ...guess, readMilliseconds: 1000 }, [token(100 + step)], 1000 + single);
		}
		assert.equal(drafter.unread([]), 0);
		assert.equal((await guesses.next(31, 500)).by, 'draft');
		// 40 % more than a token for each guess, until it was measured: of 500 ms for one, none would be worth a check.
		assert.ok(lengths.drafted.choose(0, 31) > 0);
	});

	it('are not worth reading a text that takes longer than they may save, nor for an answer that is nearly over', async () => {
		for (const [unread, rest] of [
			[3000, 500],
			[300, 2],
		] as const) {
			const drafter = new Drafter({ unread, piece: 100, millisecondsForAll: unread / 5 });
			const { guesses } = answering(drafter);
			for (let step = 0; step < 5; step++) await guesses.next(31, rest);
			assert.equal(drafter.unread([]), unread);
		}
	});

	it('end when it is disposed', async () => {
		const drafter = new Drafter();
		const { guesses } = answering(drafter);
		drafter.isDisposed = true;
		assert.equal((await guesses.next(31, 500)).by, 'nobody');
	});
});

describe('how many guesses of a draft to check', () => {
	/** A step of a larger model on a GPU, which reads several tokens at once in the time of one, and what its draft takes for each. */
	const steps = (guessed: number) => (guessed === 0 ? 20 : 20 * 1.05 + 4 * guessed);

	it('is what makes a GPU write half as fast again, where seven of ten are right', () => {
		const { milliseconds, plain } = write(2000, 0.7, steps);
		assert.ok(plain / milliseconds >= 1.45, `${plain / milliseconds} times`);
	});

	for (const chance of [0, 0.1, 0.2, 0.3]) {
		it(`is none where ${chance * 100} % are right: less than one percent of a long answer is lost`, () => {
			const { milliseconds, plain } = write(2000, chance, steps);
			assert.ok(milliseconds <= plain * 1.01, `${milliseconds} instead of ${plain} ms`);
		});
	}

	it('is none where the draft takes as long as the model', () => {
		const { milliseconds, plain } = write(2000, 0.9, guessed => 20 + 20 * guessed);
		assert.ok(milliseconds <= plain * 1.01, `${milliseconds} instead of ${plain} ms`);
	});
});

/** Says that the token behind n is n + 1. */
class Drafter implements Pick<Draft, 'isDisposed' | 'unread' | 'readingTime' | 'read' | 'guess'> {
	isDisposed = false;
	asked = 0;

	constructor(private readonly text = { unread: 0, piece: 0, millisecondsForAll: 0 }) {}

	unread(_: readonly Token[]): number {
		return this.text.unread;
	}

	readingTime(): number {
		return this.text.millisecondsForAll;
	}

	read(): Promise<void> {
		this.text.unread -= this.text.piece;
		return Promise.resolve();
	}

	guess(text: readonly Token[], count: number): Promise<readonly Token[]> {
		this.asked++;
		return Promise.resolve(next(Number(text.at(-1)) + 1, count));
	}
}

function answering(drafter: Drafter, text: readonly Token[] = next(0, 100)) {
	const lookup = new PromptLookup(() => false);
	lookup.add(text);
	const lengths = guessLengths();
	for (const each of [lengths.lookedUp, lengths.drafted]) each.addSingle(single);
	return { guesses: new Guesses(lookup, lengths, drafter as unknown as Draft), lengths };
}

function next(from: number, count: number): Token[] {
	return Array.from({ length: count }, (_, index) => token(from + index));
}

function token(number: number): Token {
	return number as Token;
}

/** An answer of so many tokens, each guess right with this chance; `steps` says what a step with so many guesses takes. */
function write(tokens: number, chance: number, steps: (guessed: number) => number) {
	const { drafted } = guessLengths();
	let [written, milliseconds, seed] = [0, 0, 1];
	const isRight = () => (seed = (seed * 48271) % 2147483647) / 2147483647 < chance;
	while (written < tokens) {
		const guessed = drafted.choose(0, 31);
		let right = 0;
		while (right < guessed && isRight()) right++;
		const took = steps(guessed);
		if (guessed === 0) drafted.addSingle(took);
		else drafted.addGuessed(guessed, right, 0, took);
		milliseconds += took;
		written += right + 1;
	}
	return { milliseconds, plain: written * steps(0) };
}

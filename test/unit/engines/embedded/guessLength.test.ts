import assert from 'node:assert/strict';
import { GuessLength } from '../../../../src/engines/embedded/guessLength';
import { seededRandom } from '../../../../src/lab/random';

/** Milliseconds of a step with 1, 2, 4, 8, 16 and 32 tokens, measured with SmolLM2 135M on one thread; the last one is made up. */
const models = {
	Q4_0: [4.8, 8.2, 10.5, 16.9, 28.4, 61.2],
	Q8_0: [8, 28.2, 36, 44.7, 53.7, 111.7],
	Q4_1: [7.5, 18.1, 29.5, 47.7, 82.4, 166],
	'a GPU': [10, 10.2, 10.4, 11, 12, 15],
};

describe('how many guesses to check at once', () => {
	it('none before it is known how long one token takes', () => {
		assert.equal(new GuessLength().choose(32, 31), 0);
	});

	it('none where only few are likely to be right, many where what is copied goes on and on', () => {
		const length = new GuessLength();
		length.addSingle(5);
		assert.ok(length.choose(2, 31) <= 1);
		assert.ok(length.choose(32, 31) >= 7);
		assert.equal(length.choose(32, 4), 3);
	});

	it('no more than a cancel may wait for on a slow machine, however sure they are', () => {
		const length = new GuessLength();
		length.addSingle(125);
		assert.equal(length.choose(32, 31), 3);
		const slower = new GuessLength();
		slower.addSingle(500);
		assert.equal(slower.choose(32, 31), 0);
	});

	for (const [name, times] of Object.entries(models)) {
		for (const chance of [0, 0.3, 0.6, 0.8, 0.95]) {
			it(`${name}, ${chance * 100} % of the guessed tokens right: at most two percent and five steps are lost`, () => {
				const { milliseconds, plain } = answer(times, 2000, () => chance);
				assert.ok(milliseconds <= plain * 1.02 + 5 * times[0]!, `${milliseconds} instead of ${plain} ms`);
			});
		}
	}

	for (const [name, least] of [
		['Q4_0', 1.8],
		['Q8_0', 1.5],
		['a GPU', 8],
	] as const) {
		it(`${name}: a long copy is written at least ${least} times as fast`, () => {
			const { milliseconds, plain } = answer(models[name], 1000, () => 0.98);
			assert.ok(plain / milliseconds >= least, `${plain / milliseconds} times`);
		});
	}

	it('begins again where a text begins to repeat itself, after a long one that did not', () => {
		const { milliseconds, plain } = answer(models.Q4_0, 4000, written => (written < 3000 ? 0.05 : 0.98));
		assert.ok(milliseconds < plain - 0.3 * 1000 * models.Q4_0[0]!, `${milliseconds} instead of ${plain} ms`);
	});

	it('a step that another program held up once changes no mind', () => {
		const length = new GuessLength();
		for (let step = 0; step < 20; step++) length.addSingle(5);
		for (let step = 0; step < 20; step++) length.addGuessed(15, 15, 32, 30);
		length.addGuessed(15, 15, 32, 3000);
		assert.ok(length.choose(32, 15) >= 7);
	});
});

/** An answer in which a guess is there for each token, in matches as long as the text went right before; time as the model of these steps takes it. */
function answer(times: readonly number[], tokens: number, chanceAt: (written: number) => number) {
	const length = new GuessLength();
	const random = seededRandom(7);
	let matched = 2;
	let milliseconds = 0;
	let written = 0;
	while (written < tokens) {
		const isRight = Array.from({ length: 31 }, () => random() < chanceAt(written));
		const wrong = isRight.indexOf(false);
		const guessed = length.choose(matched, 31);
		const right = wrong < 0 ? guessed : Math.min(guessed, wrong);
		const took = times[Math.log2(guessed + 1)] ?? assert.fail(`${guessed} guesses`);
		if (guessed > 0) length.addGuessed(guessed, right, matched, took);
		else length.addSingle(took, { matched, right: isRight[0] === true });
		milliseconds += took;
		written += right + 1;
		const goesOn = guessed > 0 ? right === guessed : isRight[0];
		matched = goesOn ? Math.min(32, matched + right + 1) : 2;
	}
	return { milliseconds, plain: written * times[0]! };
}

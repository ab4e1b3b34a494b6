/** The parts that the benches' figures rest on. */
import assert from 'node:assert/strict';
import { leastTokens, slidingWindowTokens } from '../../bench/leastTokens';
import type { AskedRequest } from '../../bench/replay';
import { SkippingClock } from '../../bench/skippingClock';
import { percentile, table } from '../../bench/statistics';

/** A token a character. */
const count = (text: string) => Promise.resolve(text.length);

function asked(before: string, after: string, prefix = before): AskedRequest {
	return { prompt: [], before, after, prefix, suffix: after, context: '' };
}

describe('the least tokens', () => {
	it('are the whole of the first prompt, then what was typed and the suffix', async () => {
		const first = asked('0123456789', '\nend');
		assert.equal(await leastTokens([first], count), 2 + 10 + 4 + 2);
		assert.equal(await leastTokens([first, asked('0123456789ab', '\nend')], count), 2 + 10 + 4 + 2 + (2 + 4 + 2));
	});

	it('count what stands behind a change, and not what the window has left behind', async () => {
		const first = asked('0123456789', '');
		assert.equal((await leastTokens([first, asked('0123X56789', '')], count)) - (await leastTokens([first], count)), 6 + 2);
		assert.equal((await leastTokens([first, asked('X123456789', '', '6789')], count)) - (await leastTokens([first], count)), 4 + 2);
	});
});

describe('a window that slides', () => {
	it('costs what was typed while the file fits, and all of it once it has to move', async () => {
		const small = [asked('a'.repeat(100), 'z'), asked('a'.repeat(101), 'z')];
		assert.equal(await slidingWindowTokens(small, count), 2 + 100 + 1 + 2 + (1 + 1 + 2));
		const large = [asked('a'.repeat(2000), 'z'.repeat(500)), asked('a'.repeat(2001), 'z'.repeat(500))];
		assert.equal(await slidingWindowTokens(large, count), 2 * (2 + 768 + 256 + 2));
	});
});

describe('SkippingClock', () => {
	it('jumps from timer to timer while nothing works, in order', async () => {
		const clock = new SkippingClock(() => false);
		const rung: string[] = [];
		void clock.delay(5_000_000).then(() => rung.push(`late ${clock.now()}`));
		void clock.delay(20).then(() => rung.push(`first ${clock.now()}`));
		const gone = new AbortController();
		void clock.delay(30, gone.signal).then(whole => rung.push(`gone ${whole}`));
		gone.abort();
		await clock.advanceTo(10_000_000);
		assert.deepEqual(rung, ['gone false', 'first 20', 'late 5000000']);
		assert.equal(clock.now(), 10_000_000);
	});

	it('does not jump while the engine works', async () => {
		let looks = 0;
		const isBusy = () => looks < 10;
		const clock = new SkippingClock(() => {
			looks++;
			return isBusy();
		});
		const rung = clock.delay(500_000).then(() => isBusy());
		await clock.advanceTo(1_000_000);
		assert.equal(await rung, false, 'rang in the middle of the work');
		assert.equal(clock.now(), 1_000_000);
	});
});

describe('figures', () => {
	it('percentiles are values of the series, and none where it is empty', () => {
		assert.equal(percentile([5, 1, 4, 2, 3], 0.5), 3);
		assert.equal(percentile([5, 1, 4, 2, 3], 0.95), 5);
		assert.equal(percentile([], 0.5), null);
	});

	it('tables are Markdown', () => {
		assert.equal(
			table(
				['name', 'n'],
				[
					['a', 1],
					['b', null],
				],
			),
			'| name |   n |\n| ---- | --: |\n| a    |   1 |\n| b    |   – |',
		);
	});
});

import assert from 'node:assert/strict';
import { measureThreads } from '../../../../src/engines/embedded/measureThreads';

/** Milliseconds of a token by threads, and in which order they were tried. */
describe('measured threads', () => {
	for (const [title, cores, times, tried, best] of [
		['two cores, both busy: one thread', 2, { 1: 5, 2: 20 }, [1, 2], 1],
		['two idle cores: both', 2, { 1: 10, 2: 6 }, [1, 2], 2],
		['a second thread that hardly helps is left out', 2, { 1: 10, 2: 9.5 }, [1, 2], 1],
		['a single core: nothing to choose from', 1, { 1: 10 }, [1], 1],
		['eight cores and slow memory: four, as begun with', 8, { 3: 9, 4: 6, 6: 6 }, [4, 6, 3], 4],
		['eight cores and quick memory: all', 8, { 4: 6, 6: 4, 8: 3 }, [4, 6, 8], 8],
		['eight cores of which most are busy: down to two', 8, { 1: 9, 2: 5, 3: 5, 4: 5, 6: 50 }, [4, 6, 3, 2, 1], 2],
		['fewer threads that are even quicker', 8, { 1: 2, 2: 3, 3: 4, 4: 5, 6: 7 }, [4, 6, 3, 2, 1], 1],
		['more cores than anybody measures', 128, { 4: 9, 6: 8, 8: 7, 12: 6, 16: 5, 24: 4, 32: 3 }, [4, 6, 8, 12, 16, 24, 32], 32],
	] as const) {
		it(title, async () => {
			const order: number[] = [];
			const [chosen, ...others] = await measureThreads(cores, threads => {
				order.push(threads);
				return Promise.resolve((times as Readonly<Record<number, number>>)[threads] ?? assert.fail(`${threads} threads`));
			});
			assert.equal(chosen.threads, best);
			assert.deepEqual(order, tried);
			assert.equal(others.length, tried.length - 1);
		});
	}

	it('says what is hopeless: three times the best so far', async () => {
		const limits: number[] = [];
		await measureThreads(8, (threads, hopeless) => {
			limits.push(hopeless);
			return Promise.resolve(threads === 4 ? 10 : 100);
		});
		assert.deepEqual(limits, [Infinity, 30, 30]);
	});
});

/** The short form of the soak test; `npm run test:soak` is the long one. */
import assert from 'node:assert/strict';
import { whatGrew } from '../soak/flat';
import { soak } from '../soak/soak';

describe('a soak of 600 requests', function () {
	this.timeout(180_000);

	it('leaves no memory, signals, sockets, timers or processes behind', async () => {
		const samples = await soak({ requests: 600, samples: 3, seed: 1 });
		const [first = assert.fail(), last = assert.fail()] = [samples[0], samples.at(-1)];
		assert.deepEqual(whatGrew(first, last), []);
		for (const kind of ['shown', 'answered', 'failed', 'cancelled'] as const) assert.ok(last[kind] > 20, `${last[kind]} were ${kind}`);
	});
});

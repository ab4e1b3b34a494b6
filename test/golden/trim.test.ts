/** `lab trim` over thousands of places in published code: right answers stay as they are, answers spoilt in known ways become right. */
import assert from 'node:assert/strict';
import { seededRandom } from '../../src/lab/random';
import { cutsOf } from '../bench/cuts';
import { excerpts } from '../bench/sources';
import { spoils } from '../bench/spoilt';
import { isMended, trimmedAll, type GivenAnswer, type Trimmed } from '../bench/trimmed';

const random = seededRandom(2);
const holes = excerpts().flatMap(source => cutsOf(source, random, 1));

/** Half of these can't be seen for certain: a body may be deep for a reason. */
const least = new Map([['a level too deep', 0.55]]);

function rightShare(trimmed: readonly Trimmed[]): number {
	return trimmed.filter(isMended).length / trimmed.length;
}

describe('lab trim', () => {
	it('leaves 99 % of right answers as they are', async () => {
		const trimmed = await trimmedAll(holes.map(hole => ({ hole, output: hole.middle, wanted: hole.middle })));
		assert.ok(trimmed.length > 2500, `${trimmed.length} places`);
		const share = rightShare(trimmed);
		const touched = trimmed.filter(each => !isMended(each)).map(each => each.hole.id);
		assert.ok(share >= 0.99, `${share} of ${trimmed.length}: ${touched.join(', ')}`);
	});

	for (const [name, spoil] of Object.entries(spoils)) {
		it(`mends: ${name}`, async () => {
			const spoilt = holes.flatMap((hole): GivenAnswer[] => {
				const made = spoil(hole);
				return made === undefined ? [] : [{ hole, ...made }];
			});
			const some = spoilt.filter((_, index) => index % Math.ceil(spoilt.length / 500) === 0);
			const share = rightShare(await trimmedAll(some));
			assert.ok(some.length > 100 && share >= (least.get(name) ?? 0.9), `${share} of ${some.length}`);
		});
	}
});

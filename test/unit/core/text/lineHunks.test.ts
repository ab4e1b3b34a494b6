import assert from 'node:assert/strict';
import { hunkNear, hunksBetween, merged, withHunk, withoutHunk } from '../../../../src/core/text/lineHunks';

const lines = (text: string) => text.split('');
/** Each hunk as "old>new". */
const pictured = (old: string, now: string) =>
	hunksBetween(lines(old), lines(now)).map(
		({ oldStart, oldEnd, newStart, newEnd }) => `${old.slice(oldStart, oldEnd)}>${now.slice(newStart, newEnd)}`,
	);

describe('hunksBetween', () => {
	it('is empty for the same text', () => assert.deepEqual(pictured('abc', 'abc'), []));

	it('finds what was changed, added and removed, each on its own', () => {
		assert.deepEqual(pictured('abcdefgh', 'aXcdYZefg'), ['b>X', '>YZ', 'h>']);
		assert.deepEqual(pictured('', 'ab'), ['>ab']);
		assert.deepEqual(pictured('ab', ''), ['ab>']);
	});

	it('needs no more lines than must change', () => {
		// The example of Myers' paper: five lines differ.
		const changed = pictured('abcabba', 'cbabac').join('').replace(/>/g, '').length;
		assert.equal(changed, 5);
	});

	it('rebuilds one text from the other, whatever they are', () => {
		let seed = 7;
		const random = (below: number) => (seed = (seed * 1103515245 + 12345) % 2 ** 31) % below;
		for (let round = 0; round < 500; round++) {
			const [old, now] = [0, 1].map(() => Array.from({ length: random(12) }, () => 'abcd'[random(4)]!)) as [string[], string[]];
			const hunks = hunksBetween(old, now);
			assert.equal(hunks.reduceRight<readonly string[]>((text, hunk) => withHunk(text, now, hunk), old).join(''), now.join(''));
			assert.equal(hunks.reduceRight<readonly string[]>((text, hunk) => withoutHunk(old, text, hunk), now).join(''), old.join(''));
			for (const [index, hunk] of hunks.entries()) {
				const next = hunks[index + 1];
				assert.ok(next === undefined || (next.oldStart - hunk.oldEnd > 0 && next.oldStart - hunk.oldEnd === next.newStart - hunk.newEnd));
			}
		}
	});

	it('takes two long texts without a line in common as one hunk', () => {
		const many = (name: string) => Array.from({ length: 5000 }, (_, index) => `${name}${index}`);
		assert.deepEqual(hunksBetween(many('a'), many('b')), [{ oldStart: 0, oldEnd: 5000, newStart: 0, newEnd: 5000 }]);
	});
});

describe('merged', () => {
	const merge = (base: string, one: string, other: string) => merged(lines(base), lines(one), lines(other))?.join('');

	it('takes both changes where they are apart', () => {
		assert.equal(merge('abcdef', 'aXcdef', 'abcdeY+'), 'aXcdeY+');
		assert.equal(merge('abcdef', 'abef', 'abcdefg'), 'abefg');
	});

	it('takes a change that both made once', () => assert.equal(merge('abc', 'aXc', 'aXc'), 'aXc'));

	it('says no where they touch', () => {
		assert.equal(merge('abc', 'aXc', 'aYc'), undefined);
		assert.equal(merge('abc', 'aXc', 'abYc'), undefined);
		assert.equal(merge('abc', 'aXbc', 'aYbc'), undefined);
	});
});

describe('hunkNear', () => {
	const hunks = hunksBetween(lines('abcdefgh'), lines('aXcdefg'));
	const at = (side: 'old' | 'new', line: number) => hunks.indexOf(hunkNear(hunks, side, line)!);

	it('is the one at the line, else the next, else the last', () => {
		assert.deepEqual(
			[0, 1, 2, 6, 7].map(line => at('new', line)),
			[0, 0, 1, 1, 1],
		);
		assert.deepEqual(
			[0, 1, 2, 7].map(line => at('old', line)),
			[0, 0, 1, 1],
		);
	});
});

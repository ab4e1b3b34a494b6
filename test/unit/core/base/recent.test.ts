import assert from 'node:assert/strict';
import { Recent } from '../../../../src/core/base/recent';

describe('Recent', () => {
	it('makes a value once while its key is among the last', () => {
		const recent = new Recent<{ text: string; language: object }, number>(2);
		const [a, b] = [{}, {}];
		let made = 0;
		const get = (text: string, language: object) => recent.get({ text, language }, () => ++made);
		assert.deepEqual([get('x', a), get('x', a), get('x', b), get('x', a)], [1, 1, 2, 1]);
		assert.equal(get('y', a), 3);
		assert.equal(get('x', a), 4, 'the oldest is forgotten');
	});
});

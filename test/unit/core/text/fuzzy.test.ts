import assert from 'node:assert/strict';
import { bestMatches, matchScore } from '../../../../src/core/text/fuzzy';

const files = [
	'src/cart/total.ts',
	'src/cart.ts',
	'test/cart.test.ts',
	'src/chat/chatView.ts',
	'docs/catalogue.md',
	'src/panel/contextChips.ts',
];
const found = (query: string, most = 10) => bestMatches(query, files, file => file, most);

describe('bestMatches', () => {
	it('has the name before the folder, and the shorter before the longer', () => {
		assert.deepEqual(found('cart').slice(0, 3), ['src/cart.ts', 'test/cart.test.ts', 'src/cart/total.ts']);
	});

	it('understands the starts of words and the humps of camels', () => {
		assert.equal(found('cv')[0], 'src/chat/chatView.ts');
		assert.equal(found('coch')[0], 'src/panel/contextChips.ts');
		assert.equal(found('s/ca/to')[0], 'src/cart/total.ts');
	});

	it('leaves out what does not hold the letters in order', () => {
		assert.deepEqual(found('zz'), []);
		assert.equal(matchScore('ba', 'ab'), undefined);
	});

	it('gives no more than asked for, and the first ones for no letters', () => {
		assert.deepEqual(found('', 2), files.slice(0, 2));
		assert.equal(found('t', 3).length, 3);
	});
});

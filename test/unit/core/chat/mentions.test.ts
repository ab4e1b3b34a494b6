import assert from 'node:assert/strict';
import { mentionsIn, mentionText, readMention } from '../../../../src/core/chat/mentions';

const named = (text: string) => mentionsIn(text).map(mentionText);

describe('mentionsIn', () => {
	it('finds what a question names, each once', () => {
		assert.deepEqual(named('Is #file:src/cart.ts right, given @problems and #selection? See #problems.'), [
			'#file:src/cart.ts',
			'#problems',
			'#selection',
		]);
	});

	it('leaves the end of the sentence to the sentence', () => {
		assert.deepEqual(named('What is #sym:Cart.total? (And #folder:src/core/.)'), ['#sym:Cart.total', '#folder:src/core/']);
		assert.deepEqual(named('#openfiles, #Terminal: #changes!'), ['#openFiles', '#terminal', '#changes']);
	});

	it('knows that most signs mean something else', () => {
		assert.deepEqual(named('mail@file:x, a#selection, #1, #define X, @decorator, # file, #folder, #sym:'), []);
	});

	it('takes a file without a name for the one in the editor', () => assert.deepEqual(named('#file'), ['#file']));
});

it('readMention takes only a whole mention', () => {
	assert.deepEqual(readMention('#file:a b.ts'), undefined);
	assert.deepEqual(readMention('#sym:total'), { kind: 'sym', name: 'total' });
	assert.deepEqual(readMention('x #problems'), undefined);
});

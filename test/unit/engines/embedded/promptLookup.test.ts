import assert from 'node:assert/strict';
import { PromptLookup } from '../../../../src/engines/embedded/promptLookup';

/** Letters stand for tokens; "|" is one that no guess goes beyond. */
describe('prompt lookup', () => {
	for (const [title, text, most, guessed, matched] of [
		['what followed the last two tokens before', 'abcdef ab', 3, 'cde', 2],
		['the place where more stood alike, though another is nearer', 'xabcd  yabef  xab', 2, 'cd', 3],
		['the nearer of two places that are alike', 'abcd  abef  ab', 2, 'ef', 4],
		['nothing, where the end never stood before', 'abcdef', 3, undefined, undefined],
		['nothing, where one token alone did', 'ab cb', 3, undefined, undefined],
		['no more than stands there before a border', 'abcd|ef ab', 9, 'cd', 2],
		['nothing beyond a border right behind', 'ab|cd ab', 9, undefined, undefined],
		['a repetition goes on as long as is asked', 'abcabcab', 8, 'cabcabca', 5],
		['no more than is asked', 'abcdef ab', 1, 'c', 2],
		['nothing, where none is asked for', 'abcdef ab', 0, undefined, undefined],
		['nothing after a single token', 'a', 5, undefined, undefined],
	] as const) {
		it(`guesses ${title}`, () => {
			const lookup = new PromptLookup(token => token === '|'.charCodeAt(0));
			lookup.add(codes(text));
			const guess = lookup.guess(most);
			assert.equal(guess && String.fromCharCode(...guess.tokens), guessed);
			assert.equal(guess?.matched, matched);
		});
	}

	it('follows an answer as it is written', () => {
		const lookup = new PromptLookup(() => false);
		lookup.add(codes('let total = 0; '));
		lookup.add(codes('le'));
		assert.deepEqual(lookup.guess(4)?.tokens, codes('t to'));
		lookup.add(codes('t n'));
		assert.equal(lookup.guess(4), undefined);
	});

	it('a prompt of ten thousand tokens that are all the same is no trouble', () => {
		const lookup = new PromptLookup(() => false);
		lookup.add(Array<number>(10_000).fill(7));
		assert.deepEqual(lookup.guess(3), { tokens: [7, 7, 7], matched: 32 });
	});
});

function codes(text: string): number[] {
	return [...text].map(letter => letter.charCodeAt(0));
}

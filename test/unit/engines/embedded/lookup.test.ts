import assert from 'node:assert/strict';
import { DraftLength } from '../../../../src/engines/embedded/draftLength';
import { Lookup } from '../../../../src/engines/embedded/lookup';

const tokensOf = (text: string) => [...text].map(character => character.charCodeAt(0));
const textOf = (tokens: readonly number[]) => String.fromCharCode(...tokens);

/** On a machine where guesses cost next to nothing and were right until now. */
function willing(): Lookup {
	const length = new DraftLength(() => 1e6);
	length.measured(0, 1, 1);
	for (let time = 0; time < 60; time++) for (const matchLength of [6, 9, 12, 18, 24]) length.watched(matchLength, true);
	return new Lookup(length);
}

function write(lookup: Lookup, text: string): void {
	for (const token of tokensOf(text)) lookup.push(token);
}

describe('Lookup', () => {
	it('guesses what stood behind the last six tokens before', () => {
		const lookup = willing();
		lookup.begin(tokensOf('const total = sum(prices); log(total); const total'));
		assert.equal(textOf(lookup.guesses(3)), ' = ');
	});

	it('guesses from the answer too, goes on with a guess that was right and drops one that was wrong', () => {
		const lookup = willing();
		lookup.begin(tokensOf('x'));
		write(lookup, 'first(1); second(2); third(3); first(1);');
		assert.equal(textOf(lookup.guesses(7)), ' second');
		write(lookup, ' sec');
		assert.equal(textOf(lookup.guesses(3)), 'ond');
		write(lookup, '!');
		assert.deepEqual(lookup.guesses(7), []);
	});

	it('guesses nothing where nothing agrees, and no more than there is room for', () => {
		const lookup = willing();
		lookup.begin(tokensOf('abcdefghij'));
		assert.deepEqual(lookup.guesses(8), []);
		lookup.begin(tokensOf('abcdefghij abcdefghij abcdefg'));
		assert.deepEqual(lookup.guesses(2), []); // a check of fewer than three pays nowhere
		assert.equal(textOf(lookup.guesses(6)), 'hij');
	});

	it('forgets a prompt that another one takes the place of', () => {
		const lookup = willing();
		lookup.begin(tokensOf('secret value = 1; '));
		lookup.begin(tokensOf('other text; secret value'));
		assert.deepEqual(lookup.guesses(8), []);
	});

	it('knows what a conversation said before', () => {
		const lookup = willing();
		lookup.begin(tokensOf('return price * amount;'));
		write(lookup, ' done');
		lookup.begin(tokensOf('return price * amount; done. And: return p'));
		assert.equal(textOf(lookup.guesses(7)), 'rice * ');
	});
});

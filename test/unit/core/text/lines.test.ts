import assert from 'node:assert/strict';
import {
	firstWrittenLine,
	indentationWidth,
	lastLinesWithin,
	lastWrittenLine,
	toLineFeeds,
	withLineEnding,
	writtenLines,
} from '../../../../src/core/text/lines';
import { similarity, withoutFormatting } from '../../../../src/core/text/similarity';
import { characterEnd, characterStart, wellFormed } from '../../../../src/core/text/surrogates';

describe('lines', () => {
	it('have one kind of end inside, and their own outside', () => {
		assert.equal(toLineFeeds('a\r\nb\rc\nd'), 'a\nb\nc\nd');
		assert.equal(withLineEnding('a\nb', '\r\n'), 'a\r\nb');
	});

	it('are indented in columns', () => {
		assert.deepEqual(['a', '  a', '\ta', ' \ta', '\t  a'].map(indentationWidth), [0, 2, 4, 4, 6]);
	});

	it('are looked for past the blank ones', () => {
		assert.equal(lastWrittenLine('a\n  b\n\n  '), '  b');
		assert.equal(firstWrittenLine('\n\n  b\nc'), '  b');
		assert.equal(lastWrittenLine(' \n'), undefined);
		assert.equal(firstWrittenLine(' \n'), undefined);
		assert.deepEqual(writtenLines('\n a\n\n \nb\nc', 2), [' a', 'b']);
		assert.deepEqual(writtenLines('\n', 2), []);
	});

	it('are taken from the end as whole ones, unless one is too long by itself', () => {
		assert.equal(lastLinesWithin('one\ntwo\nthree', 20), 'one\ntwo\nthree');
		assert.equal(lastLinesWithin('one\ntwo\nthree', 9), 'two\nthree');
		assert.equal(lastLinesWithin('one\ntwo\nthree', 8), 'three');
		assert.equal(lastLinesWithin('one\ntwothree', 5), 'three');
	});
});

describe('characters', () => {
	it('are not cut in two', () => {
		assert.equal(characterStart('a😀b', 2), 3);
		assert.equal(characterEnd('a😀b', 2), 1);
		assert.equal(characterStart('a😀b', 1), 1);
	});

	it('without their other half become the replacement character', () => {
		assert.equal(wellFormed('a\ud83db😀'), 'a\ufffdb😀');
	});
});

describe('similarity', () => {
	it('is one less the share of changed characters', () => {
		assert.equal(similarity('abcd', 'abxd'), 0.75);
		assert.equal(similarity('', ''), 1);
		assert.equal(similarity('abc', ''), 0);
	});

	it('can be asked without what a formatter changes', () => {
		assert.equal(withoutFormatting('import a from "./a" ;'), withoutFormatting("import a from './a'"));
	});
});

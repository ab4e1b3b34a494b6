import assert from 'node:assert/strict';
import { dedented, firstLines } from '../../../../src/core/chat/lineRange';

describe('dedented', () => {
	it('takes away the indentation that all lines share, and leaves empty lines alone', () => {
		assert.equal(dedented(['\t\tif (a) {', '\t\t\tb();', '', '\t\t}']), 'if (a) {\n\tb();\n\n}');
		assert.equal(dedented(['a', '  b']), 'a\n  b');
		assert.equal(dedented(['\ta', '  b']), '\ta\n  b');
	});
});

describe('firstLines', () => {
	it('gives whole lines, and at least one', () => {
		assert.deepEqual(firstLines(['one', 'two', 'three'], 8), ['one', 'two']);
		assert.deepEqual(firstLines(['one', 'two'], 100), ['one', 'two']);
		assert.deepEqual(firstLines(['endless'], 3), ['endless']);
	});
});

import assert from 'node:assert/strict';
import { type PlaceHints, withCode } from '../../../../src/core/chat/placeCode';

const file = `import { a } from './a';

export class Cart {
	/** Adds. */
	total(prices: number[]): number {
		let sum = 0;
		for (const price of prices) sum += price;
		return sum;
	}

	clear() {
		this.items = [];
	}
}

function helper(x) {
	return x;
}
`;
const cursorAt = (startLine: number, endLine = startLine, isEmpty = true): PlaceHints => ({ selection: { startLine, endLine, isEmpty } });

describe('withCode', () => {
	it('replaces the method of the same name, with its indentation', () => {
		const code = 'total(prices: number[]): number {\n\treturn prices.reduce((sum, price) => sum + price, 0);\n}';
		assert.equal(
			withCode(file, code, cursorAt(0)),
			file.replace(
				/\ttotal[^]*?\n\t\}/,
				'\ttotal(prices: number[]): number {\n\t\treturn prices.reduce((sum, price) => sum + price, 0);\n\t}',
			),
		);
	});

	it('replaces the comment above it when the code brings its own', () => {
		const code = '/** Adds what can be added. */\ntotal(prices: number[], discount = 0): number {\n\treturn 0;\n}';
		assert.equal(
			withCode(file, code, {}),
			file.replace(
				/\t\/\*\* Adds\. \*\/\n\ttotal[^]*?\n\t\}/,
				'\t/** Adds what can be added. */\n\ttotal(prices: number[], discount = 0): number {\n\t\treturn 0;\n\t}',
			),
		);
	});

	it('replaces the whole file by a new version of it', () => {
		const next = file.replace('return x;', 'return x + 1;').replace('Adds.', 'Sums.');
		assert.equal(withCode(file, next.trimEnd(), cursorAt(5)), next);
		assert.equal(withCode('', 'x', {}), 'x\n');
	});

	it('replaces the code that was asked about, also where it moved to', () => {
		const code = 'let sum = 0;\nfor (const price of prices) sum += price;';
		const rewritten = 'let sum = 0;\nfor (const price of prices) if (price > 0) sum += price;';
		assert.equal(
			withCode(file, rewritten, { asked: { code, startLine: 1 } }),
			file.replace('sum += price;', 'if (price > 0) sum += price;').replace('prices) if', 'prices) if'),
		);
	});

	it('does not take a test of the asked code for a new version of it', () => {
		const asked = { code: 'function helper(x) {\n\treturn x;\n}', startLine: 15 };
		const test = "test('helper', () => {\n\texpect(helper(1)).toBe(1);\n});";
		assert.equal(withCode(file, test, { asked }), `${file}\n${test}\n`);
	});

	it('replaces the selection, else goes to the line of the cursor, else to the end', () => {
		assert.equal(withCode('a\n\tb\n\tc\nd\n', 'x\ny', cursorAt(1, 2, false)), 'a\n\tx\n\ty\nd\n');
		assert.equal(withCode('a\n\nd\n', 'x', cursorAt(1)), 'a\nx\nd\n');
		assert.equal(withCode('a\n  b\n', 'x', cursorAt(1)), 'a\n  x\n  b\n');
		assert.equal(withCode('a\nb\n', 'f {\n}', cursorAt(1)), 'a\nf {\n}\n\nb\n');
		assert.equal(withCode('a\n', 'x', {}), 'a\n\nx\n');
	});

	it('does not guess between two declarations of one name', () => {
		const twice = 'def f():\n    return 1\n\ndef f():\n    return 2\n\nprint(f())\n';
		assert.equal(withCode(twice, 'def f():\n    return 3', {}), `${twice}\ndef f():\n    return 3\n`);
	});

	it('finds a Python function, and leaves nothing of the old one', () => {
		const python = 'import os\n\n@cache\ndef area(w, h):\n    a = w * h\n\n    return a\n\nprint(area(1, 2))\n';
		assert.equal(
			withCode(python, '@cache\ndef area(w, h):\n    return w * h', {}),
			'import os\n\n@cache\ndef area(w, h):\n    return w * h\n\nprint(area(1, 2))\n',
		);
	});

	it('changes nothing for code without a word', () => {
		assert.equal(withCode(file, ' \n', {}), file);
	});
});

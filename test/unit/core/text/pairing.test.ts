import assert from 'node:assert/strict';
import { languageOf } from '../../../../src/core/text/language';
import { belowOf, openAfter, partnersBelow } from '../../../../src/core/text/pairing';
import { inCode, scan } from '../../../../src/core/text/scan';

const typescript = languageOf('typescript');

/** How many closing brackets below have a partner, without and with `text` at the cursor. */
function partners(document: string, text: string): [number, number] {
	const [before = '', after = ''] = document.split('$0');
	const { openers } = scan(before, typescript);
	const below = belowOf(after, typescript, inCode);
	const { open } = openAfter(openers, text, before.slice(before.lastIndexOf('\n') + 1), typescript, inCode);
	return [partnersBelow(openers, below), partnersBelow(open, below)];
}

describe('partnersBelow', () => {
	it('loses one when the text closes what is closed below', () => {
		assert.deepEqual(partners('f() {\n\t$0\n}', 'a();\n}'), [1, 0]);
	});

	it('keeps it when the text closes one and opens another', () => {
		assert.deepEqual(partners('if (a) {\n\t$0\n\tc();\n}', 'b();\n} else {'), [1, 1]);
	});

	it('knows by indentation that a bracket below belongs further out', () => {
		assert.deepEqual(partners('class A {\n\tf() {\n\t\t$0\n}', 'a();\n\t}'), [1, 1]);
		assert.deepEqual(partners('class A {\n\tf() {\n\t\t$0\n\t}\n}', 'a();\n\t}'), [2, 1]);
	});

	it('counts what stands on the cursor line whatever its indentation', () => {
		assert.deepEqual(partners('\tf(a, $0)\n', 'b)'), [1, 0]);
	});
});

describe('openAfter', () => {
	it('says where the text closes what was never opened', () => {
		assert.equal(openAfter([], 'a();\n}', '', typescript, inCode).surplus, 5);
		assert.equal(openAfter(scan('{', typescript).openers, 'a();\n}', '', typescript, inCode).surplus, undefined);
	});
});

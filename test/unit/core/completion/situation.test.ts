/** What was read above the cursor is read on from, not read again: it must come out the same. */
import assert from 'node:assert/strict';
import { scanBefore } from '../../../../src/core/completion/situation';
import { languageOf } from '../../../../src/core/text/language';
import { scan } from '../../../../src/core/text/scan';
import { at } from './scripted';

const code = `/* a (comment
goes on */
function f(a: string[]) {
	const text = \`a template (
		over \${a.map(each => each)} lines\`;
	// a comment {
	if (a[0] === "(") {
		return g({ a, b: [1, 2
`;

describe('what stands open before the cursor', () => {
	it('is the same whether the text was typed letter by letter, pasted, or taken back', () => {
		const lengths = [...Array.from({ length: code.length + 1 }, (_, length) => length), 40, code.length, 100, 0, 160];
		for (const length of lengths) {
			const before = code.slice(0, length);
			assert.deepEqual(scanBefore(at(`${before}$0`)), scan(before, languageOf('typescript')), before);
		}
	});

	it('is read anew for another language', () => {
		const text = 'a = b # (\n';
		assert.equal(scanBefore(at(`${text}$0`, { languageId: 'python' })).openers.length, 0);
		assert.equal(scanBefore(at(`${text}$0`, { languageId: 'c' })).openers.length, 1);
	});
});

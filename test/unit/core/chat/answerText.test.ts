import assert from 'node:assert/strict';
import { AnswerText } from '../../../../src/core/chat/answerText';
import { stopTokens } from '../../../../src/core/models/dialect';

function read(pieces: readonly string[]): string[] {
	const text = new AnswerText(stopTokens);
	return [...pieces.map(piece => text.push(piece)), text.finish()];
}

describe('AnswerText', () => {
	it('passes words on at once and holds back only the blank between them', () => {
		assert.deepEqual(read(['Hello', ' world', '.']), ['Hello', ' world', '.', '']);
		assert.deepEqual(read(['Hello ', 'world\n\n', 'again']), ['Hello', ' world', '\n\nagain', '']);
	});

	it('starts and ends without blanks', () => {
		assert.deepEqual(read([' ', '\n', ' Hi', '\n', '\n']), ['', '', 'Hi', '', '', '']);
	});

	it('ends at a stop token, also when it comes in pieces', () => {
		assert.deepEqual(read(['Done.', '\n<|EO', 'T|>', 'more']), ['Done.', '', '', '', '']);
		assert.deepEqual(read(['Done.<｜end▁of', '▁sentence｜>User: hi']), ['Done.', '', '']);
	});

	it('gives back what only looked like a stop token', () => {
		assert.deepEqual(read(['if (a <', '|EO', 'x']), ['if (a', '', ' <|EOx', '']);
		assert.deepEqual(read(['a <']), ['a', ' <']);
	});

	it('gives the same text however it is cut', () => {
		const whole = ' \nUse `a < b || c`.\n\n```ts\nx <| y;\n```\n<|EOT|>\n### Instruction:';
		const expected = 'Use `a < b || c`.\n\n```ts\nx <| y;\n```';
		for (let size = 1; size <= whole.length; size++) {
			const pieces = Array.from({ length: Math.ceil(whole.length / size) }, (_, index) => whole.slice(index * size, (index + 1) * size));
			assert.equal(read(pieces).join(''), expected, `in pieces of ${size}`);
		}
	});
});

import assert from 'node:assert/strict';
import { LineCitations } from '../../../../src/core/chat/lineCitations';

/** The answer with what leads to lines in angle brackets, the same however it is cut. */
function cited(text: string): string {
	const ways = [text.length, 1, 2, 3, 5].map(size => {
		const citations = new LineCitations({ startLine: 10, endLine: 14 });
		const pieces = text.match(new RegExp(`[^]{1,${size}}`, 'g')) ?? [];
		const parts = [...pieces.flatMap(piece => citations.push(piece)), ...citations.finish()];
		return parts.map(part => (part.kind === 'text' ? part.text : `<${part.text}|${part.startLine}-${part.endLine}>`)).join('');
	});
	for (const way of ways) assert.equal(way, ways[0]);
	return ways[0]!;
}

describe('the lines an answer cites', () => {
	it('lead to lines of the code asked about, one or several', () => {
		assert.equal(cited('1. Adds (L10), loops (L11-L12), L13 – 14.'), '1. Adds (<L10|10-10>), loops (<L11-L12|11-12>), <L13 – 14|13-14>.');
	});

	it('are words where there are no such lines, or they stand within a word', () => {
		const text = 'L9, L15, L12-L11, URL10, L10x and XL12';
		assert.equal(cited(text), text);
	});

	it('are code in code', () => {
		const fenced = '```asm\nL10: jmp L11\n\nL12:\n````\n';
		assert.equal(
			cited(`\`L10\` ${fenced}L13 and \`\`L11 \` L12\`\` L14`),
			`\`L10\` ${fenced}<L13|13-13> and \`\`L11 \` L12\`\` <L14|14-14>`,
		);
	});

	it('lead there again after code that was never closed', () => {
		assert.equal(cited('A lone ` and L10\n\nL11'), 'A lone ` and L10\n\n<L11|11-11>');
	});
});

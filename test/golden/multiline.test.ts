/** Places judged by hand: whether a block may be offered there. The file says how to read it. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import { allowsBlock } from '../../src/lab/multiline';

interface Judged {
	readonly languageId: string;
	readonly verdict: string;
	readonly document: string;
}

const places = parse(fs.readFileSync('test/golden/multiline.txt', 'utf8'));

describe('multi-line places', () => {
	for (const { languageId, verdict, document } of places) {
		it(`${languageId}: ${verdict} at ${JSON.stringify(document)}`, () => {
			const [prefix = '', suffix = ''] = document.split('$0');
			assert.equal(allowsBlock({ languageId, prefix, suffix }) ? 'yes' : 'no', verdict);
		});
	}

	it('are in eleven languages, each judged both ways', () => {
		const languages = new Set(places.map(each => each.languageId));
		assert.equal(languages.size, 11);
		for (const languageId of languages) {
			assert.equal(new Set(places.filter(each => each.languageId === languageId).map(each => each.verdict)).size, 2, languageId);
		}
	});
});

function parse(text: string): Judged[] {
	return text
		.split(/^=== /m)
		.slice(1)
		.map(block => {
			const [head = '', ...lines] = block.trimEnd().split('\n');
			const [languageId = '', verdict = ''] = head.split(' ');
			return { languageId, verdict, document: lines.join('\n') };
		});
}

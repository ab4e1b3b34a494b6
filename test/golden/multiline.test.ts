/**
 * Places judged by hand: whether a block may be offered at `$0`. A file a language, with `=== yes|no` before each place: yes where an empty block
 * opens or a statement that will open one is being typed; no where a body follows, inside values, comments and strings, and behind complete
 * statements.
 */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import { allowsBlock } from '../../src/lab/multiline';

interface Judged {
	readonly languageId: string;
	readonly verdict: string;
	readonly document: string;
}

const folder = 'test/golden/multiline';
const places = fs.readdirSync(folder).flatMap(name => parse(name.replace(/\.txt$/, ''), fs.readFileSync(`${folder}/${name}`, 'utf8')));

describe('multi-line places', () => {
	for (const { languageId, verdict, document } of places) {
		it(`${languageId}: ${verdict} at ${JSON.stringify(document)}`, () => {
			const [prefix = '', suffix = ''] = document.split('$0');
			assert.equal(allowsBlock({ languageId, prefix, suffix }) ? 'yes' : 'no', verdict);
		});
	}

	it('are in thirty languages and more, most judged both ways', () => {
		const verdictsOf = (language: string) => new Set(places.filter(each => each.languageId === language).map(each => each.verdict));
		const languages = [...new Set(places.map(each => each.languageId))];
		const judgedBothWays = languages.filter(language => verdictsOf(language).size === 2);
		assert.ok(judgedBothWays.length >= 30, `${judgedBothWays.length} of ${languages.length}`);
	});
});

function parse(languageId: string, text: string): Judged[] {
	return text
		.split(/^=== /m)
		.slice(1)
		.map(block => {
			const [verdict = '', ...lines] = block.trimEnd().split('\n');
			return { languageId, verdict, document: lines.join('\n') };
		});
}

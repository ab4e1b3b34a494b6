import assert from 'node:assert/strict';
import { StopFilter } from '../../../../src/core/engine/stopFilter';

/** The pieces as they pass, `|` between them, `#` where the answer stopped, `+` before what the end set free. */
function filter(stops: readonly string[], ...pieces: string[]): string {
	const filter = new StopFilter(stops);
	let shown = '';
	for (const piece of pieces) {
		const { text, stopped } = filter.push(piece);
		shown += text;
		if (stopped) return `${shown}#`;
		shown += '|';
	}
	return `${shown}+${filter.flush()}`;
}

describe('stop filter', () => {
	for (const [what, stops, pieces, expected] of [
		['passes everything when there is nothing to stop at', [], ['a', 'b'], 'a|b|+'],
		['stops before a stop text', ['\n\n'], ['a\n\nb'], 'a#'],
		['stops at a stop text that comes in pieces', ['<end>'], ['a<', 'en', 'd>b'], 'a||#'],
		['holds back only what may be its beginning', ['<end>'], ['a <e', 'f'], 'a |<ef|+'],
		['sets free what was held when the answer ends', ['<end>'], ['a <en'], 'a |+<en'],
		['takes the stop text that comes first, not the one named first', ['c', 'b'], ['abc'], 'a#'],
		['holds back the longest beginning of all stop texts', ['bcd', 'abx'], ['zab', 'cd'], 'z|a#'],
		['sees a stop text begin inside one that fails', ['aab'], ['aa', 'ab'], '|a#'],
		['does not stop at an empty stop text', [''], ['a'], 'a|+'],
	] as const) {
		it(what, () => assert.equal(filter(stops, ...pieces), expected));
	}
});

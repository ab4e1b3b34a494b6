import assert from 'node:assert/strict';
import { TextAssembler } from '../../../../src/engines/embedded/textAssembler';

/** A vocabulary whose tokens are bytes, decoded as the runtime does it: U+FFFD for what is no whole character. */
function pieces(bytes: readonly number[]): string[] {
	const assembler = new TextAssembler(tokens => new TextDecoder().decode(Uint8Array.from(tokens)));
	return [...bytes.map(byte => assembler.push(byte)), assembler.flush()];
}

describe('text assembler', () => {
	for (const [what, bytes, expected] of [
		['passes whole characters at once', [0x61, 0x62], ['a', 'b', '']],
		['waits for the second byte of ş', [0xc5, 0x9f], ['', 'ş', '']],
		['waits for all four bytes of 🦀', [0xf0, 0x9f, 0xa6, 0x80, 0x61], ['', '', '', '🦀', 'a', '']],
		['does not wait longer than a character can be', [0xff, 0xff, 0xff, 0xff], ['', '', '', '\uFFFD\uFFFD\uFFFD\uFFFD', '']],
		['leaves out a character that never got its end', [0x61, 0xf0, 0x9f], ['a', '', '', '']],
	] as const) {
		it(what, () => assert.deepEqual(pieces(bytes), expected));
	}

	it('shows the tokenizer what came before, for vocabularies that write a leading space only there', () => {
		const seen: number[][] = [];
		const assembler = new TextAssembler((tokens, before) => {
			seen.push([...before]);
			return String(tokens);
		});
		for (const token of [1, 2, 3, 4, 5, 6]) assembler.push(token);
		assert.deepEqual(seen, [[], [1], [1, 2], [1, 2, 3], [1, 2, 3, 4], [2, 3, 4, 5]]);
	});
});

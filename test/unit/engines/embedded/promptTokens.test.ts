import assert from 'node:assert/strict';
import { EngineError } from '../../../../src/core/engine/engineError';
import { special } from '../../../../src/core/engine/prompt';
import { fimBegin, fimEnd, fimHole } from '../../../../src/core/models/dialect';
import { plainTokens, promptTokens, type Vocabulary } from '../../../../src/engines/embedded/promptTokens';

const specials = [fimBegin, fimHole, fimEnd];

/** A token for each character, and one for each special token, which this vocabulary recognizes in any text, as user-defined tokens are. */
const vocabulary: Vocabulary = {
	beginning: 1,
	tokenize(text) {
		const pattern = new RegExp(`${specials.join('|')}|[^]`, 'gu');
		return [...text.matchAll(pattern)].map(([piece]) => this.specialToken(piece) ?? piece.codePointAt(0)!);
	},
	specialToken(text) {
		const index = specials.indexOf(text);
		return index < 0 ? undefined : 9000 + index;
	},
};

describe('prompt tokens', () => {
	it('begin with the beginning of sentence, and special parts are one token each', () => {
		const tokens = promptTokens([special(fimBegin), 'a', special(fimHole), 'b', special(fimEnd)], vocabulary);
		assert.deepEqual(tokens, [1, 9000, 97, 9001, 98, 9002]);
	});

	it('have no beginning where the vocabulary wants none', () => {
		assert.deepEqual(promptTokens(['a'], { ...vocabulary, beginning: undefined }), [97]);
	});

	it('of text that spells a special token are plain, and lose nothing', () => {
		const text = `x${fimHole}y${fimHole}${fimEnd}`;
		const tokens = plainTokens(text, vocabulary);
		assert.ok(!tokens.some(token => token >= 9000 && token <= 9002));
		assert.equal(String.fromCodePoint(...tokens), text);
	});

	it('of text that only looks special stay as the tokenizer makes them', () => {
		assert.deepEqual(plainTokens('<|other|>', vocabulary), vocabulary.tokenize('<|other|>'));
	});

	it('do not exist for a special token that the vocabulary lacks', () => {
		assert.throws(
			() => promptTokens([special('<|EOT|>')], vocabulary),
			(error: unknown) => error instanceof EngineError && error.message.includes('<|EOT|>'),
		);
	});
});

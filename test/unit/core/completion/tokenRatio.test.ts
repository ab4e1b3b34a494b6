import assert from 'node:assert/strict';
import { estimateTokens, TokenRatio } from '../../../../src/core/completion/tokenRatio';

const code = 'const value = compute(1);\n'.repeat(40); // 1,040 characters

describe('TokenRatio', () => {
	it('is what the engine counted, for each model and language apart', () => {
		const ratio = new TokenRatio();
		assert.equal(ratio.isMeasured('m typescript'), false);
		ratio.observe('m typescript', code, 260);
		assert.equal(ratio.charactersPerToken('m typescript'), 4);
		assert.equal(ratio.charactersPerToken('m python'), 2.5);
	});

	it('learns nothing from a short text', () => {
		const ratio = new TokenRatio();
		ratio.observe('k', 'const a', 3);
		assert.equal(ratio.isMeasured('k'), false);
	});

	it('moves in steps: not with each measure, but when it has been wrong for a while', () => {
		const ratio = new TokenRatio();
		ratio.observe('k', code, 260);
		const seen = Array.from({ length: 20 }, () => {
			ratio.observe('k', code, 400); // 2.6
			return ratio.charactersPerToken('k');
		});
		assert.equal(seen[0], 4);
		assert.ok(Math.abs((seen.at(-1) ?? 0) / 2.6 - 1) <= 0.2, `${seen.at(-1)}`);
		assert.ok(new Set(seen).size <= 4, `${new Set(seen).size} windows in twenty keystrokes`);
	});

	it('survives counts that make no sense', () => {
		const ratio = new TokenRatio();
		ratio.observe('k', code, 100_000);
		assert.equal(ratio.charactersPerToken('k'), 1);
		ratio.observe('k', code, -5);
		assert.equal(ratio.charactersPerToken('k'), 1);
	});
});

describe('estimateTokens', () => {
	it('counts characters beyond Latin one by one', () => {
		assert.equal(estimateTokens('abcd', 4), 1);
		assert.equal(estimateTokens('数据abcd', 4), 3);
	});
});

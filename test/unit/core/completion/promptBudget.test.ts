import assert from 'node:assert/strict';
import { promptBudgetOf, promptTokensWithin, type PromptBudgetFacts } from '../../../../src/core/completion/promptBudget';
import { PromptSpeed } from '../../../../src/core/completion/promptSpeed';

const facts: PromptBudgetFacts = { mostTokens: 2048, takesContext: true, timeTargetMs: 1000, tokensPerSecond: 5000, before: undefined };

describe('the prompt budget', () => {
	const cases: readonly (readonly [string, Partial<PromptBudgetFacts>, windowTokens: number, contextTokens: number])[] = [
		['a quick machine reads all that helps', {}, 1536, 512],
		['a slow one gets the file alone, and little of it', { tokensPerSecond: 60 }, 512, 0],
		['one in between gets what it reads in time', { tokensPerSecond: 1600 }, 1152, 384],
		['more time is more prompt', { tokensPerSecond: 600, timeTargetMs: 2000 }, 768, 256],
		['nothing is measured at first', { tokensPerSecond: undefined }, 768, 256],
		['a model for single files gets no other', { takesContext: false }, 2048, 0],
		['a small model gets no more than it can use', { mostTokens: 280, takesContext: false }, 280, 0],
	];
	for (const [name, other, windowTokens, contextTokens] of cases) {
		it(name, () => assert.deepEqual(promptBudgetOf({ ...facts, ...other }), { windowTokens, contextTokens }));
	}

	it('does not go to and fro with figures at a border', () => {
		let before: number | undefined;
		const sums = [1540, 1530, 1545, 1535, 1550].map(
			tokensPerSecond => (before = promptTokensWithin({ ...facts, tokensPerSecond, before })),
		);
		assert.deepEqual(sums, [1536, 1024, 1024, 1024, 1024]);
	});
});

describe('the prompt speed', () => {
	it('is measured on what was not cached, as the engine says it', () => {
		const speed = new PromptSpeed();
		assert.equal(speed.tokensPerSecond, undefined);
		speed.note('a', { promptTokens: 1100, cachedTokens: 1000, promptMilliseconds: 50 }, 80);
		assert.equal(speed.tokensPerSecond, 2000);
	});

	it('or as the texts say it, where the engine does not', () => {
		const speed = new PromptSpeed();
		speed.note('a'.repeat(1000), { promptTokens: 500, promptMilliseconds: 500 }, undefined);
		speed.note('a'.repeat(800) + 'b'.repeat(200), { promptTokens: 500, promptMilliseconds: 100 }, undefined);
		assert.equal(speed.tokensPerSecond, 1000);
	});

	it('learns nothing from a few tokens', () => {
		const speed = new PromptSpeed();
		speed.note('a', { promptTokens: 20, cachedTokens: 0, promptMilliseconds: 50 }, 80);
		assert.equal(speed.tokensPerSecond, undefined);
	});
});

import assert from 'node:assert/strict';
import { budgetOf } from '../../../../src/core/completion/budget';
import type { Shape } from '../../../../src/core/completion/singleOrMulti';
import type { ModelLimits } from '../../../../src/core/models/limits';
import { settings } from './scripted';

const limits: ModelLimits = { completionPromptTokens: 2048, completionTokens: 256, chatPromptTokens: 4096, chatTokens: 1024 };
const line: Shape = { kind: 'line', because: 'textToTheRight' };
const statement: Shape = { kind: 'statement', because: 'withinLine' };
const block: Shape = { kind: 'block', because: 'blockOpens', indentation: 0 };

describe('budgetOf', () => {
	const tokens = (shape: Shape, tokensPerSecond?: number, of = limits) =>
		budgetOf(shape, of, settings, 'automatic', tokensPerSecond).tokens;

	it('grows with what may be offered', () => {
		assert.deepEqual(
			[line, statement, block].map(shape => tokens(shape)),
			[48, 80, 256],
		);
	});

	it('is what the machine writes within the time target, and a line at least', () => {
		assert.equal(tokens(block, 50), 100); // 2 seconds
		assert.equal(tokens(block, 1), 16);
		assert.equal(tokens(block, 1000), 256);
	});

	it('never asks for more than the model can usefully say', () => {
		assert.equal(tokens(block, 1000, { ...limits, completionTokens: 64 }), 64);
		assert.equal(tokens(block, 0.1, { ...limits, completionTokens: 8 }), 8);
	});

	it('is four times as patient when asked', () => {
		const asked = budgetOf(block, limits, settings, 'explicit', 20);
		assert.deepEqual(asked, { tokens: 160, lines: settings.maxLines, milliseconds: 8000 });
	});

	it('is one line where one line is offered, whatever the setting', () => {
		assert.equal(budgetOf(line, limits, { ...settings, maxLines: 40 }, 'automatic', undefined).lines, 1);
		assert.equal(budgetOf(block, limits, { ...settings, maxLines: 40 }, 'automatic', undefined).lines, 40);
	});
});

import assert from 'node:assert/strict';
import { readPlanMessage } from '../../../../src/editor/plan/readPlanMessage';

describe("a message from the plan's page", () => {
	it('is taken when it is whole, and nothing is taken with it', () => {
		assert.deepEqual(readPlanMessage({ kind: 'tryOut', contextTokens: 8192, kvType: 'q8_0', more: 1 }), {
			kind: 'tryOut',
			contextTokens: 8192,
			kvType: 'q8_0',
		});
		assert.deepEqual(readPlanMessage({ kind: 'tryOut', contextTokens: 'auto', kvType: 'auto' }), {
			kind: 'tryOut',
			contextTokens: 'auto',
			kvType: 'auto',
		});
		assert.deepEqual(readPlanMessage({ kind: 'download', row: 'a' }), { kind: 'download', row: 'a' });
		assert.deepEqual(readPlanMessage({ kind: 'ready' }), { kind: 'ready' });
	});

	it('is nothing otherwise', () => {
		const wrong = [
			undefined,
			null,
			'ready',
			7,
			[],
			{},
			{ kind: 'run' },
			{ kind: 'use' },
			{ kind: 'download', row: '' },
			{ kind: 'use', row: {} },
			{ kind: 'tryOut' },
			{ kind: 'tryOut', contextTokens: 1, kvType: 'f16' },
			{ kind: 'tryOut', contextTokens: 1e9, kvType: 'f16' },
			{ kind: 'tryOut', contextTokens: 4096.5, kvType: 'f16' },
			{ kind: 'tryOut', contextTokens: 4096, kvType: 'f32' },
		];
		for (const each of wrong) assert.equal(readPlanMessage(each), undefined, JSON.stringify(each));
	});
});

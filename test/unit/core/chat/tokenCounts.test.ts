import assert from 'node:assert/strict';
import { TokenCounts } from '../../../../src/core/chat/tokenCounts';
import type { ServedModel } from '../../../../src/core/engine/servedModel';

const { signal } = new AbortController();

/** Counts a token for each letter, and what it was asked. */
function model(exact = true): ServedModel & { readonly counted: string[] } {
	const counted: string[] = [];
	return {
		counted,
		role: 'chat',
		loaded: {
			installed: { id: 'm', label: 'm', family: 'coderV1', fileBytes: 1, roles: ['chat'], isDemo: false },
			contextTokens: 4096,
			loadMilliseconds: 1,
		},
		async *generate() {
			yield await Promise.resolve({ kind: 'end', reason: 'stop', usage: {} } as const);
		},
		countTokens: text => {
			counted.push(text);
			return Promise.resolve({ tokens: text.length, exact });
		},
	};
}

async function counted(counts: TokenCounts, asked: ServedModel, ...texts: readonly string[]): Promise<number[]> {
	const tokens: number[] = [];
	for (const text of texts) tokens.push(await counts.of(asked, text, signal));
	return tokens;
}

describe('TokenCounts', () => {
	it('asks the model once for each text', async () => {
		const asked = model();
		assert.deepEqual(await counted(new TokenCounts(), asked, 'type', 'string', 'type', 'type', ''), [4, 6, 4, 4, 0]);
		assert.deepEqual(asked.counted, ['type', 'string', '']);
	});

	it('asks another model anew, as its tokens are others', async () => {
		const counts = new TokenCounts();
		const [first, second] = [model(), model()];
		await counted(counts, first, 'type');
		await counted(counts, second, 'type');
		assert.deepEqual(second.counted, ['type']);
	});

	it('keeps no estimates, and no long texts', async () => {
		const estimating = model(false);
		await counted(new TokenCounts(), estimating, 'type', 'type');
		assert.equal(estimating.counted.length, 2);
		const asked = model();
		await counted(new TokenCounts(), asked, 'a'.repeat(3000), 'a'.repeat(3000));
		assert.equal(asked.counted.length, 2);
	});
});

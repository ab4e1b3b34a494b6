import assert from 'node:assert/strict';
import { Leaving } from '../../../../src/engines/ollama/leaving';

describe('an answer that nobody waits for', () => {
	/** Tokens come in equal distances; the caller leaves after some. @returns after which token the connection is closed */
	function closedAfter({ millisecondsPerToken, leftAfter, maxTokens }: Record<'millisecondsPerToken' | 'leftAfter' | 'maxTokens', number>) {
		let now = 0;
		const leaving = new Leaving(maxTokens, () => now);
		for (let token = 1; token <= maxTokens; token++, now += millisecondsPerToken) {
			leaving.token();
			if (token > leftAfter && leaving.closesNow) return token;
		}
		return 'never';
	}

	it('is closed after the next token where much is left', () => {
		assert.equal(closedAfter({ millisecondsPerToken: 20, leftAfter: 10, maxTokens: 128 }), 11);
	});

	it('is read to its end where that comes within a quarter of a second', () => {
		assert.equal(closedAfter({ millisecondsPerToken: 20, leftAfter: 115, maxTokens: 128 }), 'never');
		assert.equal(closedAfter({ millisecondsPerToken: 1, leftAfter: 10, maxTokens: 200 }), 'never');
	});

	it('whose first token comes after the cancel is closed after its second, which tells the speed', () => {
		assert.equal(closedAfter({ millisecondsPerToken: 20, leftAfter: 0, maxTokens: 128 }), 2);
	});

	it('is closed when its end does not come as soon as it seemed', () => {
		let now = 0;
		const leaving = new Leaving(100, () => now);
		for (let token = 0; token < 10; token++, now++) leaving.token();
		assert.equal(leaving.closesNow, false);
		now += 200;
		leaving.token();
		assert.equal(leaving.closesNow, true);
	});
});

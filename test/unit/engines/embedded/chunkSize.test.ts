import assert from 'node:assert/strict';
import { chunkSize, PromptSpeed } from '../../../../src/engines/embedded/chunkSize';

describe('chunk size', () => {
	for (const [tokensPerSecond, tokens] of [
		[undefined, 16], // 3 s of a 33B on a slow machine, nothing on others
		[5, 16],
		[110, 16],
		[199, 32], // 190 ms
		[200, 64], // 320 ms, since a part would cost a fifth of the speed
		[430, 64], // 150 ms
		[1600, 64], // exactly 40 ms
		[4000, 128], // 160 would fit, but the last 32 would cost as much as a block
		[8000, 320],
		[100_000, 512],
	] as const) {
		it(`${tokensPerSecond ?? 'unknown'} tokens/s: ${tokens} tokens`, () => assert.equal(chunkSize(tokensPerSecond), tokens));
	}

	it('follows the speed that is measured, half the way at each chunk', () => {
		const speed = new PromptSpeed();
		speed.add(64, 8); // 8,000 tokens/s
		assert.equal(speed.chunkSize, 320);
		speed.add(320, 320); // a slow one: 1,000 tokens/s, 4,500 on average
		assert.equal(speed.chunkSize, 128);
	});

	it('takes the first few tokens for slower than a block of them will be, and tries one', () => {
		const speed = new PromptSpeed();
		assert.equal(speed.chunkSize, 16);
		speed.add(16, 100); // 160 tokens/s, of which a block would take 400 ms; but it will be quicker
		assert.equal(speed.chunkSize, 64);
	});

	it('does not count the rest of a prompt, which is slower by nature', () => {
		const speed = new PromptSpeed();
		speed.add(64, 8);
		speed.add(20, 30);
		speed.add(320, 0); // a clock that stood still
		assert.equal(speed.chunkSize, 320);
	});
});

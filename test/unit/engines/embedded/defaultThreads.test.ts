import assert from 'node:assert/strict';
import { defaultThreads } from '../../../../src/engines/embedded/defaultThreads';

describe('default threads', () => {
	for (const [cores, threads] of [
		[1, 1],
		[2, 1],
		[4, 3],
		[5, 4],
		[64, 4],
	] as const) {
		it(`${cores} cores: ${threads}`, () => assert.equal(defaultThreads(cores), threads));
	}
});

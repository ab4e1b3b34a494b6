import assert from 'node:assert/strict';
import { quantizationLabel } from '../../../../src/core/models/quantizationLabel';

describe('quantization label', () => {
	for (const [fileType, label] of [
		[0, 'F32'],
		[7, 'Q8_0'],
		[15, 'Q4_K_M'],
		[1024 + 15, 'Q4_K_M'], // guessed from the tensors
		[30, 'IQ4_XS'],
		[5, undefined], // was Q4_2, which no longer exists
		[undefined, undefined],
	] as const) {
		it(`${fileType} is ${label}`, () => assert.equal(quantizationLabel(fileType), label));
	}
});

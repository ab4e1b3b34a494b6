/** Model files as the scripts read and write them: what is read and written again must be what llama.cpp was given. */
import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import { ggufHeader, readGguf, tensorBytes } from '../../../scripts/lib/gguf.mjs';
import { asFloats, asQ8, halfFloat } from '../../../scripts/lib/q8.mjs';
import { inRoot } from '../../../scripts/lib/root.mjs';

describe('a model file', () => {
	it('is the same, byte for byte, when it is read and written again', () => {
		const file = fs.readFileSync(inRoot('media', 'demo-model', 'demo.gguf'));
		const { entries, tensors } = readGguf(file);
		const again = Buffer.concat([ggufHeader(entries, tensors), ...tensors.map(({ values, type }) => tensorBytes(values(), type))]);
		assert.ok(again.equals(file));
	});

	it('that has what our scripts never write is refused with its name and type', () => {
		const header = ggufHeader([['general.name', 'string', 'x']], [{ name: 'w', dimensions: [32], type: { id: 12, bytes: () => 18 } }]);
		assert.throws(() => readGguf(header), /The tensor w is of type 12/);
	});
});

describe('Q8_0', () => {
	it('keeps each number to half a step of its block', () => {
		const values = Float32Array.from({ length: 64 }, (_, index) => Math.sin(index) * (index < 32 ? 1 : 0.01));
		const back = asFloats(asQ8(values));
		values.forEach((value, index) => assert.ok(Math.abs(value - (back[index] ?? 0)) < (index < 32 ? 0.006 : 0.00006), `number ${index}`));
	});

	it('keeps a block of zeros', () => {
		assert.deepEqual(asFloats(asQ8(new Float32Array(32))), new Float32Array(32));
	});

	it('rounds scales to the nearest half, halfway to the even one', () => {
		const halves = {
			0: 0,
			1: 0x3c00,
			0.5: 0x3800,
			65504: 0x7bff,
			[2 ** -24]: 1,
			[1 + 2 ** -11]: 0x3c00,
			[1 + 3 * 2 ** -11]: 0x3c02,
			1.9999: 0x4000,
		};
		for (const [value, bits] of Object.entries(halves)) assert.equal(halfFloat(Number(value)), bits, value);
	});
});

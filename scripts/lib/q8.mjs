/** Q8_0, as ggml has it: blocks of 32 numbers, each a byte, with one scale in half precision before them. */

export const q8BlockElements = 32;
export const q8BlockBytes = 34;

/**
 * @param {Float32Array} values a multiple of 32
 * @returns {Buffer}
 */
export function asQ8(values) {
	const bytes = Buffer.alloc((values.length / q8BlockElements) * q8BlockBytes);
	for (let block = 0; block * q8BlockElements < values.length; block++) {
		const numbers = values.subarray(block * q8BlockElements, (block + 1) * q8BlockElements);
		const scale = numbers.reduce((largest, each) => Math.max(largest, Math.abs(each)), 0) / 127;
		const start = block * q8BlockBytes;
		bytes.writeUInt16LE(halfFloat(scale), start);
		numbers.forEach((each, index) => bytes.writeInt8(scale === 0 ? 0 : Math.round(each / scale), start + 2 + index));
	}
	return bytes;
}

/**
 * @param {Buffer} bytes whole blocks
 * @returns {Float32Array}
 */
export function asFloats(bytes) {
	const values = new Float32Array((bytes.length / q8BlockBytes) * q8BlockElements);
	for (let start = 0, at = 0; start < bytes.length; start += q8BlockBytes) {
		const scale = fromHalfFloat(bytes.readUInt16LE(start));
		for (let index = 0; index < q8BlockElements; index++) values[at++] = scale * bytes.readInt8(start + 2 + index);
	}
	return values;
}

/**
 * The bits of the IEEE half that is nearest; halfway between two, the one that is even.
 * @param {number} value from 0 to 65504
 */
export function halfFloat(value) {
	if (value === 0) return 0;
	const exponent = Math.max(-14, Math.floor(Math.log2(value)));
	const steps = value / 2 ** (exponent - 10); // 1024 to 2047 of them, fewer below the smallest normal number
	const below = Math.floor(steps);
	const isUp = steps - below > 0.5 || (steps - below === 0.5 && below % 2 === 1);
	return ((exponent + 14) << 10) + below + (isUp ? 1 : 0); // a carry out of the fraction is the next exponent
}

function fromHalfFloat(bits) {
	const exponent = bits >> 10;
	const fraction = bits & 1023;
	return exponent === 0 ? fraction * 2 ** -24 : (1024 + fraction) * 2 ** (exponent - 25);
}

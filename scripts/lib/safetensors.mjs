/** Weights in a safetensors file of float32: https://huggingface.co/docs/safetensors. Read whole, as only small models' are. */
import fs from 'node:fs';

/** @typedef {Map<string, {shape: number[], values: Float32Array}>} Weights by name; a shape ends with what lies together in memory */

/** @returns {Weights} */
export function readSafetensors(/** @type {string} */ file) {
	const bytes = fs.readFileSync(file);
	const dataStart = 8 + Number(bytes.readBigUInt64LE());
	const { __metadata__: _, ...header } = JSON.parse(bytes.toString('utf8', 8, dataStart));
	return new Map(
		Object.entries(header).map(
			([
				name,
				{
					dtype,
					shape,
					data_offsets: [start, end],
				},
			]) => {
				if (dtype !== 'F32') throw new Error(`${name} in ${file} is ${dtype}; this reads F32.`);
				return [name, { shape, values: new Float32Array(Uint8Array.from(bytes.subarray(dataStart + start, dataStart + end)).buffer) }];
			},
		),
	);
}

/**
 * @param {string} file
 * @param {Weights} weights
 */
export function writeSafetensors(file, weights) {
	let offset = 0;
	const header = {};
	for (const [name, { shape, values }] of weights) {
		header[name] = { dtype: 'F32', shape, data_offsets: [offset, (offset += values.byteLength)] };
	}
	const text = JSON.stringify(header);
	const padded = Buffer.from(text.padEnd(Math.ceil(text.length / 8) * 8));
	const length = Buffer.alloc(8);
	length.writeBigUInt64LE(BigInt(padded.length));
	const data = [...weights.values()].map(({ values }) => Buffer.from(values.buffer, values.byteOffset, values.byteLength));
	fs.writeFileSync(file, Buffer.concat([length, padded, ...data]));
}

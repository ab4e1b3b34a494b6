/**
 * GGUF files (version 3) as the scripts write and read them: small, trusted, with tensors in F32 and Q8_0.
 * Format: https://github.com/ggml-org/ggml/blob/master/docs/gguf.md. What users bring is read by core/models/ggufHeader, which believes nothing.
 */
import { asFloats, asQ8, q8BlockBytes, q8BlockElements } from './q8.mjs';

/**
 * @typedef {readonly [key: string, type: string, value: any]} Entry a scalar of a type below, or a list of them (`strings`, `i32s`)
 * @typedef {{name: string, dimensions: number[], type: typeof f32}} Tensor its dimensions begin with the one that lies together in memory
 */

export const f32 = { id: 0, bytes: elements => elements * 4 };
export const q8 = { id: 8, bytes: elements => (elements / q8BlockElements) * q8BlockBytes };

const alignment = 32;
const typeIds = { u32: 4, i32: 5, f32: 6, bool: 7, string: 8, list: 9 };

/**
 * Everything before the tensors' data; each tensor is to follow padded by `pad`.
 * @param {readonly Entry[]} entries
 * @param {readonly Tensor[]} tensors
 */
export function ggufHeader(entries, tensors) {
	const parts = [Buffer.from('GGUF'), u32(3), u64(tensors.length), u64(entries.length)];
	for (const [key, type, value] of entries) parts.push(string(key), ...typedValue(type, value));
	let offset = 0;
	for (const { name, dimensions, type } of tensors) {
		parts.push(string(name), u32(dimensions.length), ...dimensions.map(u64), u32(type.id), u64(offset));
		offset += padded(type.bytes(elementsOf(dimensions)));
	}
	return pad(Buffer.concat(parts));
}

/** @param {Buffer} bytes */
export function pad(bytes) {
	return Buffer.concat([bytes, Buffer.alloc(padded(bytes.length) - bytes.length)]);
}

/** @param {readonly number[]} dimensions */
export function elementsOf(dimensions) {
	return dimensions.reduce((product, each) => product * each, 1);
}

/**
 * A tensor's data as the file holds it.
 * @param {Float32Array} values
 * @param {typeof f32} type
 */
export function tensorBytes(values, type) {
	return pad(type === q8 ? asQ8(values) : Buffer.from(values.buffer, values.byteOffset, values.byteLength));
}

/**
 * @param {Buffer} file
 * @returns {{entries: Entry[], value: (key: string) => any, tensors: (Tensor & {values: () => Float32Array})[]}}
 * Throws where something is of a type that our scripts don't write.
 */
export function readGguf(file) {
	const reader = new Reader(file);
	reader.at = 8;
	const tensorCount = reader.u64();
	const entries = Array.from({ length: reader.u64() }, () => /** @type {Entry} */ ([reader.string(), ...reader.typedValue()]));
	const infos = Array.from({ length: tensorCount }, () => {
		const name = reader.string();
		const dimensions = Array.from({ length: reader.u32() }, () => reader.u64());
		const id = reader.u32();
		const type = [f32, q8].find(each => each.id === id);
		if (type === undefined) throw new Error(`The tensor ${name} is of type ${id}; this reads F32 (0) and Q8_0 (8).`);
		return { name, dimensions, type, offset: reader.u64() };
	});
	const dataOffset = padded(reader.at);
	const tensors = infos.map(({ name, dimensions, type, offset }) => ({
		name,
		dimensions,
		type,
		values: () => {
			const start = dataOffset + offset;
			const bytes = file.subarray(start, start + type.bytes(elementsOf(dimensions)));
			return type === q8 ? asFloats(bytes) : new Float32Array(Uint8Array.from(bytes).buffer);
		},
	}));
	return { entries, tensors, value: key => entries.find(([each]) => each === key)?.[2] };
}

class Reader {
	at = 0;

	/** @param {Buffer} file */
	constructor(file) {
		this.file = file;
		/** @type {Record<number, [type: string, read: () => any]>} */
		this.readers = {
			[typeIds.u32]: ['u32', () => this.u32()],
			[typeIds.i32]: ['i32', () => this.file.readInt32LE((this.at += 4) - 4)],
			[typeIds.f32]: ['f32', () => this.file.readFloatLE((this.at += 4) - 4)],
			[typeIds.bool]: ['bool', () => this.file.readUInt8(this.at++) === 1],
			[typeIds.string]: ['string', () => this.string()],
		};
	}

	u32() {
		return this.file.readUInt32LE((this.at += 4) - 4);
	}

	u64() {
		return Number(this.file.readBigUInt64LE((this.at += 8) - 8));
	}

	string() {
		const length = this.u64();
		return this.file.toString('utf8', this.at, (this.at += length));
	}

	/** @returns {[type: string, value: any]} */
	typedValue() {
		const id = this.u32();
		const [type, read] = this.readerOf(id === typeIds.list ? this.u32() : id);
		return id === typeIds.list ? [`${type}s`, Array.from({ length: this.u64() }, read)] : [type, read()];
	}

	readerOf(id) {
		const reader = this.readers[id];
		if (reader === undefined) throw new Error(`There is a value of type ${id}; this reads ${Object.keys(this.readers).join(', ')}.`);
		return reader;
	}
}

function typedValue(type, value) {
	if (!Array.isArray(value)) return [u32(typeIds[type]), valueBytes[type](value)];
	const item = type.slice(0, -1);
	return [u32(typeIds.list), u32(typeIds[item]), u64(value.length), ...value.map(valueBytes[item])];
}

const valueBytes = {
	u32,
	i32: value => u32(value >>> 0),
	f32(value) {
		const bytes = Buffer.alloc(4);
		bytes.writeFloatLE(value);
		return bytes;
	},
	bool: value => Buffer.from([value ? 1 : 0]),
	string,
};

function u32(value) {
	const bytes = Buffer.alloc(4);
	bytes.writeUInt32LE(value);
	return bytes;
}

function u64(value) {
	const bytes = Buffer.alloc(8);
	bytes.writeBigUInt64LE(BigInt(value));
	return bytes;
}

function string(value) {
	const bytes = Buffer.from(value, 'utf8');
	return Buffer.concat([u64(bytes.length), bytes]);
}

function padded(bytes) {
	return Math.ceil(bytes / alignment) * alignment;
}

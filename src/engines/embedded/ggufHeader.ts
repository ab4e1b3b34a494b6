/**
 * Reads what a GGUF file says about itself, from its first bytes. Pure: who calls it reads the file.
 * Format: docs/gguf.md of ggml. Every length is checked before it is believed, so that a broken file costs nothing but its own line in the log.
 */
import { ggmlTypeOfId, tensorBytes } from '../../core/models/ggmlType';

export interface GgufHeader {
	readonly architecture: string;
	readonly name?: string;
	/** `general.type`: "model", or "adapter", "mmproj" and others that can't be asked by themselves. */
	readonly type?: string;
	readonly fileType?: number;
	readonly contextLength?: number;
	/** Elements of all tensors of this file. */
	readonly parameters: number;
	readonly tensorCount: number;
	/** Whether the vocabulary has DeepSeek's fill-in-the-middle tokens. */
	readonly fillsInTheMiddle: boolean;
	readonly chatTemplate?: string;
	/** The file must be at least this long; a shorter one was cut. */
	readonly neededBytes: number;
}

export type GgufReading =
	| { readonly kind: 'header'; readonly header: GgufHeader }
	/** The header goes on behind these bytes. */
	| { readonly kind: 'more' }
	| { readonly kind: 'bad'; readonly reason: string };

export function readGgufHeader(bytes: Uint8Array): GgufReading {
	try {
		return { kind: 'header', header: header(new Reader(bytes)) };
	} catch (error) {
		if (error instanceof EndOfBytes) return { kind: 'more' };
		if (error instanceof BadHeader) return { kind: 'bad', reason: error.message };
		throw error;
	}
}

class EndOfBytes extends Error {}
class BadHeader extends Error {}

type Value = string | number | boolean | undefined;

const magic = 0x46554747; // "GGUF"
const holeToken = '<｜fim▁hole｜>';
const tokensKey = 'tokenizer.ggml.tokens';

/** Far above what real files have (DeepSeek-V3: 1,025 tensors, about 60 keys); what is above is noise, not a model. */
const mostEntries = 100_000;
const mostDimensions = 4;

function header(reader: Reader): GgufHeader {
	if (reader.uint32() !== magic) throw new BadHeader('it does not begin with "GGUF"');
	const version = reader.uint32();
	if (version !== 2 && version !== 3) throw new BadHeader(`GGUF version ${version} is not known`);
	const tensorCount = reader.count('tensors');
	const keyCount = reader.count('keys');

	const values = new Map<string, Value>();
	let fillsInTheMiddle = false;
	for (let index = 0; index < keyCount; index++) {
		const key = reader.string();
		const type = reader.uint32();
		if (key === tokensKey) fillsInTheMiddle = reader.arrayHolds(type, holeToken);
		else values.set(key, reader.value(type));
	}
	const tensors = readTensors(reader, tensorCount, numberOf(values.get('general.alignment')) ?? 32);
	const architecture = stringOf(values.get('general.architecture')) ?? '';
	return {
		architecture,
		name: stringOf(values.get('general.name')),
		type: stringOf(values.get('general.type')),
		fileType: numberOf(values.get('general.file_type')),
		contextLength: numberOf(values.get(`${architecture}.context_length`)),
		chatTemplate: stringOf(values.get('tokenizer.chat_template')),
		tensorCount,
		fillsInTheMiddle,
		...tensors,
	};
}

function readTensors(reader: Reader, count: number, alignment: number): { readonly parameters: number; readonly neededBytes: number } {
	let parameters = 0;
	let end = 0;
	for (let index = 0; index < count; index++) {
		reader.string();
		const dimensions = Array.from({ length: reader.dimensions() }, () => reader.uint64());
		const type = ggmlTypeOfId(reader.uint32());
		const offset = reader.uint64();
		parameters += dimensions.reduce((product, each) => product * each, 1);
		// A format this version does not know still has to begin inside the file.
		end = Math.max(end, offset + ((type && tensorBytes(dimensions, type)) ?? 0));
	}
	const dataStart = Math.ceil(reader.offset / alignment) * alignment;
	return { parameters, neededBytes: count > 0 ? dataStart + end : reader.offset };
}

/** Bytes of each scalar type, by its id; 8 is a string and 9 an array. */
const scalarBytes: readonly number[] = [1, 1, 2, 2, 4, 4, 4, 1, 0, 0, 8, 8, 8];
const stringType = 8;
const arrayType = 9;

class Reader {
	offset = 0;
	private readonly view: DataView;
	private readonly decoder = new TextDecoder();

	constructor(private readonly bytes: Uint8Array) {
		this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
	}

	uint32(): number {
		return this.view.getUint32(this.skip(4), true);
	}

	uint64(): number {
		return Number(this.view.getBigUint64(this.skip(8), true));
	}

	count(what: string): number {
		const count = this.uint64();
		if (count > mostEntries) throw new BadHeader(`it claims to have ${count} ${what}`);
		return count;
	}

	dimensions(): number {
		const count = this.uint32();
		if (count > mostDimensions) throw new BadHeader(`a tensor claims to have ${count} dimensions`);
		return count;
	}

	string(): string {
		const length = this.uint64();
		const start = this.skip(length);
		return this.decoder.decode(this.bytes.subarray(start, start + length));
	}

	/** A scalar or string; arrays are passed over. */
	value(type: number): Value {
		if (type === stringType) return this.string();
		if (type === arrayType) {
			this.arrayHolds(type, undefined);
			return undefined;
		}
		const at = this.skip(sizeOf(type));
		switch (type) {
			case 0:
				return this.view.getUint8(at);
			case 4:
				return this.view.getUint32(at, true);
			case 5:
				return this.view.getInt32(at, true);
			case 7:
				return this.view.getUint8(at) !== 0;
			case 10:
				return Number(this.view.getBigUint64(at, true));
			default:
				return undefined; // no key that we read has another type
		}
	}

	/** Passes over an array and says whether one of its strings is `wanted`. */
	arrayHolds(type: number, wanted: string | undefined): boolean {
		if (type !== arrayType) throw new BadHeader(`a list has the type ${type}`);
		const elementType = this.uint32();
		const length = this.uint64();
		if (elementType !== stringType) {
			this.skip(sizeOf(elementType) * length);
			return false;
		}
		const wantedBytes = new TextEncoder().encode(wanted ?? '');
		let found = false;
		for (let index = 0; index < length; index++) {
			const size = this.uint64();
			const start = this.skip(size);
			found ||= size === wantedBytes.length && size > 0 && wantedBytes.every((byte, at) => byte === this.bytes[start + at]);
		}
		return found;
	}

	/** Moves on by `count` bytes and returns where they begin. */
	private skip(count: number): number {
		const start = this.offset;
		if (start + count > this.bytes.length) throw new EndOfBytes();
		this.offset += count;
		return start;
	}
}

function sizeOf(type: number): number {
	const size = scalarBytes[type];
	if (size === undefined || size === 0) throw new BadHeader(`a value has the unknown type ${type}`);
	return size;
}

function stringOf(value: Value): string | undefined {
	return typeof value === 'string' ? value : undefined;
}

function numberOf(value: Value): number | undefined {
	return typeof value === 'number' ? value : undefined;
}

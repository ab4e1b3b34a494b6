/**
 * Reads the header of a GGUF file (versions 2 and 3): metadata and the list of tensors, without the tensors themselves.
 * Format: https://github.com/ggml-org/ggml/blob/master/docs/gguf.md. The file may be cut, damaged or hostile, so every count and length is
 * checked before it is believed, long arrays (vocabularies) are stepped over, and at most 256 MiB are read.
 */
import { ggmlTypeOfId, tensorBytes } from './ggmlType';
import type { SizedTensor } from './quantization';

export interface GgufHeader {
	readonly metadata: Metadata;
	readonly tensors: readonly SizedTensor[];
	/** Where the tensors begin. */
	readonly dataOffset: number;
}

/** Scalars and short lists by key; of a longer list only its length is kept. */
export type Metadata = ReadonlyMap<string, MetadataValue>;
export type MetadataValue = string | number | boolean | readonly (string | number | boolean)[] | SkippedList;

export interface SkippedList {
	readonly length: number;
}

/** Reads up to `length` bytes at `offset`; fewer only at the end of the file. */
export type ReadBytes = (offset: number, length: number) => Promise<Uint8Array>;

export type GgufProblem =
	| 'notGguf'
	| 'unsupportedVersion'
	| 'cutShort' // the file ends inside the header
	| 'tensorsCutShort' // the header is whole, the tensors are not
	| 'absurd'; // a count or length that no real file has

export class GgufError extends Error {
	override readonly name = 'GgufError';

	constructor(
		readonly problem: GgufProblem,
		message: string,
	) {
		super(message);
	}
}

const mostHeaderBytes = 256 * 1024 * 1024;
const mostEntries = 65_536;
/** Chat templates are the longest strings in real headers, some 10 KB. */
const mostStringBytes = 1024 * 1024;
/** Lists of up to one entry a layer are wanted, vocabularies are not. */
const mostListLength = 1024;
const mostTensorElements = 2 ** 44;
const chunkBytes = 1024 * 1024;

/** @param fileBytes when known, tensors that lie beyond the file's end are an error. */
export async function readGgufHeader(read: ReadBytes, fileBytes?: number): Promise<GgufHeader> {
	const cursor = new Cursor(read);
	const magic = await cursor.bytes(4).catch(() => undefined);
	if (magic === undefined || String.fromCharCode(...magic) !== 'GGUF') throw new GgufError('notGguf', 'the file does not begin with GGUF');
	const version = await cursor.u32();
	if (version !== 2 && version !== 3) throw new GgufError('unsupportedVersion', `GGUF version ${version} is not known`);
	const tensorCount = bounded(await cursor.u64(), mostEntries, 'tensors');
	const entryCount = bounded(await cursor.u64(), mostEntries, 'metadata entries');
	const metadata = new Map<string, MetadataValue>();
	for (let index = 0; index < entryCount; index++) {
		const key = await cursor.string(mostStringBytes);
		metadata.set(key, await readValue(cursor, await cursor.u32()));
	}
	const infos: TensorInfo[] = [];
	for (let index = 0; index < tensorCount; index++) infos.push(await readTensorInfo(cursor));
	const alignment = metadata.get('general.alignment') ?? 32;
	if (typeof alignment !== 'number' || !(alignment >= 1 && alignment <= 65_536))
		throw new GgufError('absurd', 'the alignment is no sensible number');
	const dataOffset = Math.ceil(cursor.offset / alignment) * alignment;
	const tensors = sized(infos, dataOffset, fileBytes);
	return { metadata, tensors, dataOffset };
}

interface TensorInfo {
	readonly name: string;
	readonly dimensions: readonly number[];
	readonly typeId: number;
	readonly offset: number;
}

async function readTensorInfo(cursor: Cursor): Promise<TensorInfo> {
	const name = await cursor.string(1024);
	const dimensionCount = bounded(await cursor.u32(), 4, 'dimensions of a tensor');
	const dimensions: number[] = [];
	for (let index = 0; index < dimensionCount; index++) dimensions.push(await cursor.u64());
	const elements = dimensions.reduce((product, each) => product * each, 1);
	if (!(elements > 0 && elements <= mostTensorElements)) throw new GgufError('absurd', `tensor ${name} has ${elements} elements`);
	return { name, dimensions, typeId: await cursor.u32(), offset: await cursor.u64() };
}

/** The bytes of each tensor by its type; of a type that is not known, the distance to the next tensor. */
function sized(infos: readonly TensorInfo[], dataOffset: number, fileBytes: number | undefined): readonly SizedTensor[] {
	const starts = infos.map(({ offset }) => offset).sort((one, other) => one - other);
	const end = fileBytes === undefined ? undefined : fileBytes - dataOffset;
	return infos.map(({ name, dimensions, typeId, offset }) => {
		const type = ggmlTypeOfId(typeId);
		const next = starts.find(each => each > offset) ?? end ?? offset;
		const bytes = (type && tensorBytes(dimensions, type)) ?? next - offset;
		if (end !== undefined && offset + bytes > end) throw new GgufError('tensorsCutShort', `the file ends before tensor ${name} does`);
		return { name, dimensions, bytes, ...(type && { type: type.name }) };
	});
}

const enum ValueType {
	u8,
	i8,
	u16,
	i16,
	u32,
	i32,
	f32,
	bool,
	string,
	list,
	u64,
	i64,
	f64,
}

async function readValue(cursor: Cursor, type: number): Promise<MetadataValue> {
	if (type !== (ValueType.list as number)) return readScalar(cursor, type);
	const itemType = await cursor.u32();
	if (itemType === (ValueType.list as number)) throw new GgufError('absurd', 'a list of lists');
	const length = bounded(await cursor.u64(), mostHeaderBytes, 'entries of a list');
	if (length > mostListLength) {
		await skipItems(cursor, itemType, length);
		return { length };
	}
	const items: (string | number | boolean)[] = [];
	for (let index = 0; index < length; index++) items.push(await readScalar(cursor, itemType));
	return items;
}

async function readScalar(cursor: Cursor, type: number): Promise<string | number | boolean> {
	switch (type as ValueType) {
		case ValueType.u8:
			return (await cursor.view(1)).getUint8(0);
		case ValueType.i8:
			return (await cursor.view(1)).getInt8(0);
		case ValueType.u16:
			return (await cursor.view(2)).getUint16(0, true);
		case ValueType.i16:
			return (await cursor.view(2)).getInt16(0, true);
		case ValueType.u32:
			return cursor.u32();
		case ValueType.i32:
			return (await cursor.view(4)).getInt32(0, true);
		case ValueType.f32:
			return (await cursor.view(4)).getFloat32(0, true);
		case ValueType.bool:
			return (await cursor.view(1)).getUint8(0) !== 0;
		case ValueType.string:
			return cursor.string(mostStringBytes);
		case ValueType.u64:
			return Number((await cursor.view(8)).getBigUint64(0, true));
		case ValueType.i64:
			return Number((await cursor.view(8)).getBigInt64(0, true));
		case ValueType.f64:
			return (await cursor.view(8)).getFloat64(0, true);
		case ValueType.list:
		default:
			throw new GgufError('absurd', `metadata of the unknown type ${type}`);
	}
}

const fixedBytes: Readonly<Partial<Record<number, number>>> = {
	[ValueType.u8]: 1,
	[ValueType.i8]: 1,
	[ValueType.u16]: 2,
	[ValueType.i16]: 2,
	[ValueType.u32]: 4,
	[ValueType.i32]: 4,
	[ValueType.f32]: 4,
	[ValueType.bool]: 1,
	[ValueType.u64]: 8,
	[ValueType.i64]: 8,
	[ValueType.f64]: 8,
};

async function skipItems(cursor: Cursor, type: number, length: number): Promise<void> {
	const bytes = fixedBytes[type];
	if (bytes !== undefined) return cursor.skip(length * bytes);
	if (type !== (ValueType.string as number)) throw new GgufError('absurd', `a list of the unknown type ${type}`);
	return cursor.skipStrings(length);
}

function bounded(value: number, most: number, what: string): number {
	if (!(value <= most)) throw new GgufError('absurd', `${value} ${what}`);
	return value;
}

/** A position in the file with a window of bytes around it; small values are read from the window without waiting for the disk. */
class Cursor {
	private window: Uint8Array = new Uint8Array(0);
	private windowStart = 0;
	offset = 0;

	constructor(private readonly read: ReadBytes) {}

	async bytes(length: number): Promise<Uint8Array> {
		if (this.offset + length > this.windowStart + this.window.length) await this.fill(length);
		const from = this.offset - this.windowStart;
		this.offset += length;
		return this.window.subarray(from, from + length);
	}

	async view(length: number): Promise<DataView> {
		const bytes = await this.bytes(length);
		return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
	}

	async u32(): Promise<number> {
		return (await this.view(4)).getUint32(0, true);
	}

	/** Counts beyond 2^53 lose digits, and are refused by their size anyway. */
	async u64(): Promise<number> {
		return Number((await this.view(8)).getBigUint64(0, true));
	}

	async string(most: number): Promise<string> {
		const length = bounded(await this.u64(), most, 'bytes of a string');
		return decoder.decode(await this.bytes(length));
	}

	skip(length: number): void {
		this.offset += length;
		if (this.offset > mostHeaderBytes) throw new GgufError('absurd', 'the header is larger than 256 MiB');
	}

	/** Steps over a vocabulary without waiting for each of its 100,000 entries. */
	async skipStrings(count: number): Promise<void> {
		let view = this.windowView();
		for (let index = 0; index < count; index++) {
			if (this.offset + 8 > this.windowStart + this.window.length) {
				await this.fill(8);
				view = this.windowView();
			}
			const length = Number(view.getBigUint64(this.offset - this.windowStart, true));
			this.skip(8 + bounded(length, mostStringBytes, 'bytes of a string'));
		}
	}

	private windowView(): DataView {
		return new DataView(this.window.buffer, this.window.byteOffset, this.window.byteLength);
	}

	private async fill(length: number): Promise<void> {
		if (this.offset + length > mostHeaderBytes) throw new GgufError('absurd', 'the header is larger than 256 MiB');
		const window = await this.read(this.offset, Math.max(length, chunkBytes));
		if (window.length < length) throw new GgufError('cutShort', `the file ends at byte ${this.offset + window.length}, inside its header`);
		this.window = window;
		this.windowStart = this.offset;
	}
}

/** Part of every engine's runtime, though neither the language's library nor ours declares it. */
declare class TextDecoder {
	decode(bytes: Uint8Array): string;
}
const decoder = new TextDecoder();

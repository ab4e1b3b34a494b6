/**
 * Reads the header of a GGUF file (versions 2 and 3, which llama.cpp loads): metadata and the list of tensors, without the tensors themselves.
 * Format: https://github.com/ggml-org/ggml/blob/master/docs/gguf.md. The file may be cut, damaged or hostile, so every count and length is
 * checked before it is believed, long arrays (vocabularies) are stepped over, and at most 256 MiB are read.
 */
import { bounded, ByteCursor, cutShort, mostHeaderBytes, mostStringBytes, type ReadBytes } from './byteCursor';
import { fimHole } from './dialect';
import { ggmlTypeOfId, tensorBytes } from './ggmlType';
import { GgufError } from './ggufError';
import type { SizedTensor } from './quantization';

export interface GgufHeader {
	readonly metadata: Metadata;
	readonly tensors: readonly SizedTensor[];
	/** Where the tensors begin. */
	readonly dataOffset: number;
}

/** Scalars and short lists by key; of a longer list only its length is kept, and whether it has DeepSeek's token for the middle. */
export type Metadata = ReadonlyMap<string, MetadataValue>;
export type MetadataValue = string | number | boolean | readonly (string | number | boolean)[] | SkippedList;

export interface SkippedList {
	readonly length: number;
	readonly hasHoleToken: boolean;
}

const mostEntries = 65_536;
/** Lists of up to one entry a layer are wanted, vocabularies are not. */
const mostListLength = 1024;
const mostTensorElements = 2 ** 44;

export interface FileEnd {
	/** When known, a header or tensors that lie beyond it are an error. */
	readonly fileBytes?: number;
	/** The tensors need not be there: for a download that has only begun. */
	readonly headerIsEnough?: boolean;
}

export async function readGgufHeader(read: ReadBytes, end: FileEnd = {}): Promise<GgufHeader> {
	const cursor = new ByteCursor(read);
	await checkMagic(cursor);
	checkVersion(await cursor.u32());
	const tensorCount = bounded(await cursor.u64(), mostEntries, 'tensors');
	const entryCount = bounded(await cursor.u64(), mostEntries, 'metadata entries');
	const metadata = new Map<string, MetadataValue>();
	for (let index = 0; index < entryCount; index++) {
		const key = await cursor.string(mostStringBytes);
		metadata.set(key, await readValue(cursor, await cursor.u32()));
	}
	const infos: TensorInfo[] = [];
	for (let index = 0; index < tensorCount; index++) infos.push(await readTensorInfo(cursor));
	const { fileBytes, headerIsEnough = false } = end;
	if (fileBytes !== undefined && cursor.offset > fileBytes) throw cutShort(fileBytes);
	const dataOffset = aligned(cursor.offset, metadata.get('general.alignment') ?? 32);
	return { metadata, dataOffset, tensors: sized(infos, dataOffset, headerIsEnough ? undefined : fileBytes) };
}

async function checkMagic(cursor: ByteCursor): Promise<void> {
	const magic = await cursor.bytes(4).catch(() => undefined);
	if (magic === undefined || String.fromCharCode(...magic) !== 'GGUF') throw new GgufError('notGguf', 'it does not begin with "GGUF"');
}

function checkVersion(version: number): void {
	if (version === 2 || version === 3) return;
	const isBigEndian = version > 0xffff && version % 0x1000000 === 0;
	throw new GgufError('unsupportedVersion', isBigEndian ? 'it is written for big-endian machines' : `GGUF version ${version} is not known`);
}

function aligned(offset: number, alignment: MetadataValue): number {
	if (typeof alignment !== 'number' || !(alignment >= 1 && alignment <= 65_536))
		throw new GgufError('absurd', 'its alignment is no sensible number');
	return Math.ceil(offset / alignment) * alignment;
}

interface TensorInfo {
	readonly name: string;
	readonly dimensions: readonly number[];
	readonly typeId: number;
	readonly offset: number;
}

async function readTensorInfo(cursor: ByteCursor): Promise<TensorInfo> {
	const name = await cursor.string(1024);
	const dimensionCount = bounded(await cursor.u32(), 4, 'dimensions of a tensor');
	const dimensions: number[] = [];
	for (let index = 0; index < dimensionCount; index++) dimensions.push(await cursor.u64());
	const elements = dimensions.reduce((product, each) => product * each, 1);
	if (!(elements > 0 && elements <= mostTensorElements)) throw new GgufError('absurd', `it claims that ${name} has ${elements} elements`);
	return { name, dimensions, typeId: await cursor.u32(), offset: await cursor.u64() };
}

/** The bytes of each tensor by its type; of a type that is not known, the distance to the next tensor. */
function sized(infos: readonly TensorInfo[], dataOffset: number, fileBytes: number | undefined): readonly SizedTensor[] {
	const next = nextStarts(infos);
	const fileEnd = fileBytes === undefined ? undefined : fileBytes - dataOffset;
	let needed = 0;
	const tensors = infos.map(({ name, dimensions, typeId, offset }) => {
		const type = ggmlTypeOfId(typeId);
		const bytes = (type && tensorBytes(dimensions, type)) ?? (next.get(offset) ?? fileEnd ?? offset) - offset;
		needed = Math.max(needed, offset + bytes);
		return { name, dimensions, bytes: Math.max(0, bytes), ...(type && { type: type.name }) };
	});
	if (fileBytes !== undefined && dataOffset + needed > fileBytes)
		throw new GgufError('tensorsCutShort', `it is cut short, ${fileBytes} of ${dataOffset + needed} bytes are there`);
	return tensors;
}

function nextStarts(infos: readonly TensorInfo[]): ReadonlyMap<number, number> {
	const starts = [...new Set(infos.map(({ offset }) => offset))].sort((one, other) => one - other);
	return new Map(starts.slice(1).map((start, index) => [starts[index] ?? 0, start]));
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

async function readValue(cursor: ByteCursor, type: number): Promise<MetadataValue> {
	if (type !== (ValueType.list as number)) return readScalar(cursor, type);
	const itemType = await cursor.u32();
	if (itemType === (ValueType.list as number)) throw new GgufError('absurd', 'it has a list of lists');
	const length = bounded(await cursor.u64(), mostHeaderBytes, 'entries of a list');
	if (length > mostListLength) return { length, hasHoleToken: await skipItems(cursor, itemType, length) };
	const items: (string | number | boolean)[] = [];
	for (let index = 0; index < length; index++) items.push(await readScalar(cursor, itemType));
	return items;
}

async function readScalar(cursor: ByteCursor, type: number): Promise<string | number | boolean> {
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
			throw new GgufError('absurd', `it has a value of the unknown type ${type}`);
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

/** Says whether one of the strings was the token for the middle. */
async function skipItems(cursor: ByteCursor, type: number, length: number): Promise<boolean> {
	if (type === (ValueType.string as number)) return cursor.skipStrings(length, holeTokenBytes);
	const bytes = fixedBytes[type];
	if (bytes === undefined) throw new GgufError('absurd', `it has a list of the unknown type ${type}`);
	cursor.skip(length * bytes);
	return false;
}

declare class TextEncoder {
	encode(text: string): Uint8Array;
}
/** Stands where the middle is to be filled in; a vocabulary that has it belongs to a DeepSeek coder. */
const holeTokenBytes = new TextEncoder().encode(fimHole);

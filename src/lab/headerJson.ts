/**
 * A GGUF header written down as JSON: its keys, either at the top or under "metadata", with the list of "tensors" or only the "fileBytes" beside
 * them. Tensors are taken as gguf-py, @huggingface/gguf ("tensorInfos", "dtype") and llama.cpp's tools print them.
 */
import { factsOf, type ModelFacts } from '../core/memory/modelFacts';
import { ggmlTypeOfId, ggmlTypeOfName, tensorBytes, type GgmlType } from '../core/models/ggmlType';
import type { Metadata, MetadataValue } from '../core/models/ggufHeader';
import { factsOfMetadata, shapeOf } from '../core/models/headerFacts';
import { elements } from '../core/models/modelShape';
import type { SizedTensor } from '../core/models/quantization';
import { readText } from './files';
import { UsageError } from './options';

type Json = Readonly<Record<string, unknown>>;

/** Throws a `UsageError` that names what is wrong with the file. */
export async function headerFacts(file: string): Promise<ModelFacts> {
	const { tensors, tensorInfos = tensors, fileBytes, metadata: nested, ...flat } = parseJson(file, await readText(file));
	const metadata: Metadata = new Map(Object.entries(isRecord(nested) ? nested : flat).filter(isEntry));
	if (fileBytes !== undefined && !(typeof fileBytes === 'number' && fileBytes > 0 && fileBytes <= Number.MAX_SAFE_INTEGER))
		throw new UsageError(`fileBytes in ${file} is no size`);
	if (tensorInfos !== undefined && !Array.isArray(tensorInfos)) throw new UsageError(`tensors in ${file} is no list`);
	const sized = (tensorInfos ?? []).map(each => sizedTensor(each, file));
	const shape = shapeOf(metadata, sized);
	if (shape === undefined) throw new UsageError(`${file} lacks what a model's header has, or it is absurd: ${needed}`);
	const facts = sized.length > 0 ? factsOf(shape, sized, true) : factsOfMetadata(metadata, fileBytes);
	if (facts === undefined)
		throw new UsageError(`${file} tells no size: it needs tensors, fileBytes, or a general.file_type of the catalogue`);
	return facts;
}

const needed = 'general.architecture, block_count, embedding_length, attention.head_count, a vocabulary size';

function sizedTensor(value: unknown, file: string): SizedTensor {
	const { name, type, dtype = type, bytes, ...rest } = isRecord(value) ? value : {};
	const dimensions = [rest.dimensions, rest.shape, rest.dims, rest.ne].find(Array.isArray)?.map(Number) ?? [];
	const format = formatOf(dtype);
	const size = typeof bytes === 'number' ? bytes : format && sizeOf(dimensions, format);
	if (typeof name !== 'string' || size === undefined || !(size >= 0 && size <= Number.MAX_SAFE_INTEGER))
		throw new UsageError(`a tensor in ${file} lacks its name, or its bytes, or dimensions and type`);
	return { name, dimensions, bytes: size, ...(format && { type: format.name }) };
}

function formatOf(type: unknown): GgmlType | undefined {
	if (typeof type === 'number') return ggmlTypeOfId(type);
	return typeof type === 'string' ? ggmlTypeOfName(type.replace(/^GGML_TYPE_/i, '')) : undefined;
}

/** NumPy writes the row last. */
function sizeOf(dimensions: readonly number[], format: GgmlType): number | undefined {
	const isSound = dimensions.length > 0 && dimensions.every(each => Number.isInteger(each) && each > 0) && elements(dimensions) < 2 ** 44;
	return isSound ? (tensorBytes(dimensions, format) ?? tensorBytes([...dimensions].reverse(), format)) : undefined;
}

function parseJson(file: string, text: string): Json {
	try {
		const json: unknown = JSON.parse(text);
		if (isRecord(json)) return json;
	} catch {
		// Told below, like JSON that is no object.
	}
	throw new UsageError(`${file} is no JSON object`);
}

function isEntry(entry: [string, unknown]): entry is [string, MetadataValue] {
	const [, value] = entry;
	return ['string', 'number', 'boolean'].includes(typeof value) || Array.isArray(value);
}

function isRecord(value: unknown): value is Json {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

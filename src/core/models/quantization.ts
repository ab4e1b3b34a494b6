/**
 * What a quantization such as Q4_K_M makes of each tensor. It is a mix: some tensors get more bits, and rows that are no multiple of 256 fall
 * back to another format, which is why "bits per weight" tables are up to 8 % low for DeepSeek-Coder 1.3b and V2-Lite.
 * The rules are those of `llama_tensor_get_type_impl` and `tensor_type_fallback` in llama.cpp, src/llama-quant.cpp, without an importance matrix,
 * as of 2024, when the published files were made: since then `attn_kv_b` also counts as a value tensor, and new files have it split in two.
 */
import { ggmlTypeOfName, tensorBytes, type GgmlTypeName } from './ggmlType';
import { layerKinds, layerOf, layerTensors, outerTensors, tensorsOf, type ModelShape, type TensorShape } from './modelShape';

export type Quantization =
	| 'F16'
	| 'Q8_0'
	| 'Q6_K'
	| 'Q5_K_M'
	| 'Q5_K_S'
	| 'Q5_1'
	| 'Q5_0'
	| 'Q4_K_M'
	| 'Q4_K_S'
	| 'Q4_1'
	| 'Q4_0'
	| 'IQ4_XS'
	| 'Q3_K_L'
	| 'Q3_K_M'
	| 'Q3_K_S'
	| 'Q2_K';

export interface SizedTensor extends TensorShape {
	readonly bytes: number;
	/** For example "Q6_K"; absent where a file uses a format this version does not know. */
	readonly type?: string;
}

export const quantizations: readonly Quantization[] = [
	'F16',
	'Q8_0',
	'Q6_K',
	'Q5_K_M',
	'Q5_K_S',
	'Q5_1',
	'Q5_0',
	'Q4_K_M',
	'Q4_K_S',
	'Q4_1',
	'Q4_0',
	'IQ4_XS',
	'Q3_K_L',
	'Q3_K_M',
	'Q3_K_S',
	'Q2_K',
];

/** Takes the spellings of Ollama tags ("q4_K_M", "fp16") and of files ("Q4_K_M", "F16"); llama.cpp's "Q4_K" means Q4_K_M. */
export function quantizationOfName(name: string): Quantization | undefined {
	const plain = name.toUpperCase();
	return quantizations.find(each => each === (otherNames[plain] ?? plain));
}

/** BF16 is another format of the same size. */
const otherNames: Readonly<Record<string, string>> = { FP16: 'F16', BF16: 'F16', Q3_K: 'Q3_K_M', Q4_K: 'Q4_K_M', Q5_K: 'Q5_K_M' };

/** Every tensor of the model with the bytes it has in a file of this quantization. */
export function quantize(shape: ModelShape, quantization: Quantization): readonly SizedTensor[] {
	return tensorsOf(shape).map(each => sized(each, shape, quantization));
}

/** The same by layer, for sums. Layers whose tensors get the same formats are one and the same list, named as in the first of them. */
export interface SizedLayers {
	readonly outer: readonly SizedTensor[];
	readonly layers: readonly (readonly SizedTensor[])[];
}

export function quantizeLayers(shape: ModelShape, quantization: Quantization): SizedLayers {
	const kinds = layerKinds(shape);
	const known = new Map<string, readonly SizedTensor[]>();
	const layers = Array.from({ length: shape.layers }, (_, layer) => {
		const kind = kinds.findIndex(({ first, count }) => layer < first + count);
		const base = baseType[quantization];
		// Nothing else in the mix depends on the layer.
		const key = [kind, valueType(base, layer, shape, quantization), downType(base, layer, shape.layers, quantization)].join(' ');
		const tensors = known.get(key) ?? layerTensors(shape, layer).map(each => sized(each, shape, quantization));
		known.set(key, tensors);
		return tensors;
	});
	return { outer: outerTensors(shape).map(each => sized(each, shape, quantization)), layers };
}

function sized(tensor: TensorShape, shape: ModelShape, quantization: Quantization): SizedTensor {
	const type = typeOf(tensor, shape, quantization);
	return { name: tensor.name, dimensions: tensor.dimensions, type, bytes: bytesOf(tensor.dimensions, type) };
}

function typeOf(tensor: TensorShape, shape: ModelShape, quantization: Quantization): GgmlTypeName {
	const place: Place = { part: partOf(tensor), layer: layerOf(tensor.name) ?? 0 };
	if (place.part === 'unquantized') return 'F32';
	const base = baseType[quantization];
	if (base === 'F16') return base;
	return fallBack(mixedType(place, base, shape, quantization), tensor.dimensions[0] ?? 0, place);
}

/** What the rules ask of a tensor's name. */
interface Place {
	readonly part: 'unquantized' | 'output' | 'embedding' | 'value' | 'down' | 'attentionOutput' | 'other';
	readonly layer: number;
}

function partOf({ name, dimensions }: TensorShape): Place['part'] {
	if (dimensions.length < 2 || name.includes('ffn_gate_inp')) return 'unquantized';
	if (name === 'output.weight') return 'output';
	if (name === 'token_embd.weight') return 'embedding';
	if (name.includes('.attn_v.weight')) return 'value';
	if (name.includes('.ffn_down')) return 'down';
	return name.includes('.attn_output.') ? 'attentionOutput' : 'other';
}

const baseType: Readonly<Record<Quantization, GgmlTypeName>> = {
	F16: 'F16',
	Q8_0: 'Q8_0',
	Q6_K: 'Q6_K',
	Q5_K_M: 'Q5_K',
	Q5_K_S: 'Q5_K',
	Q5_1: 'Q5_1',
	Q5_0: 'Q5_0',
	Q4_K_M: 'Q4_K',
	Q4_K_S: 'Q4_K',
	Q4_1: 'Q4_1',
	Q4_0: 'Q4_0',
	IQ4_XS: 'IQ4_XS',
	Q3_K_L: 'Q3_K',
	Q3_K_M: 'Q3_K',
	Q3_K_S: 'Q3_K',
	Q2_K: 'Q2_K',
};

function mixedType({ part, layer }: Place, base: GgmlTypeName, shape: ModelShape, quantization: Quantization): GgmlTypeName {
	const isOutput = part === 'output' || (part === 'embedding' && shape.tied === true);
	if (isOutput) return base === 'Q8_0' ? base : 'Q6_K';
	if (part === 'value') return valueType(base, layer, shape, quantization);
	if (part === 'down') return downType(base, layer, shape.layers, quantization);
	return part === 'attentionOutput' ? (attentionOutputTypes[quantization] ?? base) : base;
}

function valueType(base: GgmlTypeName, layer: number, shape: ModelShape, quantization: Quantization): GgmlTypeName {
	const manyHeadsShareOne = shape.heads / shape.kvHeads >= 4;
	const type = (): GgmlTypeName => {
		if (quantization === 'Q2_K') return manyHeadsShareOne ? 'Q4_K' : 'Q3_K';
		if (quantization === 'Q3_K_M') return layer < 2 ? 'Q5_K' : 'Q4_K';
		if (quantization === 'Q3_K_L') return 'Q5_K';
		if (quantization === 'IQ4_XS' && manyHeadsShareOne) return 'Q5_K';
		if ((quantization === 'Q4_K_M' || quantization === 'Q5_K_M') && getsMoreBits(layer, shape.layers)) return 'Q6_K';
		if (quantization === 'Q4_K_S' && layer < 4) return 'Q5_K';
		return base;
	};
	const chosen = type();
	// llama.cpp knows "the 70B" by 80 layers with shared key-value heads, and lifts its small value tensor.
	const is70B = shape.architecture === 'llama' && shape.layers === 80 && shape.heads !== shape.kvHeads;
	return is70B && (chosen === 'Q3_K' || chosen === 'Q4_K') ? 'Q5_K' : chosen;
}

function downType(base: GgmlTypeName, layer: number, layers: number, quantization: Quantization): GgmlTypeName {
	if (quantization === 'Q2_K') return 'Q3_K';
	if (quantization === 'Q3_K_M') return layer < Math.floor(layers / 16) ? 'Q5_K' : 'Q4_K';
	if (quantization === 'Q3_K_L') return 'Q5_K';
	if (quantization === 'Q4_K_M' || quantization === 'Q5_K_M') return getsMoreBits(layer, layers) ? 'Q6_K' : base;
	if (quantization === 'Q4_K_S' || quantization === 'IQ4_XS') return layer < Math.floor(layers / 8) ? 'Q5_K' : base;
	return base;
}

const attentionOutputTypes: Readonly<Partial<Record<Quantization, GgmlTypeName>>> = { Q2_K: 'Q3_K', Q3_K_M: 'Q4_K', Q3_K_L: 'Q5_K' };

/** The first and last eighth of the layers, and every third between. */
function getsMoreBits(layer: number, layers: number): boolean {
	const eighth = Math.floor(layers / 8);
	return layer < eighth || layer >= Math.floor((7 * layers) / 8) || (layer - eighth) % 3 === 2;
}

const fallbackTypes: Readonly<Partial<Record<GgmlTypeName, GgmlTypeName>>> = {
	IQ4_XS: 'IQ4_NL',
	Q2_K: 'Q4_0',
	Q3_K: 'Q4_0',
	Q4_K: 'Q5_0',
	Q5_K: 'Q5_1',
	Q6_K: 'Q8_0',
};

/** What a tensor gets whose rows do not divide into the blocks of `type`. */
function fallBack(type: GgmlTypeName, row: number, { part }: Place): GgmlTypeName {
	if (row % blockOf(type) === 0) return type;
	const other = part === 'output' ? 'Q8_0' : (fallbackTypes[type] ?? 'F16');
	return row % blockOf(other) === 0 ? other : 'F16';
}

function blockOf(type: GgmlTypeName): number {
	return ggmlTypeOfName(type)?.elementsPerBlock ?? 1;
}

function bytesOf(dimensions: readonly number[], typeName: GgmlTypeName): number {
	const type = ggmlTypeOfName(typeName);
	const bytes = type === undefined ? undefined : tensorBytes(dimensions, type);
	if (bytes === undefined) throw new Error(`${typeName} does not divide a row of ${dimensions[0]} elements`);
	return bytes;
}

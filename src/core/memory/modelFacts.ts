/** What the estimate needs to know of a model: its shape, and the bytes of its tensors summed up by where they can go. */
import { isExpertTensor, layerOf, type ModelShape } from '../models/modelShape';
import { quantizeLayers, type Quantization, type SizedLayers, type SizedTensor } from '../models/quantization';

export interface ModelFacts {
	readonly shape: ModelShape;
	readonly weights: WeightBytes;
	/** Whether the bytes come from the file's own header; otherwise they are predicted from the catalogue. */
	readonly exact: boolean;
}

export interface WeightBytes {
	/** The token embedding always stays in RAM: one row is read per token. */
	readonly embedding: number;
	/** Output layer and the norm before it. With tied embeddings the GPU gets a copy. */
	readonly output: number;
	/** Bytes of all layers from each one on (the last entry is 0): the experts, and everything else. */
	readonly expertsFrom: readonly number[];
	readonly restFrom: readonly number[];
	/** The largest tensor of the layers up to each one: what a GPU has to take in when it helps with layers that are in RAM. */
	readonly largestUpTo: readonly number[];
	/** Bytes of the tensors that llama.cpp copies into another order where a CPU with AVX2 computes alone. */
	readonly repackable: number;
}

/** @param tensors as a file's header lists them */
export function factsOf(shape: ModelShape, tensors: readonly SizedTensor[], exact: boolean): ModelFacts {
	const outer: SizedTensor[] = [];
	const layers = Array.from({ length: shape.layers }, (): SizedTensor[] => []);
	for (const each of tensors) {
		const layer = layerOf(each.name);
		// Layers beyond the last are the multi-token prediction of V3, which the runtime does not load.
		(layer === undefined ? outer : layers[layer])?.push(each);
	}
	return { shape, exact, weights: weightBytes(shape, { outer, layers }) };
}

/** What a file of this shape and quantization will have. */
export function predictedFacts(shape: ModelShape, quantization: Quantization): ModelFacts {
	return { shape, exact: false, weights: weightBytes(shape, quantizeLayers(shape, quantization)) };
}

/** Facts of a file of which only the size is known: the bytes are spread over the layers as the shape says. */
export function scaledTo(facts: ModelFacts, fileBytes: number): ModelFacts {
	const factor = fileBytes / totalWeightBytes(facts);
	const { embedding, output, expertsFrom, restFrom, largestUpTo, repackable } = facts.weights;
	const scale = (bytes: number) => bytes * factor;
	const weights: WeightBytes = {
		embedding: scale(embedding),
		output: scale(output),
		expertsFrom: expertsFrom.map(scale),
		restFrom: restFrom.map(scale),
		largestUpTo: largestUpTo.map(scale),
		repackable: scale(repackable),
	};
	return { ...facts, weights };
}

/** Bytes of all tensors in the file. */
export function totalWeightBytes({ shape, weights: { embedding, output, expertsFrom, restFrom } }: ModelFacts): number {
	return (expertsFrom[0] ?? 0) + (restFrom[0] ?? 0) + output + (shape.tied === true ? 0 : embedding);
}

/** Bytes of the layers from `first` on that are read or kept in one place. */
export function bytesFrom(sums: readonly number[], first: number): number {
	return sums[Math.min(first, sums.length - 1)] ?? 0;
}

function weightBytes(shape: ModelShape, { outer, layers }: SizedLayers): WeightBytes {
	const known = new Map<readonly SizedTensor[], LayerBytes>();
	const sums = layers.map(each => {
		const bytes = known.get(each) ?? layerBytes(each);
		known.set(each, bytes);
		return bytes;
	});
	const embedding = bytesOf(outer.filter(isEmbedding));
	const output = bytesOf(outer.filter(each => !isEmbedding(each)));
	return {
		embedding,
		output: shape.tied === true ? output + embedding : output,
		expertsFrom: suffixSums(sums.map(({ experts }) => experts)),
		restFrom: suffixSums(sums.map(({ rest }) => rest)),
		largestUpTo: runningMost(sums.map(({ largest }) => largest)),
		repackable: sums.reduce((sum, each) => sum + each.repackable, bytesOf(outer.filter(isRepackable))),
	};
}

interface LayerBytes {
	readonly experts: number;
	readonly rest: number;
	readonly largest: number;
	readonly repackable: number;
}

function layerBytes(tensors: readonly SizedTensor[]): LayerBytes {
	return {
		experts: bytesOf(tensors.filter(({ name }) => isExpertTensor(name))),
		rest: bytesOf(tensors.filter(({ name }) => !isExpertTensor(name))),
		largest: Math.max(0, ...tensors.map(({ bytes }) => bytes)),
		repackable: bytesOf(tensors.filter(isRepackable)),
	};
}

function isEmbedding({ name }: SizedTensor): boolean {
	return name.startsWith('token_embd.');
}

function bytesOf(tensors: readonly SizedTensor[]): number {
	return tensors.reduce((sum, { bytes }) => sum + bytes, 0);
}

/** As `ggml_repack_get_optimal_repack_type` of ggml-cpu chooses: matrices of these formats whose rows come in eights. */
function isRepackable({ name, type = '', dimensions }: SizedTensor): boolean {
	const isMatrix = dimensions.length === 2 ? !name.startsWith('token_embd.') : isExpertTensor(name);
	return isMatrix && ['Q4_0', 'Q4_K', 'IQ4_NL'].includes(type) && (dimensions[1] ?? 0) % 8 === 0;
}

function suffixSums(values: readonly number[]): readonly number[] {
	const sums = [...values, 0];
	for (let index = values.length - 1; index >= 0; index--) sums[index] = (sums[index] ?? 0) + (sums[index + 1] ?? 0);
	return sums;
}

function runningMost(values: readonly number[]): readonly number[] {
	let most = 0;
	return values.map(value => (most = Math.max(most, value)));
}

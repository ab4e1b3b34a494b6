/** What the estimate needs to know of a model: its shape, and the bytes of its tensors summed up by where they can go. */
import { isExpertTensor, layerOf, type ModelShape } from '../models/modelShape';
import type { SizedTensor } from '../models/quantization';

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
	readonly layers: readonly LayerBytes[];
}

export interface LayerBytes {
	readonly experts: number;
	readonly rest: number;
}

export function factsOf(shape: ModelShape, tensors: readonly SizedTensor[], exact: boolean): ModelFacts {
	return { shape, exact, weights: weightBytes(shape, tensors) };
}

/** Facts of a file of which only the size is known: the bytes are spread over the layers as the shape says. */
export function scaledTo(facts: ModelFacts, fileBytes: number): ModelFacts {
	const factor = fileBytes / totalWeightBytes(facts.weights);
	const { embedding, output, layers } = facts.weights;
	return {
		...facts,
		weights: {
			embedding: embedding * factor,
			output: output * factor,
			layers: layers.map(({ experts, rest }) => ({ experts: experts * factor, rest: rest * factor })),
		},
	};
}

export function totalWeightBytes({ embedding, output, layers }: WeightBytes): number {
	return layers.reduce((sum, { experts, rest }) => sum + experts + rest, embedding + output);
}

function weightBytes(shape: ModelShape, tensors: readonly SizedTensor[]): WeightBytes {
	const layers = Array.from({ length: shape.layers }, () => ({ experts: 0, rest: 0 }));
	let embedding = 0;
	let output = 0;
	for (const { name, bytes } of tensors) {
		const number = layerOf(name);
		const layer = number === undefined ? undefined : layers[number];
		if (layer !== undefined) layer[isExpertTensor(name) ? 'experts' : 'rest'] += bytes;
		else if (name.startsWith('token_embd.')) embedding += bytes;
		// Layers beyond the last are the multi-token prediction of V3, which the runtime does not load.
		else if (number === undefined) output += bytes;
	}
	return { embedding, output: shape.tied === true ? output + embedding : output, layers };
}

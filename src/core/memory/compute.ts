/**
 * Bytes of the buffers in which one step of the model is computed. llama.cpp lays them out by walking the graph of a full batch, so they are the
 * largest moment of it. The terms below are which tensors live at that moment; they were found with the no-allocation estimates of llama.cpp
 * (through node-llama-cpp 3.21.1) on files of the real shapes, and agree with load logs of CUDA builds where the logits are the largest moment.
 */
import type { ModelShape } from '../models/modelShape';
import { cells, kvBytesPerLayer, regimeOf } from './kvCache';
import type { ModelFacts } from './modelFacts';
import type { LoadSetup } from './options';

export interface ComputeBytes {
	readonly device: number;
	readonly host: number;
}

/** @param onGpu layers on the GPU, the output layer counted as one. */
export function computeBytes(facts: ModelFacts, setup: LoadSetup, onGpu: number): ComputeBytes {
	const { shape } = facts;
	const moment = largestMoment(shape, setup);
	if (onGpu === 0 && setup.gpuAssists !== true) return { device: 0, host: moment + inputs(shape, setup) };
	const isWhole = onGpu > shape.layers && (setup.expertLayersOnCpu ?? 0) === 0;
	const host = hostBytes(shape, setup) + (isWhole || shape.kvHeads < shape.heads ? 0 : row(setup, shape.width));
	return { device: isWhole ? moment : Math.max(moment, staged(facts, setup, onGpu)), host };
}

/** Four bytes for each token of a batch. */
function row({ ubatch }: LoadSetup, elements: number): number {
	return 4 * ubatch * elements;
}

function largestMoment(shape: ModelShape, setup: LoadSetup): number {
	return Math.max(
		logits(shape, setup),
		feedForward(shape, setup) + mask(setup),
		absorbedAttention(shape, setup) + mask(setup),
		scores(shape, setup),
	);
}

/** The result for every token of the batch beside what it was computed from. */
function logits({ width, vocabulary, latent }: ModelShape, setup: LoadSetup): number {
	return row(setup, vocabulary + (latent === undefined ? 1 : 3) * width);
}

/** Gate, up and their product, with the layer's input, its norm and its result; of a mixture, those of the chosen experts. */
function feedForward({ width, feedForward: inner, experts }: ModelShape, setup: LoadSetup): number {
	const plain = row(setup, 3 * (inner + width));
	return experts === undefined ? plain : Math.max(plain, row(setup, experts.used * (experts.feedForward + 3 * width)));
}

/** Queries turned into the latent's space, twice while they are joined; with many heads more than the experts need. */
function absorbedAttention({ width, heads, latent }: ModelShape, setup: LoadSetup): number {
	if (latent?.absorbed !== true) return 0;
	const { rank, ropeLength, headKeyLength, queryRank = 0 } = latent;
	return row(setup, heads * (2 * (rank + ropeLength) + headKeyLength) + 2 * width + queryRank);
}

/** Which token may look at which, in f16, on the device. */
function mask(setup: LoadSetup): number {
	return setup.flashAttention ? 2 * setup.ubatch * context(setup) : 0;
}

/** Without flash attention: how much each head of each token looks at each token of the context. */
function scores(shape: ModelShape, setup: LoadSetup): number {
	if (setup.flashAttention) return 0;
	const inputRows = shape.latent === undefined ? 4 : regime(shape, setup) === 'legacy' ? 8 : 13;
	return row(setup, context(setup) * (shape.heads + 1) + inputRows * shape.width + 1);
}

/** On the host: the embedded tokens, the mask, and where the last layer's result comes back. */
function hostBytes({ width }: ModelShape, setup: LoadSetup): number {
	return setup.flashAttention ? row(setup, 2 * width) + mask(setup) : row(setup, width + context(setup));
}

/** What a run on the CPU alone keeps beside the largest moment. */
function inputs({ width, latent }: ModelShape, setup: LoadSetup): number {
	return row(setup, (latent === undefined ? 1 : 3) * width) + (setup.flashAttention ? 0 : row(setup, context(setup)));
}

/**
 * For prompts the GPU also computes the layers that are in RAM: it takes in one of their tensors, or a layer's cache, at a time. How many of them
 * overlap depends on the graph in ways that no formula here follows; the estimate says so by its uncertainty.
 */
function staged({ shape, weights }: ModelFacts, setup: LoadSetup, onGpu: number): number {
	const weight = feedForward(shape, setup) + mask(setup) + weights.largest;
	const cache = 1.5 * kvBytesPerLayer(shape, setup) + row(setup, 4 * shape.width) + mask(setup);
	const output = onGpu === 0 ? logits(shape, setup) + weights.output : 0;
	return Math.max(weight, onGpu > shape.layers ? 0 : cache, output);
}

function context(setup: LoadSetup): number {
	return cells(setup.contextTokens) * (setup.sequences ?? 1);
}

function regime(shape: ModelShape, { kvRegime = 'auto' }: LoadSetup): string {
	return kvRegime === 'auto' ? regimeOf(shape) : kvRegime;
}

/** The bytes a loaded model takes, by part: pure arithmetic on the model's facts and the way it is to be loaded. */
import { computeBytes } from './compute';
import { kvBytesPerLayer } from './kvCache';
import { bytesFrom, totalWeightBytes, type ModelFacts } from './modelFacts';
import { isNothing, onGpuOf, type OnGpu } from './onGpu';
import type { LoadSetup } from './options';

export interface MemoryEstimate {
	readonly weightsGpuBytes: number;
	readonly weightsCpuBytes: number;
	readonly kvGpuBytes: number;
	readonly kvCpuBytes: number;
	readonly computeGpuBytes: number;
	readonly computeHostBytes: number;
	readonly totalGpuBytes: number;
	readonly totalHostBytes: number;
	/**
	 * On the CPU alone: copies of weights in the order in which it computes. They are in no total, since the pages of the file that they are copies of
	 * are then given back when memory gets short; engines count both.
	 */
	readonly repackedBytes: number;
	/** How far the real figure may lie from this one, either way. */
	readonly uncertaintyBytes: number;
}

export const noBytes: MemoryEstimate = {
	weightsGpuBytes: 0,
	weightsCpuBytes: 0,
	kvGpuBytes: 0,
	kvCpuBytes: 0,
	computeGpuBytes: 0,
	computeHostBytes: 0,
	totalGpuBytes: 0,
	totalHostBytes: 0,
	repackedBytes: 0,
	uncertaintyBytes: 0,
};

const mebibyte = 1024 * 1024;

export function estimateMemory(facts: ModelFacts, setup: LoadSetup): MemoryEstimate {
	const { shape, weights } = facts;
	const onGpu = onGpuOf(shape, setup);
	const firstGpuLayer = shape.layers - onGpu.layers;
	const firstExperts = Math.max(firstGpuLayer, (shape.experts?.denseLayers ?? 0) + (setup.expertLayersOnCpu ?? 0));
	const { embedding, output, expertsFrom, restFrom } = weights;
	const restGpu = bytesFrom(restFrom, firstGpuLayer);
	const expertsGpu = bytesFrom(expertsFrom, firstExperts);
	const weightsGpuBytes = (onGpu.output ? output : 0) + restGpu + expertsGpu;
	// A tied output layer is a second copy on the GPU of the embedding that stays in RAM; without a GPU there is only one.
	const outputCpu = onGpu.output ? 0 : shape.tied === true ? output - embedding : output;
	const weightsCpuBytes = embedding + outputCpu + bytesFrom(restFrom, 0) - restGpu + bytesFrom(expertsFrom, 0) - expertsGpu;
	const kvPerLayer = kvBytesPerLayer(shape, setup);
	const { device: computeGpuBytes, host: computeHostBytes } = computeBytes(facts, setup, onGpu);
	const kvGpuBytes = kvPerLayer * onGpu.layers;
	const kvCpuBytes = kvPerLayer * (shape.layers - onGpu.layers);
	return {
		weightsGpuBytes,
		weightsCpuBytes,
		kvGpuBytes,
		kvCpuBytes,
		computeGpuBytes,
		computeHostBytes,
		totalGpuBytes: weightsGpuBytes + kvGpuBytes + computeGpuBytes,
		totalHostBytes: weightsCpuBytes + kvCpuBytes + computeHostBytes,
		repackedBytes: isNothing(onGpu) && setup.gpuAssists !== true ? weights.repackable : 0,
		uncertaintyBytes: uncertainty(facts, setup, onGpu),
	};
}

function uncertainty(facts: ModelFacts, setup: LoadSetup, onGpu: OnGpu): number {
	const predictedWeights = facts.exact ? 0 : 0.005 * totalWeightBytes(facts);
	const hasGpu = !isNothing(onGpu) || setup.gpuAssists === true;
	const isPartial = hasGpu && (onGpu.layers < facts.shape.layers || !onGpu.output || (setup.expertLayersOnCpu ?? 0) > 0);
	// Between engines of different years the graph differs by a few buffers of this size, of a mixture by those of its chosen experts.
	const graph = 16 * mebibyte + 8 * setup.ubatch * facts.shape.width * (2 + (facts.shape.experts?.used ?? 0));
	const latent = facts.shape.latent === undefined ? 0 : 32 * mebibyte;
	const staged = isPartial ? (facts.weights.largestUpTo.at(-1) ?? 0) + kvBytesPerLayer(facts.shape, setup) / 2 : 0;
	// Without flash attention a device that allocates in pieces may need the scores twice.
	const scores = setup.flashAttention || !hasGpu ? 0 : 5 * setup.ubatch * setup.contextTokens * facts.shape.heads;
	return predictedWeights + graph + latent + staged + scores;
}

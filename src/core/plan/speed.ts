/**
 * Predicts tokens per second and the time to the first token: bytes read per token over bandwidth, and arithmetic over compute.
 * Checked against published runs (llama.cpp's CUDA and Metal score boards for Llama-2-7B Q4_0): within about 25 %.
 */
import { kvBytesPerToken } from '../memory/kvCache';
import { bytesFrom, type ModelFacts } from '../memory/modelFacts';
import { onGpuOf } from '../memory/onGpu';
import type { KvRegime, KvType } from '../memory/options';
import { elements, isExpertTensor, layerKinds, layerTensors, outerTensors, type ModelShape, type TensorShape } from '../models/modelShape';
import type { GpuVendor } from './hardware';
import type { Prediction } from './plan';

export interface Speeds {
	readonly gpuGigabytesPerSecond: number;
	readonly cpuGigabytesPerSecond: number;
	/** Learned: what was measured over what the figures above promise. */
	readonly gpuRatio: number;
	readonly cpuRatio: number;
	readonly vendor: GpuVendor;
	readonly cores: number;
}

export interface Placement {
	readonly gpuLayers: number;
	readonly outputLast?: boolean;
	readonly expertLayersOnCpu: number;
	readonly kvType: KvType;
	readonly kvRegime?: KvRegime | 'auto';
	readonly quantization: string;
	/** Tokens evaluated at once. */
	readonly ubatch: number;
	/** Whether a GPU evaluates prompts also with the weights that stay in RAM. */
	readonly gpuAssists: boolean;
	/** Tokens of prompt that have to be evaluated before the first token comes. */
	readonly newPromptTokens: number;
}

/** Tokens in the cache that a typical generated token looks back at. */
const typicalFill = 2048;

/** Share of the data sheet's bandwidth that plain kernels reach. */
const reachableShare = 0.85;

/** Starting a layer's kernels, in seconds: 0.64 ms a token for 32 layers. */
const secondsPerLayer = 0.00002;

export function predict(facts: ModelFacts, placement: Placement, speeds: Speeds): Prediction {
	const { gpu, cpu } = bytesPerToken(facts, placement);
	const efficiency = unpacking(placement.quantization) * (facts.shape.experts === undefined ? 1 : expertEfficiency);
	const gpuSeconds = gpu / (speeds.gpuGigabytesPerSecond * 1e9 * reachableShare * makerShare[speeds.vendor] * efficiency);
	// A CPU unpacks while it waits for memory, so the format costs it little.
	const cpuSeconds = cpu / (speeds.cpuGigabytesPerSecond * 1e9 * reachableShare);
	const overhead = secondsPerLayer * facts.shape.layers;
	const promptSeconds = promptTime(facts, placement, speeds);
	const isOnGpu = gpu > cpu;
	const secondsPerToken =
		(gpuSeconds + (isOnGpu ? overhead : 0)) / speeds.gpuRatio + (cpuSeconds + (isOnGpu ? 0 : overhead)) / speeds.cpuRatio;
	return { tokensPerSecond: 1 / secondsPerToken, firstTokenMilliseconds: 1000 * (promptSeconds + secondsPerToken) };
}

/** Bytes read for one token: of the experts only those that were chosen, of the embedding one row. */
function bytesPerToken({ shape, weights }: ModelFacts, placement: Placement): { gpu: number; cpu: number } {
	const { expertLayersOnCpu, kvType, kvRegime } = placement;
	const used = usedShare(shape);
	const onGpu = onGpuOf(shape, placement);
	const firstGpuLayer = shape.layers - onGpu.layers;
	const firstWithExperts = (shape.experts?.denseLayers ?? 0) + expertLayersOnCpu;
	const kvPerLayer = (kvBytesPerToken(shape, kvType, kvRegime) * typicalFill) / shape.layers;
	const { output, expertsFrom, restFrom } = weights;
	const restGpu = bytesFrom(restFrom, firstGpuLayer);
	const expertsGpu = bytesFrom(expertsFrom, Math.max(firstGpuLayer, firstWithExperts));
	const gpu = (onGpu.output ? output : 0) + restGpu + expertsGpu * used + kvPerLayer * onGpu.layers;
	const all = output + bytesFrom(restFrom, 0) + bytesFrom(expertsFrom, 0) * used + kvPerLayer * shape.layers;
	return { gpu, cpu: all - gpu };
}

function usedShare({ experts }: ModelShape): number {
	return experts === undefined ? 1 : experts.used / experts.count;
}

/** Many small matrices keep a GPU from reaching its bandwidth: V2-Lite Q4_K_M makes 124 tok/s on an RX 6900 XT, 39 % of the roofline. */
const expertEfficiency = 0.6;

const makerShare: Readonly<Record<GpuVendor, number>> = { nvidia: 1, amd: 0.85, apple: 0.9, intel: 0.5, other: 0.5 };

/** How much slower than F16 a byte of each format is worked off (llama.cpp, tools/quantize/README.md, Llama-3.1-8B). */
function unpacking(quantization: string): number {
	return unpackings[quantization] ?? 0.8;
}

const unpackings: Readonly<Record<string, number>> = {
	F16: 1,
	Q8_0: 0.93,
	Q6_K: 0.83,
	Q5_K_M: 0.82,
	Q5_K_S: 0.83,
	Q5_0: 0.85,
	Q5_1: 0.85,
	Q4_0: 0.85,
	Q4_1: 0.85,
	Q4_K_M: 0.76,
	Q4_K_S: 0.77,
	IQ4_XS: 0.74,
	Q3_K_L: 0.65,
	Q3_K_M: 0.6,
	Q3_K_S: 0.56,
	Q2_K: 0.55,
};

/**
 * Prompt evaluation is bound by arithmetic: two operations per active parameter. A GPU's rate is told from its bandwidth, in tokens/s of a
 * 7B model per GB/s: an RTX 3090 evaluates about 5 200, an RX 7900 XTX 3 500, an M1 Max 550 tokens/s of Llama-2-7B.
 * What stays in RAM the CPU works off, or the GPU after fetching it anew for each batch, whichever is sooner: llama.cpp gives batches of 32 tokens
 * and more to the GPU.
 */
function promptTime({ shape, weights }: ModelFacts, placement: Placement, speeds: Speeds): number {
	const { expertLayersOnCpu, newPromptTokens, ubatch, gpuAssists } = placement;
	const { experts, rest } = activeParameters(shape);
	const gpuRate = promptRate[speeds.vendor] * speeds.gpuGigabytesPerSecond * operationsOf7B;
	const restShare = onGpuOf(shape, placement).layers / shape.layers;
	const expertLayers = shape.layers - (shape.experts?.denseLayers ?? 0);
	const expertShare = Math.max(0, Math.min(restShare, (expertLayers - expertLayersOnCpu) / expertLayers));
	// The tokens of a batch choose different experts, so each expert's matrices are multiplied with few of them.
	const all = newPromptTokens * (2 * rest + 4 * experts);
	const onGpu = newPromptTokens * (2 * rest * restShare + 4 * experts * expertShare);
	const rate = (operations: number, perSecond: number) => (operations === 0 ? 0 : operations / perSecond);
	const byCpu = rate(all - onGpu, operationsPerCore * speeds.cores);
	if (!gpuAssists) return rate(onGpu, gpuRate) + byCpu;
	const fetched = bytesFrom(weights.restFrom, 0) * (1 - restShare) + bytesFrom(weights.expertsFrom, 0) * (1 - expertShare);
	const byGpu = rate(all - onGpu, gpuRate) + (Math.ceil(newPromptTokens / ubatch) * fetched) / hostToGpuBytesPerSecond;
	return rate(onGpu, gpuRate) + Math.min(byCpu, byGpu);
}

/** PCIe 3.0 with 16 lanes, or 4.0 with 8, copies memory that is not pinned at about half of its 12 GB/s. */
const hostToGpuBytesPerSecond = 6e9;

const promptRate: Readonly<Record<GpuVendor, number>> = { nvidia: 5, amd: 3, apple: 1.4, intel: 1.5, other: 1 };
const operationsOf7B = 2 * 6.6e9;
/** A core with AVX2 at about 3.5 GHz; one with AVX-512 reaches twice that. */
const operationsPerCore = 90e9;

interface ActiveParameters {
	readonly experts: number;
	readonly rest: number;
}

const activeOf = new WeakMap<ModelShape, ActiveParameters>();

/** Parameters that one token is multiplied with. */
function activeParameters(shape: ModelShape): ActiveParameters {
	const known = activeOf.get(shape);
	if (known !== undefined) return known;
	const active = { experts: 0, rest: 0 };
	const add = (tensors: readonly TensorShape[], times: number) => {
		for (const { name, dimensions } of tensors) {
			if (isExpertTensor(name)) active.experts += times * elements(dimensions) * usedShare(shape);
			else if (name !== 'token_embd.weight') active.rest += times * elements(dimensions);
		}
	};
	add(outerTensors(shape), 1);
	for (const { first, count } of layerKinds(shape)) add(layerTensors(shape, first), count);
	activeOf.set(shape, active);
	return active;
}

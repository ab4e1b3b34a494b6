/**
 * Bytes of the buffers in which one step of the model is computed. llama.cpp lays them out by walking the graph of a full batch, so they are the
 * largest moment of it. The terms below are which tensors live at that moment, read from the graphs that llama.cpp (2026-09) builds and from how
 * its scheduler stages what lies in RAM; test/fixtures/memory holds what it then reserves, to the byte, for every shape of the catalogue.
 */
import type { ModelShape } from '../models/modelShape';
import { cells, kvBytesPerLayer, regimeOf } from './kvCache';
import type { ModelFacts } from './modelFacts';
import { isNothing, type OnGpu } from './onGpu';
import type { LoadSetup } from './options';

export interface ComputeBytes {
	readonly device: number;
	readonly host: number;
}

export function computeBytes(facts: ModelFacts, asked: LoadSetup, onGpu: OnGpu): ComputeBytes {
	const { shape } = facts;
	const isFlashPossible = !asked.flashAttention || isNothing(onGpu) || canFlash(shape, asked);
	const setup = isFlashPossible ? asked : { ...asked, flashAttention: false };
	if (isNothing(onGpu) && setup.gpuAssists !== true) return { device: 0, host: cpuBytes(shape, setup) };
	const isWhole = onGpu.layers === shape.layers && onGpu.output && (setup.expertLayersOnCpu ?? 0) === 0;
	const host = hostBytes(shape, setup) + (isWhole || shape.kvHeads < shape.heads ? 0 : row(setup, shape.width));
	const moment = gpuMoment(shape, setup);
	return { device: isWhole ? moment : Math.max(moment, staged(facts, setup, onGpu)) + holes(shape, setup), host };
}

/** CUDA has no flash attention for unfolded latent heads, whose keys are longer than their values: llama.cpp turns it off for them. */
function canFlash(shape: ModelShape, setup: LoadSetup): boolean {
	return shape.latent === undefined || regime(shape, setup) !== 'legacy';
}

/** Four bytes for each token of a batch. */
function row({ ubatch }: LoadSetup, elements: number): number {
	return 4 * ubatch * elements;
}

function gpuMoment(shape: ModelShape, setup: LoadSetup): number {
	const logits = row(setup, shape.vocabulary + shape.width + keptExperts(shape));
	return Math.max(logits, feedForward(shape, setup), setup.flashAttention ? flash(shape, setup) : scores(shape, setup));
}

/**
 * CUDA adds the experts' results up in one go: they and their weighted copies are kept until then, and the logits that come after them cannot use
 * their place. In models with a query rank (V2 236B and larger) the attention before has left room enough.
 */
function keptExperts({ width, experts, latent }: ModelShape): number {
	return experts === undefined || latent?.queryRank !== undefined ? 0 : (2 * experts.used + 2) * width;
}

/** Gate, up and their product, with the layer's input, its norm and its result; of a mixture, those of the chosen experts. */
function feedForward({ width, feedForward: inner, experts }: ModelShape, setup: LoadSetup): number {
	const plain = row(setup, 3 * (inner + width));
	const chosen = experts === undefined ? 0 : row(setup, experts.used * (experts.feedForward + 3 * width));
	return Math.max(plain, chosen) + mask(setup);
}

/** With flash attention: queries, what a quantized cache is unpacked into, the result. */
function flash(shape: ModelShape, setup: LoadSetup): number {
	return row(setup, 3 * shape.width + absorbedQueries(shape, setup)) + unpacked(shape, setup) + mask(setup);
}

/** Queries turned into the latent's space, twice while they are joined. */
function absorbedQueries(shape: ModelShape, setup: LoadSetup): number {
	const { heads, latent } = shape;
	if (latent === undefined || regime(shape, setup) === 'legacy') return 0;
	return heads * (2 * (latent.rank + latent.ropeLength) + latent.headKeyLength);
}

/** CUDA's flash attention reads f16: the keys and values of one layer are unpacked for it. */
function unpacked(shape: ModelShape, setup: LoadSetup): number {
	return setup.kvType === 'f16' ? 0 : kvBytesPerLayer(shape, { ...setup, kvType: 'f16' });
}

/** Which token may look at which, in f16, on the device. */
function mask(setup: LoadSetup): number {
	return setup.flashAttention ? 2 * setup.ubatch * context(setup) : 0;
}

/** Without flash attention: how much each head of each token looks at each token of the context, beside what it is computed from. */
function scores(shape: ModelShape, setup: LoadSetup, expertCopies = 2): number {
	return scoresAlone(shape, setup, attentionInputs(shape, setup, expertCopies)) + latentValues(shape, setup);
}

function scoresAlone({ heads }: ModelShape, setup: LoadSetup, inputs: number): number {
	return row(setup, context(setup) * (heads + 1) + inputs);
}

function attentionInputs(shape: ModelShape, setup: LoadSetup, expertCopies: number): number {
	const { width, latent, experts, heads, kvHeads, keyLength, valueLength } = shape;
	if (latent === undefined) return 4 * width + kvHeads * (keyLength + valueLength);
	const kept = expertCopies * (experts?.used ?? 0) * width;
	if (regime(shape, setup) === 'legacy') return heads * (2 * latent.headKeyLength + 2 * latent.headValueLength) + Math.max(kept, 3 * width);
	return 3 * width + Math.max(kept, absorbedQueries(shape, setup));
}

/** The latent's values are turned round before the scores are applied to them. */
function latentValues(shape: ModelShape, setup: LoadSetup): number {
	return shape.latent === undefined || regime(shape, setup) === 'legacy' ? 0 : 2 * shape.latent.rank * context(setup);
}

/** On the host: the embedded tokens, the mask, and where the last layer's result comes back. */
function hostBytes({ width, latent, kvHeads, keyLength, valueLength }: ModelShape, setup: LoadSetup): number {
	if (setup.flashAttention) return row(setup, 2 * width) + mask(setup);
	return row(setup, 2 * width + (latent === undefined ? kvHeads * (keyLength + valueLength) : 0) + context(setup));
}

/** For prompts the GPU also computes the layers that are in RAM: it takes in one of their tensors, or a layer's cache, at a time. */
function staged({ shape, weights }: ModelFacts, setup: LoadSetup, onGpu: OnGpu): number {
	const lastInRam = Math.max(shape.layers - onGpu.layers - 1, (shape.experts?.denseLayers ?? 0) + (setup.expertLayersOnCpu ?? 0) - 1);
	const largest = weights.largestUpTo[Math.min(lastInRam, shape.layers - 1)] ?? 0;
	const weight = feedForward(shape, setup) + largest;
	const output = onGpu.output ? 0 : row(setup, shape.vocabulary + shape.width + leftExperts(shape, setup)) + weights.output;
	if (onGpu.layers === shape.layers) return Math.max(weight, output);
	const attention = setup.flashAttention ? flash(shape, setup) : scoresAlone(shape, setup, 4 * shape.width);
	return Math.max(weight, output, attention + stagedCache(shape, setup));
}

/** The last layer's experts are added up before the logits, in one go by newer engines: their copies leave a hole that the output weights do not fit into. */
function leftExperts({ width, experts, latent }: ModelShape, { outputLast }: LoadSetup): number {
	return experts === undefined || latent?.queryRank !== undefined || outputLast === true ? 0 : experts.used * width;
}

/** A layer's cache, and what lies beside it while it is looked through: without flash attention a latent's values turned round, or half of unfolded ones. */
function stagedCache(shape: ModelShape, setup: LoadSetup): number {
	const cache = kvBytesPerLayer(shape, setup);
	if (isParted(shape, setup)) return 1.5 * cache;
	if (shape.latent === undefined || setup.flashAttention) return cache;
	if (regime(shape, setup) !== 'legacy') return 2 * cache + latentValues(shape, setup);
	const { headKeyLength, headValueLength } = shape.latent;
	return cache * (1 + headValueLength / 2 / (headKeyLength + headValueLength));
}

/**
 * Keys and values come in one after the other. With as many of them as queries (1.3b, 6.7b, 7b), a layer's result comes to lie where the next layer's
 * keys would have been, if it is of about the size of a weight, as it is in the usual batch, and in larger ones beside what a quantized cache is unpacked
 * into: then there has to be room for half a cache more.
 */
function isParted({ heads, kvHeads }: ModelShape, { flashAttention, ubatch, kvType }: LoadSetup): boolean {
	return flashAttention && heads === kvHeads && (ubatch === usualUbatch || (ubatch > usualUbatch && kvType !== 'f16'));
}

const usualUbatch = 512;

/** What is staged comes in sizes that leave holes between the layers' results. */
function holes({ width }: ModelShape, setup: LoadSetup): number {
	return row(setup, 2 * width);
}

/** On the CPU alone: the same moments beside the layer's input. There the experts are added one by one, and a quantized cache is read as it is. */
function cpuBytes(shape: ModelShape, setup: LoadSetup): number {
	const { width, vocabulary, experts } = shape;
	const logits = row(setup, vocabulary + (experts === undefined ? 1 : rowsBesideLogits) * width);
	const attention = setup.flashAttention ? flash(shape, { ...setup, kvType: 'f16' }) : scores(shape, setup, 1);
	return row(setup, width) + Math.max(logits, feedForward(shape, setup), attention);
}

/** Of a mixture: the middle of 2 and 9.5, between which they lie as its tensors happen to find room. */
const rowsBesideLogits = 5.75;

/** Sequences share the batch, and each token looks at the cells of its own one. */
function context(setup: LoadSetup): number {
	return cells(setup.contextTokens);
}

function regime(shape: ModelShape, { kvRegime = 'auto' }: LoadSetup): string {
	return kvRegime === 'auto' ? regimeOf(shape) : kvRegime;
}

/** Every sensible way to load a candidate for a role: context, cache type and how much of it goes to the GPU, each with its bytes, speed and worth. */
import { estimateMemory, type MemoryEstimate } from '../memory/estimate';
import type { ModelFacts } from '../memory/modelFacts';
import type { KvRegime, KvType } from '../memory/options';
import type { CatalogueRole } from '../models/catalogue';
import type { Candidate } from './candidates';
import type { Prediction } from './plan';
import { contextFactor, isFastEnough, speedFactor } from './quality';
import { predict, type Speeds } from './speed';

export interface Point {
	readonly candidate: Candidate;
	readonly role: CatalogueRole;
	readonly contextTokens: number;
	readonly kvType: KvType;
	readonly ubatch: number;
	readonly gpuLayers: number;
	readonly expertLayersOnCpu: number;
	readonly sequences: number;
	readonly bytes: MemoryEstimate;
	readonly predicted: Prediction;
	readonly score: number;
	readonly fastEnough: boolean;
}

export interface PointSettings {
	/** Fixed by the user; absent: chosen. */
	readonly contextTokens?: number | undefined;
	readonly kvTypes: readonly KvType[];
	/** The user named the model: then it is loaded also with less context than is good, when no more fits. */
	readonly isNamed?: boolean;
	/** Whether the engine can keep experts in RAM while the rest of the layer is on the GPU. */
	readonly canPlaceExperts: boolean;
	/** What the engine keeps of files with the latent's matrices apart, where it isn't what engines of this year do. */
	readonly latentCache?: KvRegime | undefined;
	/** Of a split model the engine keeps the output layer in RAM. */
	readonly outputLast?: boolean | undefined;
	/** Fixed by the user; absent: chosen. */
	readonly gpuLayers?: number | undefined;
	readonly hasGpu: boolean;
	/** Memory of its own: with unified memory a split wins nothing. */
	readonly canSplit: boolean;
	readonly speeds: Speeds;
}

/** Prompt tokens that are new at each request: what was typed and the text behind the cursor; for a chat a question with code. */
export const newPromptTokens: Readonly<Record<CatalogueRole, number>> = { completes: 256, chats: 1024, reasons: 1024 };

/** Contexts to choose from, never beyond what the model was trained for. */
const contexts: Readonly<Record<CatalogueRole, readonly number[]>> = {
	completes: [4096, 8192],
	chats: [4096, 8192, 16384, 32768],
	reasons: [8192, 16384, 32768],
};

/** A cache in q8_0 is nearly as good as in f16, and the first thing to give up for space; in q4_0 it is felt. */
const kvWorth: Readonly<Record<KvType, number>> = { f16: 1, q8_0: 0.9995, q4_0: 0.97 };

/** Beside a GPU, layers in RAM slow every token down, and the machine with it, beyond what the prediction says: never for a little more quality. */
const inRamWorth = 0.97;

const usualUbatch = 512;

/** Memory that is not needed is left to others: worth half a thousandth of quality a GiB. */
const worthOfFreeGibibyte = 0.0005;

export function pointsOf(candidate: Candidate, role: CatalogueRole, settings: PointSettings): Point[] {
	return waysOf(candidate, role, settings, 1).flatMap(way => {
		const predicted = predictFor(candidate, role, way, settings.speeds);
		return way.contexts.map(each => makePoint(candidate, role, way, each, estimateOnce(candidate.facts, way, each), predicted));
	});
}

/** One model loaded for both roles, with a cache for each: the bytes of both points are those of the one load. */
export interface BothPoint {
	readonly completes: Point;
	readonly chats: Point;
}

export function bothPointsOf(candidate: Candidate, settings: PointSettings): BothPoint[] {
	const completing = waysOf(candidate, 'completes', settings, 2);
	const chatting = waysOf(candidate, 'chats', settings, 2);
	return completing.flatMap((way, index) => {
		const contexts = way.contexts.filter(each => chatting[index]?.contexts.includes(each) === true);
		if (contexts.length === 0) return [];
		const completes = predictFor(candidate, 'completes', way, settings.speeds);
		const chats = predictFor(candidate, 'chats', way, settings.speeds);
		return contexts.map(context => {
			const bytes = estimateOnce(candidate.facts, way, context);
			return {
				completes: makePoint(candidate, 'completes', way, context, bytes, completes),
				chats: makePoint(candidate, 'chats', way, context, bytes, chats),
			};
		});
	});
}

/** How a model is loaded, and the contexts that are worth trying so; how fast it is does not depend on them. */
interface Way {
	readonly kvType: KvType;
	readonly ubatch: number;
	readonly gpuLayers: number;
	readonly outputLast: boolean;
	readonly expertLayersOnCpu: number;
	/** Caches kept at the same time. */
	readonly sequences: number;
	/** Whether there is a GPU, which then evaluates prompts whatever lies on it. */
	readonly gpuAssists: boolean;
	readonly kvRegime: KvRegime | 'auto';
	readonly contexts: readonly number[];
}

/** Both roles have the same ways, in the same order. A model with two caches is split only if it is already here. */
function waysOf(candidate: Candidate, role: CatalogueRole, settings: PointSettings, sequences: number): readonly Way[] {
	const { kvTypes, hasGpu, canSplit, canPlaceExperts, latentCache } = settings;
	const { latent, layers: ownLayers } = candidate.facts.shape;
	const layers = ownLayers + 1;
	const contexts = contextsFor(candidate, role, settings);
	const whole = (kvType: KvType, ubatch: number, some: readonly number[]): Way => ({
		kvType,
		ubatch,
		gpuLayers: hasGpu ? Math.min(layers, settings.gpuLayers ?? layers) : 0,
		outputLast: settings.outputLast === true,
		expertLayersOnCpu: 0,
		sequences,
		gpuAssists: hasGpu,
		kvRegime: latent?.absorbed === true ? (latentCache ?? 'auto') : 'auto',
		contexts: some,
	});
	const ways = kvTypes.map(each => whole(each, usualUbatch, contexts));
	// A smaller batch saves half of the compute buffer and slows prompts down: only after the cache and the context were made small.
	if (hasGpu) ways.push(whole(kvTypes.at(-1) ?? 'f16', usualUbatch / 2, contexts.slice(0, 1)));
	if (!canSplit || settings.gpuLayers !== undefined || (sequences > 1 && candidate.installed === undefined)) return ways;
	// Splitting is the last concession: the cache is small already, and the context no larger than needed.
	const kvType = kvTypes.find(each => each === 'q8_0') ?? 'f16';
	const modest = role === 'completes' || contexts.length === 1 ? contexts.slice(0, 1) : contexts.slice(1, 2);
	const small = whole(kvType, usualUbatch, modest);
	for (const gpuLayers of splits(layers)) ways.push({ ...small, gpuLayers });
	if (canPlaceExperts) for (const expertLayersOnCpu of expertSplits(candidate)) ways.push({ ...small, expertLayersOnCpu });
	return ways;
}

/** None, or from a quarter to all but one in six steps: two or three layers more or less are not felt, and a few alone win nothing. */
function splits(layers: number): readonly number[] {
	const step = Math.ceil(layers / 8);
	const first = Math.ceil(layers / 4);
	return [0, ...Array.from({ length: Math.ceil((layers - first) / step) }, (_, index) => first + index * step)];
}

/** Layers whose experts stay in RAM: from one to all of them. */
function expertSplits({ facts: { shape } }: Candidate): readonly number[] {
	const { experts, layers } = shape;
	return experts === undefined ? [] : Array.from({ length: layers - experts.denseLayers }, (_, index) => index + 1);
}

/** Enough for a completion, or for a short question. */
const leastContext = 2048;

function contextsFor({ facts }: Candidate, role: CatalogueRole, { contextTokens, isNamed }: PointSettings): readonly number[] {
	const trained = facts.shape.trainedContextTokens;
	if (contextTokens !== undefined) return [Math.min(contextTokens, trained)];
	const fitting = [...(isNamed === true ? [leastContext] : []), ...contexts[role]].filter(each => each <= trained);
	return fitting.length === 0 ? [trained] : fitting;
}

function predictFor({ facts, quantization }: Candidate, role: CatalogueRole, way: Way, speeds: Speeds): Prediction {
	const { gpuLayers, outputLast, expertLayersOnCpu, kvType, kvRegime, ubatch, gpuAssists } = way;
	const newTokens = newPromptTokens[role];
	const placement = { gpuLayers, outputLast, expertLayersOnCpu, kvType, kvRegime, quantization, ubatch, gpuAssists };
	return predict(facts, { ...placement, newPromptTokens: newTokens }, speeds);
}

const estimates = new WeakMap<ModelFacts, Map<number, MemoryEstimate>>();
const kvTypes: readonly KvType[] = ['f16', 'q8_0', 'q4_0'];
const kvRegimes: readonly (KvRegime | 'auto')[] = ['auto', 'legacy', 'mla', 'mla-k'];

/** Base and instruct models have the same facts, and both roles ask for the same setups: what was estimated is kept. */
function estimateOnce(facts: ModelFacts, way: Way, contextTokens: number): MemoryEstimate {
	const { kvType, ubatch, gpuLayers, outputLast, expertLayersOnCpu, sequences, gpuAssists, kvRegime } = way;
	let known = estimates.get(facts);
	if (known === undefined) estimates.set(facts, (known = new Map<number, MemoryEstimate>()));
	// Figures of a number system whose places are large enough for each part: a key in text takes longer than the estimate.
	const placed = (gpuLayers * 256 + expertLayersOnCpu) * 4 + sequences;
	const kept = kvTypes.indexOf(kvType) * 4 + kvRegimes.indexOf(kvRegime);
	const key = ((((contextTokens * 4 + ubatch / 256) * 12 + kept) * 2 + Number(gpuAssists)) * 2 + Number(outputLast)) * 2 ** 18 + placed;
	let estimate = known.get(key);
	if (estimate === undefined) {
		// Written out: a spread costs more than the arithmetic behind it.
		estimate = estimateMemory(facts, {
			contextTokens,
			kvType,
			kvRegime,
			sequences,
			ubatch,
			gpuLayers,
			outputLast,
			expertLayersOnCpu,
			gpuAssists,
			flashAttention: true,
		});
		known.set(key, estimate);
	}
	return estimate;
}

function makePoint(
	candidate: Candidate,
	role: CatalogueRole,
	{ kvType, ubatch, gpuLayers, expertLayersOnCpu, sequences, gpuAssists }: Way,
	contextTokens: number,
	bytes: MemoryEstimate,
	predicted: Prediction,
): Point {
	const gibibytes = (bytes.totalGpuBytes + bytes.totalHostBytes) / 1024 ** 3;
	const isInRam = expertLayersOnCpu > 0 || (gpuAssists && gpuLayers <= candidate.facts.shape.layers);
	const worth = contextFactor(role, contextTokens) * kvWorth[kvType] * (ubatch < usualUbatch ? 0.999 : 1) * (isInRam ? inRamWorth : 1);
	const score = candidate.scores[role] * speedFactor(role, predicted) * worth - worthOfFreeGibibyte * gibibytes;
	const fastEnough = isFastEnough(role, predicted);
	return { candidate, role, contextTokens, kvType, ubatch, gpuLayers, expertLayersOnCpu, sequences, bytes, predicted, score, fastEnough };
}

/** Every sensible way to load a candidate for a role: context, cache type and how much of it goes to the GPU, each with its bytes, speed and worth. */
import { estimateMemory, type MemoryEstimate } from '../memory/estimate';
import type { ModelFacts } from '../memory/modelFacts';
import type { KvType } from '../memory/options';
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

/** @param sequences caches kept at the same time: two where one model does both roles, and then it is not split unless it is already here. */
export function pointsOf(candidate: Candidate, role: CatalogueRole, settings: PointSettings, sequences = 1): Point[] {
	const layers = candidate.facts.shape.layers + 1;
	const point = (contextTokens: number, kvType: KvType, ubatch: number, gpuLayers: number, expertLayersOnCpu = 0): Point =>
		makePoint({ candidate, role, contextTokens, kvType, ubatch, gpuLayers, expertLayersOnCpu, sequences }, settings);
	const all = contextsFor(candidate, role, settings);
	const whole = all.flatMap((context, index) => {
		const kinds = settings.kvTypes.map(kvType => point(context, kvType, usualUbatch, settings.hasGpu ? layers : 0));
		// A smaller batch saves half of the compute buffer and slows prompts down: only after the cache and the context were made small.
		const smallest = settings.kvTypes.at(-1) ?? 'f16';
		return settings.hasGpu && index === 0 ? [...kinds, point(context, smallest, usualUbatch / 2, layers)] : kinds;
	});
	if (!settings.canSplit || (sequences > 1 && candidate.installed === undefined)) return whole;
	// Splitting is the last concession: the cache is small already, and the context no larger than needed.
	const kvType = settings.kvTypes.find(each => each === 'q8_0') ?? 'f16';
	const modest = role === 'completes' || all.length === 1 ? all.slice(0, 1) : all.slice(1, 2);
	const split = modest.flatMap(context => splits(layers).map(gpuLayers => point(context, kvType, usualUbatch, gpuLayers)));
	return [...whole, ...split, ...(settings.canPlaceExperts ? expertSplits(candidate, modest, kvType, point) : [])];
}

/** None, or from a quarter to all but one in six steps: two or three layers more or less are not felt, and a few alone win nothing. */
function splits(layers: number): readonly number[] {
	const step = Math.ceil(layers / 8);
	const first = Math.ceil(layers / 4);
	return [0, ...Array.from({ length: Math.ceil((layers - first) / step) }, (_, index) => first + index * step)];
}

function expertSplits(
	{ facts: { shape } }: Candidate,
	contextTokens: readonly number[],
	kvType: KvType,
	point: (contextTokens: number, kvType: KvType, ubatch: number, gpuLayers: number, expertLayersOnCpu: number) => Point,
): Point[] {
	const { experts, layers } = shape;
	if (experts === undefined) return [];
	const counts = Array.from({ length: layers - experts.denseLayers }, (_, index) => index + 1);
	return contextTokens.flatMap(context => counts.map(count => point(context, kvType, usualUbatch, layers + 1, count)));
}

/** Enough for a completion, or for a short question. */
const leastContext = 2048;

function contextsFor({ facts }: Candidate, role: CatalogueRole, { contextTokens, isNamed }: PointSettings): readonly number[] {
	const trained = facts.shape.trainedContextTokens;
	if (contextTokens !== undefined) return [Math.min(contextTokens, trained)];
	const fitting = [...(isNamed === true ? [leastContext] : []), ...contexts[role]].filter(each => each <= trained);
	return fitting.length === 0 ? [trained] : fitting;
}

type Draft = Pick<Point, 'candidate' | 'role' | 'contextTokens' | 'kvType' | 'ubatch' | 'gpuLayers' | 'expertLayersOnCpu' | 'sequences'>;

const estimates = new WeakMap<ModelFacts, Map<number, MemoryEstimate>>();
const kvTypes: readonly KvType[] = ['f16', 'q8_0', 'q4_0'];

/** Base and instruct models have the same facts, and both roles ask for the same setups: what was estimated is kept. */
function estimateOnce(facts: ModelFacts, setup: Omit<Draft, 'candidate' | 'role'> & { readonly gpuAssists: boolean }): MemoryEstimate {
	const { contextTokens, kvType, ubatch, gpuLayers, expertLayersOnCpu, sequences, gpuAssists } = setup;
	// Figures of a number system whose places are large enough for each part: a key in text takes longer than the estimate.
	const places = [kvTypes.indexOf(kvType), ubatch / 256, gpuLayers, expertLayersOnCpu, sequences, gpuAssists ? 1 : 0];
	const key = places.reduce((sum, place, index) => sum * (placeSizes[index] ?? 1) + place, contextTokens);
	const known = estimates.get(facts) ?? new Map<number, MemoryEstimate>();
	estimates.set(facts, known);
	const estimate = known.get(key) ?? estimateMemory(facts, { ...setup, flashAttention: true });
	known.set(key, estimate);
	return estimate;
}

const placeSizes = [3, 4, 256, 256, 4, 2];

function makePoint(draft: Draft, { speeds, hasGpu: gpuAssists }: PointSettings): Point {
	const { candidate, role, contextTokens, kvType, ubatch, gpuLayers, expertLayersOnCpu, sequences } = draft;
	const { facts, quantization } = candidate;
	const bytes = estimateOnce(facts, { ...draft, gpuAssists });
	const placement = { gpuLayers, expertLayersOnCpu, kvType, quantization, ubatch, gpuAssists, newPromptTokens: newPromptTokens[role] };
	const predicted = predict(facts, placement, speeds);
	const gibibytes = (bytes.totalGpuBytes + bytes.totalHostBytes) / 1024 ** 3;
	const isInRam = expertLayersOnCpu > 0 || (gpuAssists && gpuLayers <= facts.shape.layers);
	const worth = contextFactor(role, contextTokens) * kvWorth[kvType] * (ubatch < usualUbatch ? 0.999 : 1) * (isInRam ? inRamWorth : 1);
	const score = candidate.scores[role] * speedFactor(role, predicted) * worth - worthOfFreeGibibyte * gibibytes;
	const fastEnough = isFastEnough(role, predicted);
	return { candidate, role, contextTokens, kvType, ubatch, gpuLayers, expertLayersOnCpu, sequences, bytes, predicted, score, fastEnough };
}

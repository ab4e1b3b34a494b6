/** Finds the best pair of models, one that completes and one that chats, that fit into memory together. */
import { roleWeight } from './quality';
import type { Machine } from './machine';
import type { Abilities } from './planSettings';
import type { BothPoint, Point } from './points';

export interface Budget {
	readonly gpuBytes: number;
	readonly hostBytes: number;
	/** Unified memory: GPU and host bytes together may not exceed this. */
	readonly sharedBytes: number | undefined;
	/** What a second model on the GPU takes besides its own bytes, where each model has a process of its own. */
	readonly secondGpuBytes?: number;
}

export function budgetOf({ gpuBudget, hostBudget, sharedBudget, gpuRuntimeBytes }: Machine, abilities?: Abilities): Budget {
	const secondGpuBytes = abilities?.hasProcessPerModel === true ? gpuRuntimeBytes : 0;
	return { gpuBytes: gpuBudget, hostBytes: hostBudget, sharedBytes: sharedBudget, secondGpuBytes };
}

export interface Pair {
	readonly completes: Point | undefined;
	/** The same point as `completes` where one model does both. */
	readonly chats: Point | undefined;
	/** They don't fit together, only one after the other. */
	readonly takesTurns?: boolean;
	readonly worth: number;
}

/** Each list is a {@link frontier}. */
export interface SearchSpace {
	readonly completes: readonly Point[];
	readonly chats: readonly Point[];
	/** One model for both roles, with a cache for each. */
	readonly both: readonly BothPoint[];
}

const nothing: Pair = { completes: undefined, chats: undefined, worth: 0 };

/**
 * What fits grows with memory and what a pair is worth does not depend on it: so more memory never gives a worse plan.
 */
export function bestPair(space: SearchSpace, budget: Budget): Pair {
	const completes = space.completes.filter(each => fits(usage(each), budget));
	const chats = space.chats.filter(each => fits(usage(each), budget));
	const bestChat = chats[0]?.score ?? 0;
	let best: Pair = nothing;
	const consider = (pair: Omit<Pair, 'worth'>) => {
		const worth = worthOf(pair.completes, pair.chats);
		if (worth > best.worth) best = { ...pair, worth };
	};
	for (const point of completes) {
		if (roleWeight.completes * point.score + roleWeight.chats * bestChat <= best.worth) break;
		consider({ completes: point, chats: undefined });
		// Sorted by worth: the first that fits beside it is the best beside it. The same model twice is what `both` is for.
		const beside = chats.find(each => each.candidate.id !== point.candidate.id && fitTogether(point, each, budget));
		if (beside !== undefined) consider({ completes: point, chats: beside });
	}
	for (const chat of chats.slice(0, 1)) consider({ completes: undefined, chats: chat });
	for (const both of space.both) if (fits(usage(both.completes), budget)) consider(both);
	return best;
}

/** Two models that fit only one after the other; `undefined` where one of them does not fit by itself either. */
export function takingTurns({ completes, chats }: SearchSpace, budget: Budget): Pair | undefined {
	const [completion, chat] = [bestAlone(completes, budget), bestAlone(chats, budget)];
	if (completion === undefined || chat === undefined) return undefined;
	return { completes: completion, chats: chat, takesTurns: true, worth: worthOf(completion, chat) };
}

function worthOf(completes: Point | undefined, chats: Point | undefined): number {
	return roleWeight.completes * (completes?.score ?? 0) + roleWeight.chats * (chats?.score ?? 0);
}

export function bestAlone(points: readonly Point[], budget: Budget): Point | undefined {
	let best: Point | undefined;
	for (const point of points) if (fits(usage(point), budget) && (best === undefined || point.score > best.score)) best = point;
	return best;
}

export interface Usage {
	readonly gpu: number;
	readonly host: number;
}

export function usage({ bytes }: Point): Usage {
	return { gpu: bytes.totalGpuBytes, host: bytes.totalHostBytes };
}

export function fits({ gpu, host }: Usage, { gpuBytes, hostBytes, sharedBytes }: Budget): boolean {
	return gpu <= gpuBytes && host <= hostBytes && (sharedBytes === undefined || gpu + host <= sharedBytes);
}

function fitTogether(one: Point, other: Point, budget: Budget): boolean {
	const areBothOnGpu = one.bytes.totalGpuBytes > 0 && other.bytes.totalGpuBytes > 0;
	const gpu = one.bytes.totalGpuBytes + other.bytes.totalGpuBytes + (areBothOnGpu ? (budget.secondGpuBytes ?? 0) : 0);
	return gpu <= budget.gpuBytes && fits({ gpu, host: one.bytes.totalHostBytes + other.bytes.totalHostBytes }, budget);
}

/**
 * The points that can be part of a best pair in some memory, the most worth first. A point is beaten by one of the same candidate with no more
 * bytes and no less worth, or by two of other candidates: of two, one is left when the other role has the first one's model.
 */
export function frontier(points: readonly Point[]): readonly Point[] {
	const sorted = [...points].sort((one, other) => other.score - one.score);
	const kept: Point[] = [];
	for (const point of sorted) if (!isBeaten(point, kept)) kept.push(point);
	return kept;
}

function isBeaten({ candidate, bytes }: Point, kept: readonly Point[]): boolean {
	let other: string | undefined;
	for (const each of kept) {
		if (each.bytes.totalGpuBytes > bytes.totalGpuBytes || each.bytes.totalHostBytes > bytes.totalHostBytes) continue;
		if (each.candidate === candidate || (other !== undefined && each.candidate.id !== other)) return true;
		other = each.candidate.id;
	}
	return false;
}

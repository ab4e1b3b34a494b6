/** The reasons behind a line-up: one sentence for it, one for each better model that was not taken, one for what would allow more. */
import type { Candidate } from './candidates';
import { gibibytes, perSecond, seconds } from './format';
import type { Machine } from './machine';
import type { Lineup, Rejection, Sentence } from './plan';
import type { Point } from './points';
import { leastPace, qualityFloor } from './quality';
import { bestAlone, bestPair, usage, type Budget, type Pair, type SearchSpace } from './search';

export interface Situation {
	readonly machine: Machine;
	readonly budget: Budget;
	readonly candidates: readonly Candidate[];
	readonly space: SearchSpace;
	readonly pair: Pair;
	readonly installedOnly: boolean;
	/** All ways to load a candidate; the space holds only those that are not beaten. */
	readonly points: (candidate: Candidate, role: 'completes' | 'chats') => readonly Point[];
}

const mostRejections = 12;
const gibibyte = 1024 ** 3;

export function explain(situation: Situation): Pick<Lineup, 'reason' | 'rejected' | 'next'> {
	return { reason: reasonOf(situation), rejected: rejections(situation), next: nextStep(situation) };
}

export function nameOf({ label, quantization }: Candidate): string {
	return `${label} ${quantization}`;
}

function reasonOf({ machine, budget, pair: { completes, chats, takesTurns }, installedOnly }: Situation): Sentence {
	const main = completes ?? chats;
	if (main === undefined)
		return installedOnly
			? say('nothing', gibibytes(machine.hostFreeBytes))
			: say('nothing', gibibytes(Math.max(machine.hostFreeBytes, machine.gpuFreeBytes)));
	const speed = perSecond(main.predicted.tokensPerSecond);
	const together = [completes, chats === undefined || chats.candidate === completes?.candidate ? undefined : chats].filter(
		each => each !== undefined,
	);
	const gpuBytes = together.reduce((sum, { bytes }) => sum + bytes.totalGpuBytes, 0);
	const hostBytes = together.reduce((sum, { bytes }) => sum + bytes.totalHostBytes, 0);
	const other = together[1];
	const [name = '', otherName = ''] = pairNames(together);
	if (takesTurns === true) return turns(together, budget, name, otherName);
	const isOnCpu = together.every(({ gpuLayers }) => gpuLayers === 0);
	if (machine.gpuName === undefined || isOnCpu) {
		const free = gibibytes(machine.hostFreeBytes);
		if (other !== undefined) return say('onCpuBoth', name, otherName, gibibytes(hostBytes), free, speed);
		return say('onCpu', name, gibibytes(hostBytes), free, speed);
	}
	const free = gibibytes(machine.gpuFreeBytes);
	if (other === undefined) {
		if (isWhole(main)) return say('fitsGpu', name, machine.gpuName, free, gibibytes(machine.gpuTotalBytes), speed);
		return say('partOnGpu', name, String(main.gpuLayers), String(main.candidate.facts.shape.layers + 1), machine.gpuName, speed);
	}
	if (isWhole(main) && isWhole(other)) return say('fitsGpuBoth', name, otherName, gibibytes(gpuBytes), free, machine.gpuName, speed);
	const hostLayers = other.candidate.facts.shape.layers + 1 - other.gpuLayers + other.expertLayersOnCpu;
	if (isWhole(main))
		return say('fitsGpuRest', name, machine.gpuName, speed, otherName, String(hostLayers), perSecond(other.predicted.tokensPerSecond));
	return say('partOnGpu', name, String(main.gpuLayers), String(main.candidate.facts.shape.layers + 1), machine.gpuName, speed);
}

function turns(points: readonly Point[], budget: Budget, ...names: readonly [string, string]): Sentence {
	const needed = points.reduce((sum, point) => sum + usage(point).gpu + usage(point).host, 0);
	const free = budget.sharedBytes ?? budget.gpuBytes + budget.hostBytes;
	return say('inTurns', ...names, gibibytes(needed), gibibytes(free), ...points.map(({ candidate }) => gibibytes(candidate.fileBytes)));
}

/** Base and instruct models have one label: side by side they are told apart. */
function pairNames(points: readonly Point[]): string[] {
	const labels = new Set(points.map(({ candidate }) => candidate.label));
	if (labels.size === points.length) return points.map(({ candidate }) => nameOf(candidate));
	return points.map(
		({ candidate: { label, madeFor, quantization } }) => `${label} ${madeFor.includes('completes') ? 'base' : 'instruct'} ${quantization}`,
	);
}

function isWhole({ gpuLayers, expertLayersOnCpu, candidate }: Point): boolean {
	return gpuLayers > candidate.facts.shape.layers && expertLayersOnCpu === 0;
}

/** For each model that would be better in a role, why its best fitting file was not taken. */
function rejections(situation: Situation): readonly Rejection[] {
	const roles = ['completes', 'chats'] as const;
	return roles.flatMap(role => roleRejections(situation, role)).slice(0, mostRejections);
}

function roleRejections(situation: Situation, role: 'completes' | 'chats'): Rejection[] {
	const taken = situation.pair[role];
	const takenScore = taken?.candidate.scores[role] ?? 0;
	const better = situation.candidates.filter(each => each.scores[role] > takenScore && each !== taken?.candidate);
	const labels = [...new Set(better.map(({ label }) => label))];
	return labels
		.map(each =>
			rejection(
				situation,
				role,
				better.filter(({ label }) => label === each),
			),
		)
		.filter(each => each !== undefined);
}

/** Files of one model: the sentence is about the one that comes nearest to being taken, the smallest above the floor. */
function rejection(situation: Situation, role: 'completes' | 'chats', files: readonly Candidate[]): Rejection | undefined {
	const above = files.filter(each => !each.belowFloor);
	const [nearest] = (above.length > 0 ? above : [...files]).sort((one, other) => one.fileBytes - other.fileBytes);
	if (nearest === undefined) return undefined;
	const about = (candidate: Candidate, why: Sentence): Rejection => ({
		model: candidate.id,
		quantization: candidate.quantization,
		role: role === 'completes' ? 'completion' : 'chat',
		why,
	});
	if (above.length === 0) return about(nearest, say('belowFloor', nearest.quantization, qualityFloor(nearest.parameters)));
	const alone = bestAlone(
		above.flatMap(each => situation.points(each, role)),
		situation.budget,
	);
	if (alone === undefined) return about(nearest, tooBig(situation, role, nearest));
	const slow = tooSlow(alone);
	if (slow !== undefined) return about(alone.candidate, slow);
	return about(alone.candidate, besideOther(situation, role, alone));
}

/** Why the point is too slow for its role; `undefined` where it is not. */
export function tooSlow({ role, predicted: { tokensPerSecond, firstTokenMilliseconds } }: Point): Sentence | undefined {
	const least = leastPace[role];
	if (tokensPerSecond < least.tokensPerSecond) {
		return say(role === 'completes' ? 'tooSlow' : 'tooSlowToChat', perSecond(tokensPerSecond), String(least.tokensPerSecond));
	}
	if (firstTokenMilliseconds <= least.firstTokenMilliseconds) return undefined;
	const [late, limit] = [firstTokenMilliseconds, least.firstTokenMilliseconds].map(seconds);
	return say(role === 'completes' ? 'firstTokenTooLate' : 'answerTooLate', late ?? '', limit ?? '');
}

function besideOther({ pair, machine }: Situation, role: 'completes' | 'chats', alone: Point): Sentence {
	const other = role === 'completes' ? pair.chats : pair.completes;
	const taken = pair[role];
	const budget = machine.gpuName === undefined ? machine.hostBudget : machine.gpuBudget;
	const used =
		other === undefined || other.candidate === taken?.candidate ? 0 : machine.gpuName === undefined ? usage(other).host : usage(other).gpu;
	const needed = machine.gpuName === undefined ? usage(alone).host : usage(alone).gpu;
	if (needed + used > budget) return say('tooBigTogether', gibibytes(needed), gibibytes(Math.max(0, budget - used)));
	return say('lessQuality', taken === undefined ? '' : nameOf(taken.candidate));
}

/** What is missing in the setup that comes nearest to fitting. */
function tooBig({ points, budget }: Situation, role: 'completes' | 'chats', candidate: Candidate): Sentence {
	const { gpuBytes, hostBytes, sharedBytes = Infinity } = budget;
	const missing = (point: Point) => {
		const { gpu, host } = usage(point);
		return Math.max(0, gpu - gpuBytes) + Math.max(0, host - hostBytes, gpu + host - sharedBytes);
	};
	const [first, ...others] = points(candidate, role);
	if (first === undefined) return say('wrongRole');
	const { gpu, host } = usage(others.reduce((one, other) => (missing(other) < missing(one) ? other : one), first));
	if (sharedBytes !== Infinity) return say('tooBig', gibibytes(gpu + host), gibibytes(sharedBytes));
	return host > hostBytes ? say('tooBigRam', gibibytes(host), gibibytes(hostBytes)) : say('tooBigGpu', gibibytes(gpu), gibibytes(gpuBytes));
}

/** More memory, in steps a person could buy, until the line-up has a better model. */
const steps = [1, 2, 4, 6, 8, 12, 16, 24, 32, 48, 64];

/** Of the best score; less is not felt, and a better quantization alone is no reason to buy memory. */
const worthTelling = 0.015;

function nextStep({ budget, space, pair, machine }: Situation): Sentence | null {
	const onGpu = machine.gpuName !== undefined && budget.sharedBytes === undefined;
	const planWith = (step: number) => bestPair(space, larger(budget, step * gibibyte, onGpu));
	const firstBetter = firstThat(steps, step => planWith(step).worth >= pair.worth + worthTelling);
	for (const step of steps.slice(firstBetter)) {
		const better = planWith(step);
		const role = (['completes', 'chats'] as const).find(each => isNews(pair[each]?.candidate, better[each]?.candidate, each));
		const news = role && better[role]?.candidate;
		if (news) return say(nextKeys[onGpu ? 'gpu' : 'ram'][role], `${step} GiB`, nameOf(news));
	}
	return null;
}

const nextKeys = {
	gpu: { completes: 'nextGpuCompletes', chats: 'nextGpuChats' },
	ram: { completes: 'nextRamCompletes', chats: 'nextRamChats' },
} as const;

/** Another model than now that writes better code; what is only faster or a better quantization is no news. */
function isNews(was: Candidate | undefined, is: Candidate | undefined, role: keyof Candidate['scores']): boolean {
	return is !== undefined && is.label !== was?.label && is.scores[role] >= (was?.scores[role] ?? 0) + worthTelling;
}

function larger(budget: Budget, more: number, onGpu: boolean): Budget {
	const { gpuBytes, hostBytes, sharedBytes } = budget;
	if (onGpu) return { ...budget, gpuBytes: gpuBytes + more };
	if (sharedBytes === undefined) return { ...budget, hostBytes: hostBytes + more };
	return { ...budget, gpuBytes: gpuBytes + more, hostBytes: hostBytes + more, sharedBytes: sharedBytes + more };
}

/** The place of the first of sorted values for which a condition holds that, once it holds, holds for all after it; the end where it never does. */
function firstThat(values: readonly number[], holds: (value: number) => boolean): number {
	let [low, high] = [0, values.length];
	while (low < high) {
		const middle = (low + high) >> 1;
		if (holds(values[middle] ?? 0)) high = middle;
		else low = middle + 1;
	}
	return low;
}

function say(key: Sentence['key'], ...parameters: string[]): Sentence {
	return { key, parameters };
}

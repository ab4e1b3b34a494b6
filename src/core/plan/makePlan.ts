/**
 * Decides what to load: which model completes, which chats, in which quantization, with how much context and how much of it on the GPU, so that
 * both are in memory together. Only decides, on facts it is given; the sentences are made in explain.ts.
 */
import { estimateMemory, noBytes, type MemoryEstimate } from '../memory/estimate';
import type { LoadSetup } from '../memory/options';
import type { CatalogueRole } from '../models/catalogue';
import { downloadableCandidates, installedCandidate, type Candidate, type PlannedModel } from './candidates';
import { draftingUsage } from './drafting';
import { expertsTip } from './expertsTip';
import { explain, type Situation } from './explain';
import type { Hardware } from './hardware';
import { machineOf, type Machine } from './machine';
import type { Choice, Lineup, Plan, Sentence } from './plan';
import { bothPointsOf, pointsOf, type Point, type PointSettings } from './points';
import { pointSettingsOf, type PlanSettings } from './planSettings';
import { weighSettings } from './settingCosts';
import { bestAlone, bestPair, budgetOf, frontier, takingTurns, type Budget, type Pair, type SearchSpace, type Usage } from './search';

export type { PlannedModel } from './candidates';
export type { Abilities, PlanSettings } from './planSettings';

/** The plan with the user's settings, and what each of them costs; one that nothing can be loaded with is refused, which is said as well. */
export function makePlan(hardware: Hardware, installed: readonly PlannedModel[], settings: PlanSettings): Plan {
	const plan = weighSettings(settings, each => planWith(hardware, installed, each));
	const unknown = unknownNames(installed, settings).map((name): Sentence => ({ key: 'unknownModel', parameters: [name] }));
	return unknown.length === 0 ? plan : { ...plan, costs: [...unknown, ...plan.costs] };
}

/** Names in the settings that mean nothing: a model that was deleted, or a slip. */
function unknownNames(installed: readonly PlannedModel[], { completion, chat, sources }: PlanSettings): readonly string[] {
	const names = [...new Set([completion, chat])].filter(each => each !== undefined);
	if (names.length === 0) return [];
	const known = [
		...installed.flatMap(each => installedCandidate(each) ?? []),
		...downloadableCandidates(Infinity, Infinity, sources, names),
	];
	const isHere = (name: string) => installed.some(({ id, label }) => id === name || label === name);
	return names.filter(name => !isHere(name) && !known.some(each => isNamed(each, name)));
}

function planWith(all: Hardware, installed: readonly PlannedModel[], settings: PlanSettings): Omit<Plan, 'costs'> {
	const hardware = settings.isGpuOff === true ? { ...all, gpus: [] } : all;
	const machine = machineOf(hardware, settings);
	const fitting = machine.gpuBudget + machine.hostBudget;
	const names = [settings.completion, settings.chat].filter(each => each !== undefined);
	const here = installed.filter(each => !each.isDemo).flatMap(each => installedCandidate(each) ?? []);
	const catalogue = downloadableCandidates(fitting, fitting + mostWorthAsking, settings.sources, names);
	const others = catalogue.filter(({ file }) => !here.some(each => each.file === file));
	const best = bestLineup(hardware, settings, [...here, ...others], false);
	const now = here.length > 0 ? bestLineup(hardware, settings, here, true) : undefined;
	const usable = now !== undefined && (now.completes !== null || now.chats !== null);
	const current = usable ? now : demoLineup(installed, machine, now);
	return { now: current, best, offers: offersOf(best, current) };
}

/** A GPU with next to nothing free can be in the way: then the plan without it is made too, and the better one taken. */
function bestLineup(hardware: Hardware, settings: PlanSettings, candidates: readonly Candidate[], installedOnly: boolean): Lineup {
	const machine = machineOf(hardware, settings);
	const lineup = new Planner(machine, settings).lineup(candidates, installedOnly);
	if (machine.gpuName === undefined || machine.gpuBudget >= littleGpuMemory || settings.gpuLayers !== undefined) return lineup;
	const without = new Planner(machineOf({ ...hardware, gpus: [] }, settings), settings).lineup(candidates, installedOnly);
	return without.worth > lineup.worth ? without : lineup;
}

const littleGpuMemory = 2 * 1024 ** 3;

/** How much more memory the plan says something about. */
const mostWorthAsking = 64 * 1024 ** 3;

class Planner {
	private readonly budget: Budget;
	private readonly pointSettings: PointSettings;
	/** The search and the reasons ask for the same points. */
	private readonly known = new Map<Candidate, Map<string, Point[]>>();

	constructor(
		private readonly machine: Machine,
		private readonly settings: PlanSettings,
	) {
		this.budget = budgetOf(machine, settings.abilities);
		this.pointSettings = pointSettingsOf(machine, settings);
	}

	lineup(candidates: readonly Candidate[], installedOnly: boolean): Lineup {
		const space = this.space(candidates);
		const together = bestPair(space, this.budget);
		const pair = (this.areBothNamed && lacksOne(together) ? takingTurns(space, this.budget) : undefined) ?? together;
		const reasoning = this.points(candidates.filter(isReasoner), 'reasons').filter(({ fastEnough }) => fastEnough);
		const reasoner = bestAlone(reasoning, this.budget);
		const points: Situation['points'] = (candidate, role) => this.points([candidate], role);
		const { machine, budget } = this;
		const situation: Situation = { machine, budget, candidates, space, pair, installedOnly, points };
		const tip = expertsTip(situation, each => this.expertPoints(each));
		const reasons = reasoner === undefined ? null : toChoice(reasoner);
		const drafting = this.mayDraft ? draftingUsage(pair, this.budget) : undefined;
		return { ...toLineup(pair, drafting), reasons, ...explain(situation), ...(tip && { tip }) };
	}

	/** Ways to load a model so that only experts are in RAM, for engines that can; none where ours can. */
	private expertPoints({ candidate, role }: Point): readonly Point[] {
		if (this.pointSettings.canPlaceExperts || candidate.facts.shape.experts === undefined) return [];
		return pointsOf(candidate, role, { ...this.pointSettings, canPlaceExperts: true }).filter(each => each.expertLayersOnCpu > 0);
	}

	/** Nobody but the user asks for two models that don't fit together. */
	private get areBothNamed(): boolean {
		return this.settings.completion !== undefined && this.settings.chat !== undefined;
	}

	private get mayDraft(): boolean {
		return this.settings.abilities?.canDraft === true && this.settings.drafts !== false;
	}

	private space(candidates: readonly Candidate[]): SearchSpace {
		const { completion, chat } = this.settings;
		const completing = chosen(candidates, completion, 'completes');
		const chatting = chosen(candidates, chat, 'chats');
		return {
			completes: frontier(this.points(completing, 'completes', completion !== undefined)),
			chats: frontier(this.points(chatting, 'chats', chat !== undefined)),
			both: this.bothCandidates(candidates, completing, chatting).flatMap(each => bothPointsOf(each, this.pointSettings)),
		};
	}

	/** What can do both roles: models that are here, instruct models to download, and whatever the user named. */
	private bothCandidates(
		all: readonly Candidate[],
		completing: readonly Candidate[],
		chatting: readonly Candidate[],
	): readonly Candidate[] {
		const { completion, chat } = this.settings;
		if (completion !== undefined || chat !== undefined) return completing.filter(each => chatting.includes(each));
		return all.filter(
			each =>
				!each.belowFloor &&
				each.scores.completes > 0 &&
				each.scores.chats > 0 &&
				(each.installed !== undefined || each.madeFor.includes('chats')),
		);
	}

	private points(candidates: readonly Candidate[], role: CatalogueRole, isNamed = false): Point[] {
		return candidates.flatMap(each => {
			const key = `${role}${isNamed}`;
			const known = this.known.get(each) ?? new Map<string, Point[]>();
			this.known.set(each, known);
			const points = known.get(key) ?? pointsOf(each, role, { ...this.pointSettings, isNamed });
			known.set(key, points);
			return points;
		});
	}
}

/** The candidates of a role: those the user named, else all that serve it and stand above the floor. */
function chosen(candidates: readonly Candidate[], name: string | undefined, role: 'completes' | 'chats'): readonly Candidate[] {
	const named = name === undefined ? [] : candidates.filter(each => isNamed(each, name));
	if (named.length > 0) return named;
	// A model that was made for the other role is not worth downloading for this one: its sibling is as large and better.
	const serving = candidates.filter(each => each.scores[role] > 0 && (each.installed !== undefined || each.madeFor.includes(role)));
	const above = serving.filter(each => !each.belowFloor);
	// What the user installed below the floor is better than nothing.
	return above.length > 0 ? above : serving;
}

function isNamed({ names }: Candidate, name: string): boolean {
	return names.includes(name.toLowerCase());
}

function isReasoner({ scores, belowFloor }: Candidate): boolean {
	return scores.reasons > 0 && !belowFloor;
}

function lacksOne({ completes, chats }: Pair): boolean {
	return completes === undefined || chats === undefined;
}

function toLineup(
	{ completes, chats, takesTurns, worth }: Pair,
	drafting: Usage | undefined,
): Omit<Lineup, 'reasons' | 'reason' | 'rejected' | 'next' | 'tip'> {
	const isSame = completes !== undefined && completes.candidate === chats?.candidate;
	const loaded = [completes, isSame ? undefined : chats].filter(each => each !== undefined);
	const total = (bytes: readonly number[]) => (takesTurns === true ? Math.max(...bytes) : bytes.reduce((sum, each) => sum + each, 0));
	return {
		worth,
		...(takesTurns === true && { takesTurns }),
		completes: completes === undefined ? null : toChoice(completes),
		chats: chats === undefined ? null : isSame ? 'same' : toChoice(chats),
		...(drafting && { drafting }),
		totalGpuBytes: total(loaded.map(({ bytes }) => bytes.totalGpuBytes)) + (drafting?.gpu ?? 0),
		totalHostBytes: total(loaded.map(({ bytes }) => bytes.totalHostBytes)) + (drafting?.host ?? 0),
	};
}

function toChoice({ candidate, ...point }: Point): Choice {
	const { id, label, quantization, parameters, fileBytes, installed, ollamaTag, facts } = candidate;
	const { contextTokens, gpuLayers, expertLayersOnCpu, kvType, ubatch, bytes, predicted } = point;
	return {
		model: id,
		label,
		quantization,
		parameters,
		fileBytes,
		...(installed && { installed }),
		...(ollamaTag !== undefined && { ollamaTag }),
		contextTokens,
		gpuLayers,
		totalLayers: facts.shape.layers + 1,
		expertLayersOnCpu,
		kvType,
		ubatch,
		bytes,
		predicted,
	};
}

/** The models of the best line-up that are not installed, when having them would change what is loaded. */
function offersOf(best: Lineup, now: Lineup): readonly Choice[] {
	const wanted = [best.completes, best.chats === 'same' ? null : best.chats].filter(each => each !== null);
	const loaded = [now.completes, now.chats].filter(each => each !== null && each !== 'same').map(({ model }) => model);
	return wanted.filter(each => each.installed === undefined && !loaded.includes(each.model));
}

/** The demo model answers where nothing better is installed or fits; it is small enough to need no planning. */
function demoLineup(installed: readonly PlannedModel[], machine: Machine, now: Lineup | undefined): Lineup {
	const demo = installed.find(each => each.isDemo);
	const nothing = { completes: null, chats: null, reasons: null, totalGpuBytes: 0, totalHostBytes: 0, worth: 0 };
	const empty = { ...nothing, rejected: now?.rejected ?? [], next: now?.next ?? null };
	if (demo === undefined) return { ...empty, reason: now?.reason ?? { key: 'nothingInstalled', parameters: [] } };
	const contextTokens = Math.min(demo.trainedContextTokens ?? 4096, 4096);
	const bytes = demo.facts ? estimateMemory(demo.facts, demoSetup(contextTokens)) : weightsOnly(demo.fileBytes);
	const completes: Choice = {
		model: demo.id,
		label: demo.label,
		quantization: demo.quantization ?? '',
		parameters: demo.parameters ?? 0,
		fileBytes: demo.fileBytes,
		installed: demo,
		contextTokens,
		gpuLayers: 0,
		totalLayers: 1,
		expertLayersOnCpu: 0,
		kvType: 'f16',
		ubatch: 512,
		bytes,
		predicted: {
			tokensPerSecond: (machine.speeds.cpuGigabytesPerSecond * 1e9) / Math.max(1, demo.fileBytes * 10),
			firstTokenMilliseconds: 50,
		},
	};
	return { ...empty, completes, chats: 'same', totalHostBytes: bytes.totalHostBytes, reason: { key: 'demo', parameters: [] } };
}

/** As the built-in engine loads it: on the CPU, with a cache for completing and one for chatting. */
function demoSetup(contextTokens: number): LoadSetup {
	return { contextTokens, kvType: 'f16', ubatch: 512, flashAttention: false, gpuLayers: 0, sequences: 2 };
}

/** Where the engine holds the file and its header is not ours to read; the uncertainty says how little that is. */
function weightsOnly(fileBytes: number): MemoryEstimate {
	return { ...noBytes, weightsCpuBytes: fileBytes, totalHostBytes: fileBytes, uncertaintyBytes: fileBytes };
}

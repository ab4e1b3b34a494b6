/** The table of the plan: the models that were chosen, and for each other one what it would take here and why it was not taken. */
import { downloadableCandidates, installedCandidate, type Candidate, type PlannedModel } from '../../core/plan/candidates';
import { tooSlow } from '../../core/plan/explain';
import { gibibytes } from '../../core/plan/format';
import type { Hardware } from '../../core/plan/hardware';
import { machineOf, type Machine } from '../../core/plan/machine';
import { pointSettingsOf, type PlanSettings } from '../../core/plan/planSettings';
import type { Choice, Lineup, Plan, Sentence } from '../../core/plan/plan';
import { pointsOf, type Point, type PointSettings } from '../../core/plan/points';
import { bestAlone, budgetOf, usage, type Budget } from '../../core/plan/search';
import type { PlanFigures, PlanRole } from '../../protocol/plan';
import { loadedChoices } from './memoryBars';

/** A model as it is asked for: an installed one by its id, another by where it can be had. */
export interface WantedModel {
	readonly model: string;
	readonly label: string;
	readonly quantization: string;
	readonly fileBytes: number;
	readonly ollamaTag?: string;
	readonly installed?: PlannedModel;
}

export interface Alternative {
	readonly id: string;
	readonly wanted: WantedModel;
	readonly roles: readonly PlanRole[];
	readonly isChosen: boolean;
	/** Whether it could be loaded here, by itself. */
	readonly fits: boolean;
	/** Whether the plan would choose it if it were installed. */
	readonly isOffered: boolean;
	readonly figures: PlanFigures;
	readonly why?: Sentence;
}

const mostFitting = 9;
const mostTooBig = 6;

export interface Look {
	readonly hardware: Hardware;
	readonly models: readonly PlannedModel[];
	readonly plan: Plan;
	readonly lineup: Lineup;
	readonly settings: PlanSettings;
}

export function alternatives(look: Look): readonly Alternative[] {
	const { hardware, models, plan, lineup, settings } = look;
	const chosen = loadedChoices(lineup).map(({ choice, roles }) => fromChoice(choice, roles, true));
	const reasons = lineup.reasons === null ? [] : [fromChoice(lineup.reasons, ['reasons'], false)];
	const machine = machineOf(hardware, settings);
	const context: Context = { look, machine, budget: budgetOf(machine), points: pointSettingsOf(machine, settings) };
	const here = models.filter(each => !each.isDemo).flatMap(each => installedCandidate(each) ?? []);
	const installed = here.flatMap(each => alternative(context, [each]) ?? []);
	const fittingBytes = machine.gpuBudget + machine.hostBudget;
	const known = byModel(downloadableCandidates(fittingBytes, fittingBytes + mostWorthShowing, settings.sources));
	const downloads = known.flatMap(files => alternative(context, files) ?? []);
	const taken = new Set([...chosen, ...reasons].map(({ id }) => id));
	const isNew = (each: Alternative) => !taken.has(each.id) && !(each.wanted.installed === undefined && isHere(each, installed));
	const others = [...installed, ...downloads].filter(isNew).sort(byWorth(plan));
	const fitting = others.filter(({ fits }) => fits).slice(0, mostFitting);
	const tooBig = others.filter(({ fits }) => !fits).sort((one, other) => one.wanted.fileBytes - other.wanted.fileBytes);
	return [...chosen, ...reasons, ...fitting, ...tooBig.slice(0, mostTooBig)];
}

/** Beyond this much more memory a model says nothing about this machine. */
const mostWorthShowing = 48 * 1024 ** 3;

interface Context {
	readonly look: Look;
	readonly machine: Machine;
	readonly budget: Budget;
	readonly points: PointSettings;
}

/** The files of one model, in a row of the table each model stands once. */
function byModel(candidates: readonly Candidate[]): readonly (readonly Candidate[])[] {
	const groups = new Map<string, Candidate[]>();
	for (const each of candidates) groups.set(each.id, [...(groups.get(each.id) ?? []), each]);
	return [...groups.values()];
}

/** The file that is most worth in the model's own role, by itself on this machine; where none fits, the smallest that is good enough. */
function alternative(context: Context, files: readonly Candidate[]): Alternative | undefined {
	const { look, budget, points } = context;
	const role = (['completes', 'chats'] as const).find(each => files[0]?.madeFor.includes(each));
	if (role === undefined) return undefined;
	const { rejected } = reference(look, files[0]);
	const engineRole = role === 'completes' ? 'completion' : 'chat';
	const rejection = rejected.find(each => each.role === engineRole && files.some(file => file.id === each.model));
	const offer = look.plan.offers.find(each => files.some(file => file.id === each.model));
	const named = files.filter(({ quantization }) => quantization === (offer ?? rejection)?.quantization);
	const above = files.filter(({ belowFloor }) => !belowFloor);
	const eligible = named.length > 0 ? named : above.length > 0 ? above : files;
	const ways = eligible.flatMap(each => pointsOf(each, role, points));
	const fitting = bestAlone(ways, budget);
	const shown = fitting ?? nearest(ways, budget);
	if (shown === undefined) return undefined;
	const why = rejection?.why ?? reason(context, role, shown, fitting !== undefined);
	return {
		...identity(shown.candidate, role),
		roles: [role],
		isChosen: false,
		isOffered: offer !== undefined,
		fits: fitting !== undefined,
		// Beside the other model the plan may load it another way than alone.
		figures: offer ? figuresOf(offer, offer.totalLayers) : figuresOf(shown, shown.candidate.facts.shape.layers + 1),
		...(why && { why }),
	};
}

/** What is here is weighed against what runs, what would have to be downloaded against the best that could run. */
function reference({ lineup, plan }: Look, candidate: Candidate | undefined): Lineup {
	return candidate?.installed ? lineup : plan.best;
}

function reason({ look, budget }: Context, role: 'completes' | 'chats', point: Point, fits: boolean): Sentence | undefined {
	if (!fits) return tooBig(point, budget);
	const slow = tooSlow(point);
	if (slow !== undefined) return slow;
	const lineup = reference(look, point.candidate);
	const taken = role === 'chats' && lineup.chats !== 'same' ? lineup.chats : lineup.completes;
	return taken && !taken.installed?.isDemo ? { key: 'lessQuality', parameters: [`${taken.label} ${taken.quantization}`] } : undefined;
}

function tooBig(point: Point, { gpuBytes, hostBytes, sharedBytes }: Budget): Sentence {
	const { gpu, host } = usage(point);
	const say = (key: Sentence['key'], needed: number, free: number): Sentence => ({ key, parameters: [gibibytes(needed), gibibytes(free)] });
	if (sharedBytes !== undefined) return say('tooBig', gpu + host, sharedBytes);
	return host > hostBytes ? say('tooBigRam', host, hostBytes) : say('tooBigGpu', gpu, gpuBytes);
}

function nearest(points: readonly Point[], { gpuBytes, hostBytes, sharedBytes = Infinity }: Budget): Point | undefined {
	const missing = (point: Point) => {
		const { gpu, host } = usage(point);
		return Math.max(0, gpu - gpuBytes) + Math.max(0, host - hostBytes, gpu + host - sharedBytes);
	};
	return points.reduce<Point | undefined>((best, each) => (best && missing(best) <= missing(each) ? best : each), undefined);
}

function fromChoice(choice: Choice, roles: readonly PlanRole[], isChosen: boolean): Alternative {
	const { model, label, quantization, fileBytes, ollamaTag, installed, totalLayers } = choice;
	const wanted = { model, label, quantization, fileBytes, ...(ollamaTag !== undefined && { ollamaTag }), ...(installed && { installed }) };
	return {
		id: rowId(wanted, roles[0]),
		wanted,
		roles,
		isChosen,
		isOffered: isChosen && installed === undefined,
		fits: true,
		figures: figuresOf(choice, totalLayers),
	};
}

function identity(candidate: Candidate, role: PlanRole): Pick<Alternative, 'id' | 'wanted'> {
	const { id: model, label, quantization, fileBytes, ollamaTag, installed } = candidate;
	const wanted = { model, label, quantization, fileBytes, ...(ollamaTag !== undefined && { ollamaTag }), ...(installed && { installed }) };
	return { id: rowId(wanted, role), wanted };
}

function rowId({ model, quantization, installed }: WantedModel, role: PlanRole | undefined): string {
	return JSON.stringify([installed?.id ?? model, quantization, role]);
}

function figuresOf({ contextTokens, bytes, gpuLayers, predicted }: Point | Choice, totalLayers: number): PlanFigures {
	const isSplit = gpuLayers > 0 && gpuLayers < totalLayers;
	return {
		contextTokens,
		gpuBytes: bytes.totalGpuBytes,
		hostBytes: bytes.totalHostBytes,
		...(isSplit && { gpuLayers: { on: gpuLayers, of: totalLayers } }),
		tokensPerSecond: predicted.tokensPerSecond,
		firstTokenMilliseconds: predicted.firstTokenMilliseconds,
	};
}

/** Whether the same file is installed already. */
function isHere({ wanted }: Alternative, installed: readonly Alternative[]): boolean {
	return installed.some(each => each.wanted.label === wanted.label && each.wanted.quantization === wanted.quantization);
}

/** What the plan wishes for first, in its order; then what is installed; then larger files before smaller ones. */
function byWorth({ offers }: Plan): (one: Alternative, other: Alternative) => number {
	const rank = ({ wanted }: Alternative) => {
		const place = offers.findIndex(each => each.model === wanted.model);
		return place >= 0 ? place : offers.length + (wanted.installed ? 0 : 1);
	};
	return (one, other) => rank(one) - rank(other) || other.wanted.fileBytes - one.wanted.fileBytes;
}

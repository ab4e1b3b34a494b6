/**
 * What the user's settings cost: the plan is made once more without each of them, and the two are compared in numbers. A setting with which nothing
 * can be loaded is refused; everything else is done as the user says, however slow.
 */
import { gibibytes, perSecond } from './format';
import type { PlanSettings } from './makePlan';
import { chatting, type Choice, type Lineup, type Plan, type Sentence } from './plan';

type Planned = Omit<Plan, 'costs'>;
type Make = (settings: PlanSettings) => Planned;

export function weighSettings(wanted: PlanSettings, make: Make): Plan {
	const { settings, plan, refused } = withoutImpossible(wanted, make);
	const changes = overrides.filter(each => settings[each] !== undefined && settings[each] !== false);
	const costs = changes.flatMap(each => costsOf(each, settings, plan, make({ ...settings, [each]: undefined })));
	return { ...plan, costs: [...refused, ...costs] };
}

const overrides = ['completion', 'chat', 'contextTokens', 'kvType', 'gpuLayers', 'isGpuOff'] as const;

type Override = (typeof overrides)[number];

/** Leaves out a context, a cache type, a number of layers that no model fits with. A model that is named and cannot be loaded is not replaced by another. */
function withoutImpossible(wanted: PlanSettings, make: Make): { settings: PlanSettings; plan: Planned; refused: readonly Sentence[] } {
	let settings = wanted;
	let plan = make(settings);
	const refused: Sentence[] = [];
	for (const each of ['contextTokens', 'kvType', 'gpuLayers'] as const) {
		const value = settings[each];
		if (value === undefined || main(shown(plan)) !== null) continue;
		const freed = { ...settings, [each]: undefined };
		const without = make(freed);
		const choice = main(shown(without));
		if (choice === null) continue;
		[settings, plan] = [freed, without];
		refused.push({ key: refusals[each], parameters: [String(value), String(choice[each])] });
	}
	return { settings, plan, refused };
}

const refusals = { contextTokens: 'refusedContext', kvType: 'refusedKvType', gpuLayers: 'refusedGpuLayers' } as const;

function costsOf(override: Override, settings: PlanSettings, plan: Planned, free: Planned): readonly Sentence[] {
	const [is, was] = [shown(plan), shown(free)];
	switch (override) {
		case 'completion':
			return modelCosts(settings.completion ?? '', is.completes, was.completes);
		case 'chat':
			return modelCosts(settings.chat ?? '', chatting(is), chatting(was));
		case 'contextTokens':
			return loadingCosts('costsContext', String(settings.contextTokens), ({ contextTokens }) => String(contextTokens), is, was);
		case 'kvType':
			return kvCosts(settings, is, was);
		case 'gpuLayers':
			return loadingCosts('costsGpuLayers', String(settings.gpuLayers), ({ gpuLayers }) => String(gpuLayers), is, was);
		case 'isGpuOff':
			return gpuCosts(is, was);
	}
}

function modelCosts(name: string, is: Choice | null, was: Choice | null): readonly Sentence[] {
	if (was === null || sameFile(is, was)) return [];
	if (is === null) return [{ key: 'refusedModel', parameters: [name, nameOf(was)] }];
	return [
		{ key: 'costsModel', parameters: [nameOf(is), nameOf(was), ...speeds(is, was), ...[is, was].map(each => gibibytes(bytesOf(each)))] },
	];
}

/** Of a context, a cache type, a number of layers: both models are loaded with it. */
function loadingCosts(
	key: 'costsContext' | 'costsKvType' | 'costsGpuLayers',
	value: string,
	valueOf: (choice: Choice) => string,
	is: Lineup,
	was: Lineup,
): readonly Sentence[] {
	const [now, before] = [main(is), main(was)];
	if (now === null || before === null) return [];
	const others = replaced(is, was);
	if (others.length === 0 && loaded(is).every((each, index) => valueOf(each) === valueOf(loaded(was)[index] ?? each))) return [];
	const without = [...new Set(loaded(was).map(valueOf))].join(' · ');
	const totals = [is, was].map(({ totalGpuBytes, totalHostBytes }) =>
		gibibytes(totalGpuBytes + (key === 'costsGpuLayers' ? 0 : totalHostBytes)),
	);
	return [{ key, parameters: [value, without, ...speeds(now, before), ...totals] }, ...others];
}

function kvCosts({ kvType = 'f16', abilities }: PlanSettings, is: Lineup, was: Lineup): readonly Sentence[] {
	const [only, ...more] = abilities?.kvTypes ?? ['f16'];
	if (more.length > 0) return loadingCosts('costsKvType', kvType, choice => choice.kvType, is, was);
	return only === kvType ? [] : [{ key: 'noKvChoice', parameters: [only ?? 'f16', kvType] }];
}

function gpuCosts(is: Lineup, was: Lineup): readonly Sentence[] {
	const [now, before] = [main(is), main(was)];
	if (now === null || before === null || was.totalGpuBytes === 0) return [];
	const parameters = [...speeds(now, before), gibibytes(is.totalHostBytes), gibibytes(was.totalGpuBytes)];
	return [{ key: 'costsGpuOff', parameters }, ...replaced(is, was)];
}

/** Models that work now and would not without the setting. */
function replaced(is: Lineup, was: Lineup): readonly Sentence[] {
	const pairs = [[is.completes, was.completes] as const, [chatting(is), chatting(was)] as const];
	const sentences = pairs.flatMap(([now, before]): Sentence[] =>
		now === null || before === null || sameFile(now, before) ? [] : [{ key: 'costsOtherModel', parameters: [nameOf(now), nameOf(before)] }],
	);
	return sentences.filter(({ parameters }, index) => sentences.findIndex(each => String(each.parameters) === String(parameters)) === index);
}

/** What is loaded, or what would be where nothing is here yet. */
function shown({ now, best }: Planned): Lineup {
	return [now.completes, chatting(now)].some(each => each?.installed?.isDemo === false) ? now : best;
}

function main(lineup: Lineup): Choice | null {
	return lineup.completes ?? chatting(lineup);
}

function loaded({ completes, chats }: Lineup): readonly Choice[] {
	return [completes, chats].filter(each => each !== null && each !== 'same');
}

function sameFile(one: Choice | null, other: Choice | null): boolean {
	return one?.model === other?.model && one?.quantization === other?.quantization;
}

function speeds(is: Choice, was: Choice): readonly string[] {
	return [is, was].map(({ predicted }) => perSecond(predicted.tokensPerSecond));
}

function bytesOf({ bytes }: Choice): number {
	return bytes.totalGpuBytes + bytes.totalHostBytes;
}

function nameOf({ label, quantization }: Choice): string {
	return `${label} ${quantization}`;
}

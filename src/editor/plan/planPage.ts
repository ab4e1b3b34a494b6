/** What the page of "Show Model Plan" shows, from the last look at the machine. Knows no VS Code: the words are given. */
import type { PlannedModel } from '../../core/plan/candidates';
import type { Hardware, HardwareNote } from '../../core/plan/hardware';
import { makePlan, type PlanSettings } from '../../core/plan/makePlan';
import { hasRealModel, type Lineup, type Plan, type Sentence } from '../../core/plan/plan';
import { perSecond } from '../../core/plan/format';
import type { PlanChange, PlanKvType, PlanPage, PlanRow, PlanTryOut } from '../../protocol/plan';
import { alternatives, type Alternative } from './alternatives';
import { loadedChoices, memoryBars } from './memoryBars';

export interface PlanWords {
	readonly sentence: (sentence: Sentence) => string;
	readonly note: (note: HardwareNote) => string;
	readonly place: string;
	readonly speed: (tokensPerSecond: string) => string;
	readonly reasoner: string;
	readonly recommended: string;
	readonly none: string;
	readonly kvHint: (kvType: PlanKvType) => string;
}

export interface Tried {
	readonly contextTokens: number | 'auto';
	readonly kvType: PlanKvType | 'auto';
}

export interface PlanFacts {
	readonly hardware: Hardware;
	readonly models: readonly PlannedModel[];
	readonly plan: Plan;
	readonly settings: PlanSettings;
	/** What is tried out; absent: nothing. */
	readonly tried?: Tried;
	readonly canDownload: (alternative: Alternative) => boolean;
}

export interface PlanView {
	readonly page: PlanPage;
	readonly alternatives: readonly Alternative[];
}

export function planPage(facts: PlanFacts, words: PlanWords): PlanView {
	const { hardware, models, settings, tried = settled(settings) } = facts;
	const isChanged = tried.kvType !== 'auto' || tried.contextTokens !== settled(settings).contextTokens;
	const asked = isChanged ? withTried(settings, tried) : settings;
	const plan = isChanged ? makePlan(hardware, models, asked) : facts.plan;
	const isOffer = !hasRealModel(facts.plan.now) && facts.plan.offers.length > 0;
	const lineup = isOffer ? plan.best : plan.now;
	const found = alternatives({ hardware, models, plan, lineup, settings: asked });
	const further = [plan.best.next, plan.best.tip].filter(each => each !== null && each !== undefined);
	const page: PlanPage = {
		reason: words.sentence(lineup.reason),
		place: words.place,
		notes: hardware.notes.map(words.note),
		costs: plan.costs.map(words.sentence),
		isOffer,
		memories: memoryBars(hardware, lineup, asked),
		models: loadedChoices(lineup).map(({ choice, roles }) => ({ name: `${choice.label} ${choice.quantization}`.trim(), roles })),
		rows: found.map(each => row(each, facts.canDownload(each), words)),
		...(further.length > 0 && { next: further.map(words.sentence).join(' ') }),
		tryOut: tryOut(facts, tried, isChanged, isOffer ? facts.plan.best : facts.plan.now, lineup, words),
	};
	return { page, alternatives: found };
}

function settled({ contextTokens }: PlanSettings): Tried {
	return { contextTokens: contextTokens ?? 'auto', kvType: 'auto' };
}

function withTried({ contextTokens: _, ...settings }: PlanSettings, { contextTokens, kvType }: Tried): PlanSettings {
	return {
		...settings,
		...(contextTokens !== 'auto' && { contextTokens }),
		// Also one that the engine would have to be told elsewhere: what it would bring is what is asked here.
		...(kvType !== 'auto' && {
			kvType: undefined,
			abilities: { canPlaceExperts: false, ...settings.abilities, kvTypes: [kvType] },
		}),
	};
}

function row(alternative: Alternative, canDownload: boolean, words: PlanWords): PlanRow {
	const { id, wanted, roles, isChosen, isOffered, fits, figures, why } = alternative;
	const isInstalled = wanted.installed !== undefined;
	const isReasoner = roles.includes('reasons');
	const action = !isInstalled ? fits && canDownload && 'download' : !isChosen && !isReasoner && fits && 'use';
	return {
		id,
		name: wanted.label,
		quantization: wanted.quantization,
		roles,
		isChosen: isChosen && isInstalled,
		isRecommended: isOffered,
		isInstalled,
		figures,
		why: isReasoner ? words.reasoner : isOffered ? words.recommended : why ? words.sentence(why) : '',
		...(action && { action }),
		...(!isInstalled && { downloadBytes: wanted.fileBytes }),
	};
}

/** Contexts a person may want; beyond what the chosen models were trained for they change nothing. */
const contexts = [2048, 4096, 8192, 16384, 32768, 65536, 131072];

function tryOut(facts: PlanFacts, tried: Tried, isChanged: boolean, before: Lineup, after: Lineup, words: PlanWords): PlanTryOut {
	const { contextTokens, kvType } = tried;
	const wanted = [...new Set([...contexts, ...(contextTokens === 'auto' ? [] : [contextTokens])])].sort((one, other) => one - other);
	return {
		contexts: wanted,
		contextTokens,
		kvType,
		isChanged,
		canKeep: contextTokens !== settled(facts.settings).contextTokens,
		changes: isChanged ? changes(before, after, words) : [],
		...(kvType !== 'auto' && { hint: words.kvHint(kvType) }),
	};
}

/** What differs between two line-ups, in the order in which people ask. */
export function changes(before: Lineup, after: Lineup, words: Pick<PlanWords, 'speed' | 'none'>): readonly PlanChange[] {
	const texts = (['completes', 'chats', 'context', 'speed'] as const).flatMap((what): PlanChange[] => {
		const [was, is] = [before, after].map(lineup => textOf(lineup, what, words));
		return was === undefined || is === undefined || was === is ? [] : [{ kind: 'text', what, before: was, after: is }];
	});
	const bytes = (['gpu', 'ram'] as const).flatMap((what): PlanChange[] => {
		const [was = 0, is = 0] = [before, after].map(({ totalGpuBytes, totalHostBytes }) => (what === 'gpu' ? totalGpuBytes : totalHostBytes));
		return Math.abs(was - is) < leastShownBytes ? [] : [{ kind: 'bytes', what, before: was, after: is }];
	});
	return [...texts, ...bytes];
}

/** A difference that one digit of a gigabyte does not show. */
const leastShownBytes = 50 * 1024 * 1024;

function textOf(
	lineup: Lineup,
	what: 'completes' | 'chats' | 'context' | 'speed',
	{ speed, none }: Pick<PlanWords, 'speed' | 'none'>,
): string {
	const { completes } = lineup;
	const chats = lineup.chats === 'same' ? completes : lineup.chats;
	const main = completes ?? chats;
	switch (what) {
		case 'completes':
			return completes ? `${completes.label} ${completes.quantization}` : none;
		case 'chats':
			return chats ? `${chats.label} ${chats.quantization}` : none;
		case 'context':
			return [...new Set([completes, chats].flatMap(each => (each ? [String(each.contextTokens)] : [])))].join(' · ');
		case 'speed':
			return main ? speed(perSecond(main.predicted.tokensPerSecond)) : none;
	}
}

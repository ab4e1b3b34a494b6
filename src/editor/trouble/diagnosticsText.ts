/**
 * The text of "Copy Diagnostics", in English, for an issue: the machine, the plan with every byte, engines, figures, settings, warnings. Holds no
 * code, no header values, no address's password, and no path of anybody's home. Imports nothing of VS Code.
 */
import type { LoadOptions, LoadedModel, Role } from '../../core/engine/engine';
import { describeFigures, type Figures } from '../../core/metrics/speedMeter';
import { describePlan } from '../../core/plan/describePlan';
import { gibibytes } from '../../core/plan/format';
import { describeNote, type Hardware } from '../../core/plan/hardware';
import type { Choice, Plan } from '../../core/plan/plan';

export interface DiagnosticFacts {
	/** By name: extension, VS Code, platform. */
	readonly versions: Readonly<Record<string, string>>;
	readonly hardware?: Hardware | undefined;
	readonly plan?: Plan | undefined;
	/** Where the engines run that the settings allow. */
	readonly places: readonly string[];
	readonly posts: readonly DiagnosticPost[];
	/** The engines' own figures of what they loaded. */
	readonly loads: readonly LoadedModel[];
	readonly figures: readonly Figures[];
	/** Settings that are not the default. */
	readonly settings: Readonly<Record<string, unknown>>;
	readonly warnings: readonly string[];
}

export interface DiagnosticPost {
	readonly role: Role;
	readonly model: string;
	readonly place: string;
	readonly options: LoadOptions;
}

/** @param home the user's own folder */
export function diagnosticsText(facts: DiagnosticFacts, home: string): string {
	const { versions, hardware, plan, places, posts, loads, figures, settings, warnings } = facts;
	const sections: readonly (readonly [string, readonly string[]])[] = [
		['Versions', Object.entries(versions).map(([name, version]) => `${name}: ${version}`)],
		['Hardware', hardware ? hardwareLines(hardware) : ['not known yet']],
		['Plan', plan ? [...describePlan(plan).split('\n'), ...byteLines(plan)] : ['none yet']],
		['Engines', [...places, ...posts.map(postLine)]],
		['Loaded', loads.map(loadLine)],
		['Last figures', figures.map(describeFigures)],
		['Settings', Object.entries(settings).map(([id, value]) => `${id}: ${JSON.stringify(harmless(id, value))}`)],
		['Warnings', warnings],
	];
	const text = sections.map(([title, lines]) => `## ${title}\n${lines.length > 0 ? lines.join('\n') : 'none'}`).join('\n\n');
	return `${withoutHomes(text, home)}\n`;
}

function hardwareLines({ gpus, ram, cores, notes }: Hardware): string[] {
	const size = (bytes: number | null) => (bytes === null ? 'unknown' : gibibytes(bytes));
	return [
		...gpus.map(({ name, vendor, totalBytes, freeBytes, unified, problem, slices }) =>
			[
				`${name} (${vendor}${unified ? ', unified' : ''}): ${size(freeBytes)} free of ${size(totalBytes)}`,
				...(problem ? [problem] : []),
				...(slices ?? []).map(slice => `slice ${slice.name} ${size(slice.freeBytes)} free of ${size(slice.totalBytes)}`),
			].join(', '),
		),
		`RAM: ${size(ram.freeBytes)} free of ${size(ram.totalBytes)}`,
		`cores: ${cores}`,
		...notes.map(describeNote),
	];
}

function byteLines({ now, best }: Plan): string[] {
	const choices = [now, best].flatMap(({ completes, chats, reasons }) => [completes, chats === 'same' ? null : chats, reasons]);
	const named = new Map(choices.flatMap(each => (each ? [[`${each.model} ${each.quantization}`, each] as const] : [])));
	return [...named].map(([name, choice]) => `bytes of ${name}: ${bytesOf(choice)}`);
}

function bytesOf({ bytes }: Choice): string {
	return Object.entries(bytes)
		.map(([part, value]) => `${part} ${Math.round(value as number)}`)
		.join(', ');
}

function postLine({ role, model, place, options }: DiagnosticPost): string {
	return `${role}: ${model} on ${place}, ${JSON.stringify(options)}`;
}

function loadLine({ installed, contextTokens, memory, loadMilliseconds }: LoadedModel): string {
	const taken = memory ? `, GPU ${Math.round(memory.gpuBytes)}, RAM ${Math.round(memory.hostBytes)} bytes` : '';
	return `${installed.label} ${installed.quantization ?? ''}: context ${contextTokens}${taken}, loaded in ${Math.round(loadMilliseconds)} ms`;
}

/** Of headers only the names; of an address not who logs in there. */
function harmless(id: string, value: unknown): unknown {
	if (/headers$/i.test(id) && typeof value === 'object' && value !== null) return Object.keys(value);
	return typeof value === 'string' ? value.replace(/\/\/[^/@\s]*@/, '//…@') : value;
}

/** The user's own folder however it is spelt, and what looks like anybody's. */
export function withoutHomes(text: string, home: string): string {
	const spellings = [home, home.replaceAll('\\', '\\\\'), home.replaceAll('\\', '/')].filter(each => each.length > 1);
	const own = spellings.reduce((result, each) => result.replace(new RegExp(escaped(each), 'gi'), '~'), text);
	return own.replace(/(?:\/(?:home|Users)\/|\b[a-z]:(?:\\\\?|\/)Users(?:\\\\?|\/))[^\\/\s"',:]+/gi, '~');
}

function escaped(text: string): string {
	return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

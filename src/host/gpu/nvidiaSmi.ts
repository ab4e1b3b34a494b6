/**
 * Reads every form of nvidia-smi's output: `--query-gpu` as CSV with or without header and units, `-L`, the default table, `-q` and `-q -x`.
 * `memory.free` is the figure to plan with: used and free do not add up to total, since the driver keeps 200 to 600 MiB for itself.
 */
import type { Gpu, GpuProblem, GpuReading, GpuSlice, HardwareNote } from '../../core/plan/hardware';
import { reading, sizeInBytes, totalInBytes } from './reading';

/** What the extension asks; the second line is for drivers from before 2020, which refuse a field they do not know. */
export const nvidiaSmiQueries: readonly (readonly string[])[] = [
	['--query-gpu=name,memory.total,memory.free,mig.mode.current', '--format=csv,noheader,nounits'],
	['--query-gpu=name,memory.total,memory.free', '--format=csv,noheader,nounits'],
];

/** @param command the command line, which names the columns of a CSV without a header. */
export function parseNvidiaSmi(text: string, command = ''): GpuReading {
	const failure = failureIn(text);
	if (failure !== undefined) return { gpus: [], notes: failure };
	const trimmed = text.trim();
	if (trimmed.startsWith('<')) return reading(parseXml(trimmed));
	if (/^GPU \d+: /m.test(trimmed)) return reading(parseList(trimmed));
	if (/^\+-{10,}/m.test(trimmed) && trimmed.includes('NVIDIA-SMI')) return reading(parseTable(trimmed));
	if (trimmed.includes('NVSMI LOG')) return reading(parseLog(trimmed));
	return reading(parseCsv(trimmed, command));
}

/** Notes when the text is an error and not an answer; nothing to note where there is just no GPU. */
function failureIn(text: string): readonly HardwareNote[] | undefined {
	if (/No devices were found/i.test(text)) return [];
	if (/Driver\/library version mismatch/i.test(text)) return [{ key: 'driverMismatch', parameters: [] }];
	if (/blocked by the operating system/i.test(text)) return [{ key: 'blockedBySystem', parameters: [] }];
	if (/couldn't communicate with the NVIDIA driver|Failed to initialize NVML/i.test(text)) return [{ key: 'noDriver', parameters: [] }];
	return undefined;
}

/** An older driver's answer to a field it does not know. */
export function isUnknownField(text: string): boolean {
	return /is not a valid field to query/i.test(text);
}

function parseCsv(text: string, command: string): Gpu[] {
	const rows = text
		.split(/\r?\n/)
		.filter(line => line.trim() !== '')
		.map(splitRow);
	const [first] = rows;
	if (first === undefined) return [];
	const header = first.map(fieldName);
	const hasHeader = header.some(each => each === 'name' || each === 'gpu_name' || each.startsWith('memory.'));
	const fields = hasHeader ? header : (fieldsOf(command) ?? guessFields(first));
	if (fields === undefined) return [];
	return rows.slice(hasHeader ? 1 : 0).flatMap(row => csvGpu(fields, row));
}

function csvGpu(fields: readonly string[], row: readonly string[]): Gpu[] {
	if (row.length !== fields.length) return [];
	// Who uses a card is another question.
	if (fields.some(each => each === 'pid' || each === 'process_name')) return [];
	const value = (...names: string[]) => row[fields.findIndex(each => names.includes(each))];
	const memory = ['memory.total', 'memory.free', 'memory.used'].map(each => value(each)).filter(each => each !== undefined);
	const name = value('name', 'gpu_name');
	// A query for something else (running processes, clocks) has no GPU in the sense asked for here.
	if (memory.length === 0 && name === undefined) return [];
	const refused = [...memory, name].some(each => each?.includes('Insufficient Permissions'));
	return [
		gpu({
			name: name === undefined || /^(?:\[|ERR!|$)/.test(name) ? 'NVIDIA GPU' : name,
			totalBytes: totalInBytes(value('memory.total')),
			freeBytes: sizeInBytes(value('memory.free')),
			addressing: value('addressing_mode') ?? '',
			mig: value('mig.mode.current') ?? '',
			refused,
		}),
	];
}

function splitRow(line: string): string[] {
	return line.split(',').map(each => each.trim().replace(/^"(.*)"$/, '$1'));
}

function fieldName(cell: string): string {
	return cell
		.replace(/^"|"$/g, '')
		.replace(/\s*\[[^\]]*\]\s*$/, '')
		.trim()
		.toLowerCase();
}

function fieldsOf(command: string): string[] | undefined {
	const list = /--query-gpu[= ]["']?([\w.]+(?:\s*,\s*[\w.]+)*)/.exec(command)?.[1];
	return list === undefined ? undefined : splitRow(list);
}

/** A CSV of which nobody said what was asked: only what cannot be misread is taken. */
function guessFields(row: readonly string[]): string[] | undefined {
	const isName = (cell: string) => /[a-z]{2}/i.test(cell) && !/n\/a|not supported|permission|MiB$/i.test(cell);
	if (row.filter(isName).length !== 1) return undefined;
	const numbers = ['memory.total', ...(row.length === 2 ? [] : ['unknown', 'unknown'])];
	return row.map(cell => (isName(cell) ? 'name' : (numbers.shift() ?? 'unknown')));
}

function parseList(text: string): Gpu[] {
	const gpus: { name: string; slices: GpuSlice[] }[] = [];
	for (const line of text.split(/\r?\n/)) {
		const card = /^GPU \d+: (.+?)(?: \(UUID: .*\))?$/.exec(line.trimEnd());
		if (card?.[1] !== undefined) gpus.push({ name: card[1], slices: [] });
		const slice = /^\s+MIG (\S+)\s+Device/.exec(line);
		const owner = gpus.at(-1);
		if (slice?.[1] !== undefined) owner?.slices.push({ name: `${owner.name} MIG ${slice[1]}`, totalBytes: null, freeBytes: null });
	}
	return gpus.map(({ name, slices }) => gpu({ name, totalBytes: null, freeBytes: null, slices }));
}

/** The default table cuts names short and shows no free memory; it is the only form that lists MIG instances with their use. */
function parseTable(text: string): Gpu[] {
	const [cards = '', ...rest] = text.split(/\|\s*MIG devices:\s*\|/);
	const slices = rest.length === 0 ? [] : tableSlices(rest.join(''));
	const rows = [...cards.matchAll(/^\|\s+(\d+)\s{2}(\S.*?)\s{2,}.*\|.*\|.*\|\r?\n^\|[^|]*\|\s*(\S+)\s*\/\s*(\S+)\s*\|/gm)];
	return rows.map(([, index, name = '', , total]) => {
		const own = slices.filter(each => each.index === index).map(({ slice }, order) => ({ ...slice, name: `${name} MIG ${order}` }));
		return gpu({
			name: name.replace(/\s*(?:On|Off|N\/A|WDDM|TCC|MCDM)$/, ''),
			totalBytes: totalInBytes(total),
			freeBytes: null,
			slices: own,
		});
	});
}

function tableSlices(text: string): { index: string | undefined; slice: GpuSlice }[] {
	return [...text.matchAll(/^\|\s+(\d+)\s+\d+\s+\d+\s+\d+\s+\|\s*(\d+MiB)\s*\/\s*(\d+MiB)\s*\|/gm)].map(([, index, used, total]) => {
		const totalBytes = totalInBytes(total);
		const usedBytes = sizeInBytes(used);
		return { index, slice: { name: '', totalBytes, freeBytes: totalBytes === null || usedBytes === null ? null : totalBytes - usedBytes } };
	});
}

function parseXml(text: string): Gpu[] {
	return [...text.matchAll(/<gpu\b[^>]*>([\s\S]*?)<\/gpu>/g)].map(([, body = '']) => {
		const name = element(body, 'product_name') ?? 'NVIDIA GPU';
		const instances = [...(element(body, 'mig_devices') ?? '').matchAll(/<mig_device>([\s\S]*?)<\/mig_device>/g)];
		const outside = body.replace(/<mig_devices>[\s\S]*?<\/mig_devices>/, '');
		return gpu({
			name,
			...xmlMemory(outside),
			addressing: element(outside, 'addressing_mode') ?? '',
			mig: element(outside, 'current_mig') ?? '',
			slices: instances.map(([, instance = ''], order) => ({ name: `${name} MIG ${order}`, ...xmlMemory(instance) })),
		});
	});
}

function xmlMemory(body: string): { totalBytes: number | null; freeBytes: number | null } {
	const memory = element(body, 'fb_memory_usage') ?? '';
	return { totalBytes: totalInBytes(element(memory, 'total')), freeBytes: sizeInBytes(element(memory, 'free')) };
}

function element(body: string, tag: string): string | undefined {
	return new RegExp(`<${tag}>([\\s\\S]*?)</${tag}>`).exec(body)?.[1]?.trim();
}

/** The indented report of `nvidia-smi -q`: sections by their indentation, "Name : value" in them. */
function parseLog(text: string): Gpu[] {
	return text
		.split(/^GPU [0-9A-F:.]+\s*$/m)
		.slice(1)
		.map(body => {
			const name = logValue(body, 'Product Name') ?? 'NVIDIA GPU';
			const [card = '', ...instances] = body.split(/^ {4}MIG Device\s*$/m);
			// What follows the last instance at the card's own indentation is the card's again.
			const outside = instances.length === 0 ? card : card + afterInstances(instances.at(-1) ?? '');
			return gpu({
				name,
				...logMemory(outside, 'FB Memory Usage'),
				addressing: logValue(outside, 'Addressing Mode') ?? '',
				mig: /MIG Mode\s*\r?\n\s+Current\s*:\s*(\S+)/.exec(outside)?.[1] ?? '',
				slices: instances.map((each, order) => ({ name: `${name} MIG ${order}`, ...logMemory(each, 'Shared FB Memory Usage') })),
			});
		});
}

function afterInstances(text: string): string {
	const end = /^ {4}\S/m.exec(text);
	return end === null ? '' : text.slice(end.index);
}

function logMemory(body: string, section: string): { totalBytes: number | null; freeBytes: number | null } {
	const lines = new RegExp(`^\\s*${section}\\s*\\r?\\n((?:\\s+\\w[\\w ]*:.*(?:\\r?\\n|$)){1,4})`, 'm').exec(body)?.[1] ?? '';
	return { totalBytes: totalInBytes(logValue(lines, 'Total')), freeBytes: sizeInBytes(logValue(lines, 'Free')) };
}

function logValue(body: string, key: string): string | undefined {
	return new RegExp(`^\\s*${key}\\s*:\\s*(.*?)\\s*$`, 'm').exec(body)?.[1];
}

interface Card {
	readonly name: string;
	readonly totalBytes: number | null;
	readonly freeBytes: number | null;
	readonly addressing?: string;
	readonly mig?: string;
	readonly slices?: readonly GpuSlice[];
	readonly refused?: boolean;
}

function gpu({ name, totalBytes, freeBytes: statedBytes, addressing = '', mig = '', slices = [], refused = false }: Card): Gpu {
	// More free than there is: one of the two is no such figure.
	const freeBytes = totalBytes !== null && statedBytes !== null && statedBytes > totalBytes ? null : statedBytes;
	// Boards that share RAM print 0 or nothing. Their addressing mode is ATS, but so is that of cards with memory of their own (GH200).
	const unified = totalBytes === null && (addressing === 'ATS' || /\b(GB10|Thor|Orin|Xavier|Tegra|nvgpu)\b/i.test(name));
	const problem = problemOf({ totalBytes, freeBytes, refused, unified, sliced: /enabled/i.test(mig) || slices.length > 0 });
	return { vendor: 'nvidia', name, totalBytes, freeBytes, unified, ...(problem && { problem }), ...(slices.length > 0 && { slices }) };
}

interface Doubts {
	readonly totalBytes: number | null;
	readonly freeBytes: number | null;
	readonly refused: boolean;
	readonly sliced: boolean;
	readonly unified: boolean;
}

function problemOf({ totalBytes, freeBytes, refused, sliced, unified }: Doubts): GpuProblem | undefined {
	if (refused) return 'noPermission';
	if (sliced) return 'sliced';
	if (totalBytes === null) return unified ? 'sharesRam' : 'memoryUnknown';
	return freeBytes === null ? 'freeUnknown' : undefined;
}

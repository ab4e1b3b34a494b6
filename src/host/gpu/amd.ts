/** Reads the two tools of AMD's ROCm, in all their layouts, and what Linux itself says in sysfs. */
import type { Gpu, GpuReading } from '../../core/plan/hardware';
import { isIntegrated, isNameless, reading, sizeInBytes, totalInBytes } from './reading';

export const rocmSmiArguments: readonly string[] = ['--showmeminfo', 'vram', '--showproductname', '--json'];
export const amdSmiArguments: readonly (readonly string[])[] = [
	['metric', '--mem-usage', '--json'],
	['static', '--asic', '--json'],
];

interface Card {
	key: string;
	name?: string | undefined;
	gfx?: string | undefined;
	/** PCI device id: "0x1586". */
	device?: string | undefined;
	sku?: string | undefined;
	total?: string | undefined;
	used?: string | undefined;
}

/** `rocm-smi --json`, its "GPU[0] : key: value" lists and its tables; memory and names may come in two texts put together. */
export function parseRocmSmi(text: string): GpuReading {
	const json = parseJson(text);
	const cards = isRecord(json) ? rocmJson(json) : [...rocmList(text), ...rocmTable(text)];
	return reading(merge(cards).map(amdGpu));
}

function rocmJson(json: Record<string, unknown>): Card[] {
	return Object.entries(json).flatMap(([key, value]) => (/^card\d+$/i.test(key) && isRecord(value) ? [{ key, ...fields(value) }] : []));
}

function rocmList(text: string): Card[] {
	return [...text.matchAll(/^GPU\[(\d+)\]\s*:\s*([^:]+?):\s*(.*?)\s*$/gm)].map(([, index = '', field = '', value]) => ({
		key: index,
		...fields({ [field]: value }),
	}));
}

/** "Device  Card Series  …" with columns two or more spaces apart. */
function rocmTable(text: string): Card[] {
	const cards: Card[] = [];
	let header: readonly string[] | undefined;
	for (const line of text.split(/\r?\n/)) {
		const cells = line.trim().split(/\s{2,}/);
		if (cells[0] === 'Device') header = cells;
		else if (cells.length === header?.length && /^\d+$/.test(cells[0] ?? '')) {
			cards.push({ key: cells[0] ?? '', ...fields(Object.fromEntries(header.map((name, column) => [name, cells[column]]))) });
		}
	}
	return cards;
}

/** The tool's own names for its fields change their case between versions. */
function fields(record: Record<string, unknown>): Omit<Card, 'key'> {
	const lower = new Map(
		Object.entries(record).map(([key, value]) => [key.toLowerCase().trim(), typeof value === 'string' ? value : undefined]),
	);
	const names = ['device name', 'card series', 'market name'].map(each => lower.get(each)).filter(each => !isNameless(each));
	return defined({
		name: names[0],
		gfx: lower.get('gfx version'),
		device: lower.get('card model'),
		sku: lower.get('card sku'),
		total: lower.get('vram total memory (b)'),
		used: lower.get('vram total used memory (b)'),
	});
}

function merge(cards: readonly Card[]): Card[] {
	const byKey = new Map<string, Card>();
	for (const card of cards) byKey.set(card.key, { ...byKey.get(card.key), ...card });
	return [...byKey.values()];
}

/** `amd-smi metric --json`, perhaps after warnings and with a second answer (`static`) that has the names. */
export function parseAmdSmi(text: string, staticText = ''): GpuReading {
	const names = new Map(amdSmiEntries(staticText).map(entry => [entry.gpu, nameIn(entry)]));
	const gpus = amdSmiEntries(text).map(entry => {
		const memory = isRecord(entry.mem_usage) ? entry.mem_usage : {};
		return amdGpu({
			key: String(entry.gpu),
			name: names.get(entry.gpu) ?? nameIn(entry),
			total: amount(memory.total_vram),
			used: amount(memory.used_vram),
		});
	});
	return reading(gpus);
}

function amdSmiEntries(text: string): Record<string, unknown>[] {
	const json = parseJson(text);
	const list = isRecord(json) ? json.gpu_data : json;
	return Array.isArray(list) ? list.filter(isRecord) : [];
}

function nameIn(entry: Record<string, unknown>): string | undefined {
	const name = isRecord(entry.asic) ? entry.asic.market_name : undefined;
	return typeof name === 'string' && !isNameless(name) ? name : undefined;
}

/** {"value": 196592, "unit": "MB"}; the tool's MB are powers of two, and it leaves the unit out at times. */
function amount(value: unknown): string | undefined {
	if (!isRecord(value) || typeof value.value !== 'number') return undefined;
	return `${value.value} ${typeof value.unit === 'string' ? value.unit : 'MB'}`;
}

/** A card's files under /sys/class/drm/card<N>/device. */
export interface SysfsCard {
	readonly vendor: string;
	readonly device?: string | undefined;
	readonly name?: string | undefined;
	readonly vramTotal?: string | undefined;
	readonly vramUsed?: string | undefined;
}

/** Only amdgpu writes `mem_info_*`; other drivers' cards are left to their own tools. */
export function parseSysfs(cards: readonly SysfsCard[]): GpuReading {
	const amd = cards.filter(({ vendor, vramTotal }) => vendor.trim() === '0x1002' && vramTotal !== undefined);
	return reading(
		amd.map(({ device, name, vramTotal, vramUsed }, index) =>
			amdGpu(defined({ key: String(index), device: device?.trim(), name, total: vramTotal?.trim(), used: vramUsed?.trim() })),
		),
	);
}

function amdGpu({ name, gfx, device, sku, total, used }: Card): Gpu {
	const totalBytes = totalInBytes(total, 'B');
	const usedBytes = sizeInBytes(used, 'B');
	const freeBytes = totalBytes === null || usedBytes === null ? null : Math.max(0, totalBytes - usedBytes);
	const problem = totalBytes === null ? 'memoryUnknown' : freeBytes === null ? 'freeUnknown' : undefined;
	const shown = isNameless(name) ? ['AMD GPU', gfx].filter(each => each !== undefined).join(' ') : (name ?? 'AMD GPU');
	// A discrete card that calls itself "AMD Radeon Graphics" is told from an APU by its architecture.
	const told = integratedDevices.has(device ?? '') || /cezanne|renoir|phoenix|strx|strix/i.test(sku ?? '');
	const unified = told || isIntegrated(gfx ?? shown);
	return { vendor: 'amd', name: shown, totalBytes, freeBytes, unified, ...(problem && { problem }) };
}

/** APUs by PCI id, from the kernel's amdgpu driver: Raven, Picasso, Renoir, Cezanne, Lucienne, Van Gogh, Rembrandt, Raphael, Phoenix, Hawk Point, Granite Ridge, Strix. */
const integratedDevices: ReadonlySet<string> = new Set(
	['15dd', '15d8', '1636', '1638', '164c', '163f', '1681', '164e', '15bf', '15c8', '1900', '1901', '13c0', '150e', '1586'].map(
		each => `0x${each}`,
	),
);

/** The JSON in a text that may have warnings before it; `undefined` when there is none. */
function parseJson(text: string): unknown {
	const start = text.search(/^\s*[[{]/m);
	if (start < 0) return undefined;
	try {
		return JSON.parse(text.slice(start));
	} catch {
		return undefined;
	}
}

function isRecord(value: unknown): value is Record<string, unknown> {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function defined<T extends object>(value: T): T {
	return Object.fromEntries(Object.entries(value).filter(([, each]) => each !== undefined)) as T;
}

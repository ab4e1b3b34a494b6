/**
 * Reads what Windows tells about adapters of any vendor. The registry's `HardwareInformation.qwMemorySize` is right; `AdapterRAM` of
 * Win32_VideoController has 32 bits, so that every card of 4 GB and more reads as about 4294967295.
 */
import type { Gpu, GpuReading } from '../../core/plan/hardware';
import { isIntegrated, mebibyte, reading, sizeInBytes, totalInBytes, vendorOf } from './reading';

/** Prints "name|bytes" a line from the registry of the display class; languages and counters' names play no part. */
export const registryScript = [
	"Get-ItemProperty 'HKLM:\\SYSTEM\\CurrentControlSet\\Control\\Class\\{4d36e968-e325-11ce-bfc1-08002be10318}\\0*' -ErrorAction SilentlyContinue",
	"| Where-Object { $_.'HardwareInformation.qwMemorySize' }",
	"| ForEach-Object { $_.DriverDesc + '|' + $_.'HardwareInformation.qwMemorySize' }",
].join(' ');

/** At or above this a 32-bit figure means "4 GB or more". */
const cappedBytes = 4293918720;

/** "name|bytes" lines of the registry. */
export function parseRegistry(text: string): GpuReading {
	return reading(pairs(text).flatMap(([name, totalBytes]) => adapter(name, totalBytes)));
}

/** Win32_VideoController as "name|AdapterRAM" lines, as a property list, or as JSON. */
export function parseVideoController(text: string): GpuReading {
	const entries = text.includes('|') ? pairs(text) : [...propertyLists(text), ...jsonControllers(text)];
	return reading(entries.flatMap(([name, bytes]) => (bytes >= cappedBytes && bytes <= 0xffffffff ? capped(name) : adapter(name, bytes))));
}

/** `dxdiag /t`: "Card name", "Dedicated Memory" and "Shared Memory" in groups. */
export function parseDxdiag(text: string): GpuReading {
	const groups = text.split(/^\s*Card name:/m).slice(1);
	const gpus = groups.flatMap(group => {
		const name = group.split(/\r?\n/, 1)[0]?.trim() ?? '';
		const totalBytes = totalInBytes(/^\s*Dedicated Memory:\s*(.*?)\s*$/m.exec(group)?.[1]);
		return name === '' || totalBytes === null ? [] : adapter(name, totalBytes);
	});
	return reading(gpus);
}

/** Bytes in use by adapter (LUID), from the "GPU Adapter Memory" counters of typeperf or Get-Counter: only the LUID is not translated. */
export function parseAdapterUse(text: string): ReadonlyMap<string, number> {
	const use = new Map<string, number>();
	const [header, ...rows] = text.split(/\r?\n/).filter(line => line.startsWith('"'));
	if (header !== undefined && rows[0] !== undefined) {
		const values = quoted(rows[0]);
		quoted(header).forEach((path, column) => addUse(use, path, Number(values[column])));
		return use;
	}
	for (const [, path = '', value] of text.matchAll(/"path"\s*:\s*"([^"]*)"[^}]*?"value"\s*:\s*([\d.]+)/g)) addUse(use, path, Number(value));
	return use;
}

function addUse(use: Map<string, number>, path: string, bytes: number): void {
	const luid = /luid_(0x[0-9a-f]+_0x[0-9a-f]+)/i.exec(path)?.[1];
	if (luid !== undefined && Number.isFinite(bytes)) use.set(luid, bytes);
}

function quoted(line: string): string[] {
	return [...line.matchAll(/"([^"]*)"/g)].map(([, cell = '']) => cell);
}

function pairs(text: string): [string, number][] {
	return text.split(/\r?\n/).flatMap((line): [string, number][] => {
		const [name = '', size = '', ...more] = line.split('|').map(each => each.trim());
		const bytes = sizeInBytes(size, 'B');
		return name === '' || more.length > 0 || bytes === null || bytes === 0 ? [] : [[name, bytes]];
	});
}

function propertyLists(text: string): [string, number][] {
	return text.split(/^AcceleratorCapabilities\s*:/m).flatMap((group): [string, number][] => {
		const name = /^(?:Caption|Name|Description)\s*:\s*(.+?)\s*$/m.exec(group)?.[1];
		const bytes = sizeInBytes(/^AdapterRAM\s*:\s*(\d+)\s*$/m.exec(group)?.[1], 'B');
		return name === undefined || bytes === null ? [] : [[name, bytes]];
	});
}

function jsonControllers(text: string): [string, number][] {
	let json: unknown;
	try {
		json = JSON.parse(text);
	} catch {
		return [];
	}
	const list: unknown[] = Array.isArray(json) ? json : [json];
	return list.flatMap((each): [string, number][] => {
		if (typeof each !== 'object' || each === null || !('Name' in each) || !('AdapterRAM' in each)) return [];
		return typeof each.Name === 'string' && typeof each.AdapterRAM === 'number' ? [[each.Name, each.AdapterRAM]] : [];
	});
}

function adapter(name: string, totalBytes: number): Gpu[] {
	const vendor = vendorOf(name);
	// Remote desktop and basic display adapters have a few megabytes and compute nothing.
	if (vendor === 'other' && totalBytes < 256 * mebibyte) return [];
	return [{ vendor, name, totalBytes, freeBytes: null, unified: isIntegrated(name), problem: 'freeUnknown' }];
}

function capped(name: string): Gpu[] {
	return [{ vendor: vendorOf(name), name, totalBytes: null, freeBytes: null, unified: isIntegrated(name), problem: 'capped' }];
}

/**
 * Reads what macOS tells: `system_profiler SPDisplaysDataType -json` for the GPU, `sysctl` and `vm_stat` for memory.
 * Apple's GPU has no memory of its own; how much of RAM it may take is Metal's recommended working set, which no tool prints. It is two thirds
 * of RAM up to 36 GB and three quarters above (10922.67 MiB at 16 GB and 21845 MiB at 32 GB in llama.cpp logs), unless `iogpu.wired_limit_mb` is set.
 */
import type { Gpu, GpuReading, Ram } from '../../core/plan/hardware';
import { isIntegrated, mebibyte, reading, sizeInBytes, vendorOf } from './reading';

export const systemProfilerArguments: readonly string[] = ['SPDisplaysDataType', '-json'];
export const sysctlArguments: readonly string[] = ['hw.memsize', 'hw.physicalcpu', 'iogpu.wired_limit_mb'];

export interface SysctlFacts {
	readonly memoryBytes: number | null;
	readonly physicalCores: number | null;
	/** `null` for the system's default. */
	readonly wiredLimitBytes: number | null;
}

export function parseSysctl(text: string): SysctlFacts {
	const number = (key: string) => {
		const value = new RegExp(`^${key.replace(/\./g, '\\.')}\\s*[:=]\\s*(\\d+)\\s*$`, 'm').exec(text)?.[1];
		return value === undefined || Number(value) === 0 ? null : Number(value);
	};
	const limit = number('iogpu.wired_limit_mb');
	return {
		memoryBytes: number('hw.memsize'),
		physicalCores: number('hw.physicalcpu'),
		wiredLimitBytes: limit === null ? null : limit * mebibyte,
	};
}

/** Free, inactive, speculative and purgeable pages can be had by a program; wired and active ones cannot. */
export function parseVmStat(text: string): number | null {
	const pageSize = Number(/page size of (\d+) bytes/.exec(text)?.[1]);
	if (!(pageSize > 0)) return null;
	const pages = ['free', 'inactive', 'speculative', 'purgeable'].map(each =>
		Number(new RegExp(`^Pages ${each}:\\s+(\\d+)`, 'm').exec(text)?.[1] ?? 0),
	);
	return pages.reduce((sum, each) => sum + each, 0) * pageSize;
}

/** @param ram for Apple's GPUs, whose memory is the machine's; without it their totals stay unknown. */
export function parseSystemProfiler(text: string, sysctl?: SysctlFacts, ram?: Ram): GpuReading {
	return reading(displays(text).flatMap(each => toGpu(each, sysctl, ram)));
}

function toGpu(entry: Record<string, unknown>, sysctl: SysctlFacts | undefined, ram: Ram | undefined): Gpu[] {
	// `_name` is translated or an internal code; `sppci_model` is neither, but Intel Macs lack it.
	const name = string(entry.sppci_model) ?? string(entry._name) ?? 'GPU';
	const vendor = vendorOf(`${name} ${string(entry.spdisplays_vendor) ?? ''}`);
	if (vendor === 'apple') return [appleGpu(name, sysctl, ram)];
	const totalBytes = sizeInBytes(string(entry.spdisplays_vram));
	const unified = totalBytes === null && (entry.spdisplays_vram_shared !== undefined || isIntegrated(name));
	// A screen, or the few megabytes of a virtual machine's adapter, are no GPU to compute on.
	if (vendor === 'other' || (!unified && (totalBytes ?? 0) < 256 * mebibyte)) return [];
	const problem = totalBytes === null ? 'memoryUnknown' : 'freeUnknown';
	return [{ vendor, name, totalBytes, freeBytes: null, unified, problem }];
}

function appleGpu(name: string, sysctl: SysctlFacts | undefined, ram: Ram | undefined): Gpu {
	const memoryBytes = sysctl?.memoryBytes ?? ram?.totalBytes ?? null;
	if (memoryBytes === null) return { vendor: 'apple', name, totalBytes: null, freeBytes: null, unified: true, problem: 'memoryUnknown' };
	const totalBytes = sysctl?.wiredLimitBytes ?? workingSetBytes(memoryBytes);
	return {
		vendor: 'apple',
		name,
		totalBytes,
		freeBytes: ram === undefined ? totalBytes : Math.min(totalBytes, ram.freeBytes),
		unified: true,
	};
}

/** Metal's `recommendedMaxWorkingSetSize` where nobody changed it. */
export function workingSetBytes(memoryBytes: number): number {
	const share = memoryBytes > 36 * 1024 * mebibyte ? 3 / 4 : 2 / 3;
	return Math.floor(memoryBytes * share);
}

function displays(text: string): Record<string, unknown>[] {
	try {
		const json: unknown = JSON.parse(text);
		const list = isRecord(json) ? json.SPDisplaysDataType : undefined;
		return Array.isArray(list) ? list.filter(isRecord) : [];
	} catch {
		return [];
	}
}

function string(value: unknown): string | undefined {
	return typeof value === 'string' ? value : undefined;
}

function isRecord(value: unknown): value is Record<string, unknown> {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

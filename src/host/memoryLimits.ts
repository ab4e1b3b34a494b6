/** RAM and cores as this process may use them: the machine's figures, lowered by the container's limits (cgroup v1 and v2). */
import type { HardwareNote, Ram } from '../core/plan/hardware';

export interface Limits {
	readonly ram: Ram;
	readonly cores: number;
	readonly notes: readonly HardwareNote[];
}

export interface MachineFacts {
	readonly totalBytes: number;
	/** What Node says is free; on Linux /proc/meminfo knows better. */
	readonly freeBytes: number;
	readonly logicalCores: number;
	readonly physicalCores?: number | undefined;
	/** Texts of files that may not exist. */
	readonly meminfo?: string | undefined;
	readonly cgroup?: CgroupFiles;
}

export interface CgroupFiles {
	readonly memoryMax?: string | undefined;
	readonly memoryCurrent?: string | undefined;
	/** memory.stat: caches count as used there, but are given up on demand. */
	readonly memoryStat?: string | undefined;
	/** cpu.max: "quota period", or the quota of version 1. */
	readonly cpuMax?: string | undefined;
	readonly cpuPeriod?: string | undefined;
}

export function limitsOf(machine: MachineFacts): Limits {
	const notes: HardwareNote[] = [];
	const available = kilobytes(machine.meminfo, 'MemAvailable') ?? machine.freeBytes;
	let ram: Ram = { totalBytes: machine.totalBytes, freeBytes: available };
	const limit = positive(machine.cgroup?.memoryMax);
	// A machine without a limit shows "max", or in version 1 a number near 2^63.
	if (limit !== undefined && limit < machine.totalBytes) {
		const inactive = positive(/^(?:total_)?inactive_file (\d+)$/m.exec(machine.cgroup?.memoryStat ?? '')?.[1]) ?? 0;
		const used = Math.max(0, (positive(machine.cgroup?.memoryCurrent) ?? 0) - inactive);
		ram = { totalBytes: limit, freeBytes: Math.max(0, Math.min(available, limit - used)) };
		notes.push({ key: 'containerMemory', parameters: [gibibytes(limit), gibibytes(machine.totalBytes)] });
	}
	const cores = machine.physicalCores ?? Math.max(1, Math.ceil(machine.logicalCores / 2));
	const allowed = allowedCores(machine.cgroup);
	if (allowed === undefined || allowed >= machine.logicalCores) return { ram, cores, notes };
	notes.push({ key: 'containerCores', parameters: [String(allowed), String(machine.logicalCores)] });
	return { ram, cores: Math.max(1, Math.min(cores, Math.floor(allowed))), notes };
}

/** Distinct (socket, core) pairs of /proc/cpuinfo; `undefined` where the kernel lists none (ARM, some containers). */
export function physicalCoresIn(cpuinfo: string): number | undefined {
	const cores = new Set<string>();
	for (const block of cpuinfo.split(/\n\s*\n/)) {
		const core = /^core id\s*:\s*(\d+)/m.exec(block)?.[1];
		if (core !== undefined) cores.add(`${/^physical id\s*:\s*(\d+)/m.exec(block)?.[1] ?? '0'}:${core}`);
	}
	return cores.size === 0 ? undefined : cores.size;
}

function allowedCores(cgroup: CgroupFiles | undefined): number | undefined {
	const [quota, period] = (cgroup?.cpuMax ?? '').trim().split(/\s+/);
	const quotaMicroseconds = positive(quota);
	const periodMicroseconds = positive(period) ?? positive(cgroup?.cpuPeriod);
	if (quotaMicroseconds === undefined || periodMicroseconds === undefined) return undefined;
	return Math.round((10 * quotaMicroseconds) / periodMicroseconds) / 10;
}

function kilobytes(meminfo: string | undefined, key: string): number | undefined {
	const value = new RegExp(`^${key}:\\s+(\\d+) kB`, 'm').exec(meminfo ?? '')?.[1];
	return value === undefined ? undefined : Number(value) * 1024;
}

function positive(text: string | undefined): number | undefined {
	const value = Number(text?.trim());
	return text !== undefined && text.trim() !== '' && value > 0 ? value : undefined;
}

function gibibytes(bytes: number): string {
	return `${(bytes / 1024 ** 3).toFixed(1)} GiB`;
}

/**
 * Measures the machine: all sources are asked at the same time, each for at most two seconds, and none of them can make startup fail.
 * The engine's own view of its devices wins where it is there, since it is what will be used; the vendors' tools fill in the rest.
 */
import * as fs from 'node:fs/promises';
import * as os from 'node:os';
import * as path from 'node:path';
import type { Gpu, GpuReading, Hardware, HardwareNote } from '../core/plan/hardware';
import { amdSmiArguments, parseAmdSmi, parseRocmSmi, parseSysfs, rocmSmiArguments, type SysfsCard } from './gpu/amd';
import { parseSysctl, parseSystemProfiler, parseVmStat, sysctlArguments, systemProfilerArguments } from './gpu/macos';
import { isUnknownField, nvidiaSmiQueries, parseNvidiaSmi } from './gpu/nvidiaSmi';
import { nothing } from './gpu/reading';
import { parseRegistry, registryScript } from './gpu/windows';
import { limitsOf, physicalCoresIn, type Limits } from './memoryLimits';
import { runTool, toolLimitMs, type RunTool } from './run';

export interface ProbeDeps {
	readonly platform: NodeJS.Platform;
	readonly run: RunTool;
	/** A file's text; `undefined` when it cannot be read. */
	readonly readFile: (file: string) => Promise<string | undefined>;
	/** Names in a folder; empty when it cannot be read. */
	readonly listFolder: (folder: string) => Promise<readonly string[]>;
	readonly machine: () => { readonly totalBytes: number; readonly freeBytes: number; readonly logicalCores: number };
	readonly environment: Readonly<Record<string, string | undefined>>;
	/** What the engine says of the devices it can use; the extension passes the embedded engine's. */
	readonly engineDevices?: (() => Promise<readonly Gpu[]>) | undefined;
}

export async function probeHardware(deps: Partial<ProbeDeps> = {}): Promise<Hardware> {
	const all: ProbeDeps = { ...onThisMachine, ...deps };
	const [limits, engine, nvidia, amd, system] = await Promise.all([
		orElse(readLimits(all), limitsOf(all.machine())),
		orElse(engineReading(all), nothing),
		orElse(readNvidia(all), nothing),
		orElse(readAmd(all), nothing),
		orElse(readSystem(all), nothing),
	]);
	const gpus = mergeGpus([nvidia.gpus, amd.gpus, system.gpus], engine.gpus);
	// A source that was overruled must not leave its doubts behind.
	const stillTrue = ({ parameters }: HardwareNote) =>
		parameters.length === 0 || gpus.some(each => each.name === parameters[0] && each.problem !== undefined);
	const notes = [...nvidia.notes, ...amd.notes, ...system.notes].filter(stillTrue);
	return { gpus, ram: limits.ram, cores: limits.cores, notes: [...notes, ...limits.notes, ...(await wslNote(all, gpus))] };
}

/** The first source that knows a card of a vendor and name wins; the engine's figures replace those of its cards. */
function mergeGpus(sources: readonly (readonly Gpu[])[], engine: readonly Gpu[]): readonly Gpu[] {
	const known: Gpu[] = [];
	for (const source of sources) {
		const before = [...known];
		// Windows lists again what nvidia-smi has already said, better.
		known.push(...source.filter(gpu => !before.some(each => each.vendor === gpu.vendor)));
	}
	const replaced = known.map(gpu => {
		const own = engine.find(each => sameCard(each, gpu));
		return own === undefined || gpu.slices !== undefined ? gpu : { ...gpu, ...own, name: gpu.name };
	});
	return [...replaced, ...engine.filter(each => !known.some(gpu => sameCard(each, gpu)))].map(withoutSettledProblem);
}

function sameCard(one: Gpu, other: Gpu): boolean {
	const plain = (name: string) => name.toLowerCase().replace(/nvidia|amd|\(.*?\)|\s+/g, '');
	return one.vendor === other.vendor && (plain(one.name).includes(plain(other.name)) || plain(other.name).includes(plain(one.name)));
}

function withoutSettledProblem(gpu: Gpu): Gpu {
	const settled = gpu.totalBytes !== null && gpu.freeBytes !== null && gpu.problem !== 'sliced' && gpu.problem !== undefined;
	if (!settled) return gpu;
	const { vendor, name, totalBytes, freeBytes, unified } = gpu;
	return { vendor, name, totalBytes, freeBytes, unified };
}

async function engineReading({ engineDevices }: ProbeDeps): Promise<GpuReading> {
	if (engineDevices === undefined) return nothing;
	let timer: ReturnType<typeof setTimeout> | undefined;
	const late = new Promise<readonly Gpu[]>(resolve => (timer = setTimeout(() => resolve([]), toolLimitMs)));
	const gpus = await Promise.race([engineDevices(), late]).finally(() => clearTimeout(timer));
	return { gpus, notes: [] };
}

async function readNvidia(deps: ProbeDeps): Promise<GpuReading> {
	if (deps.platform === 'darwin') return nothing;
	const command = await nvidiaSmiPath(deps);
	for (const query of nvidiaSmiQueries) {
		const { text, failure } = await deps.run(command, query);
		if (failure === 'missing') return nothing;
		if (isUnknownField(text)) continue;
		const answer = parseNvidiaSmi(text, query.join(' '));
		if (!answer.gpus.some(each => each.problem === 'sliced')) return answer;
		// Only the long report knows the slices.
		const report = parseNvidiaSmi((await deps.run(command, ['-q', '-x'])).text);
		return report.gpus.length === 0 ? answer : report;
	}
	return nothing;
}

/** On Windows the tool is not on the PATH: in System32, or beside the newest driver in the store. */
async function nvidiaSmiPath({ platform, environment, listFolder, readFile }: ProbeDeps): Promise<string> {
	if (platform !== 'win32') return 'nvidia-smi';
	const system = path.win32.join(environment.SystemRoot ?? 'C:\\Windows', 'System32');
	const usual = path.win32.join(system, 'nvidia-smi.exe');
	if ((await readFile(usual)) !== undefined) return usual;
	const store = path.win32.join(system, 'DriverStore', 'FileRepository');
	const folders = (await listFolder(store)).filter(each => /^nv.*\.inf_/i.test(each)).sort();
	for (const folder of folders.reverse()) {
		const candidate = path.win32.join(store, folder, 'nvidia-smi.exe');
		if ((await readFile(candidate)) !== undefined) return candidate;
	}
	return 'nvidia-smi';
}

async function readAmd(deps: ProbeDeps): Promise<GpuReading> {
	if (deps.platform !== 'linux') return nothing;
	const [rocm, metric, asic, cards] = await Promise.all([
		deps.run('rocm-smi', rocmSmiArguments),
		deps.run('amd-smi', amdSmiArguments[0] ?? []),
		deps.run('amd-smi', amdSmiArguments[1] ?? []),
		sysfsCards(deps),
	]);
	const answers = [parseRocmSmi(rocm.text), parseAmdSmi(metric.text, asic.text), parseSysfs(cards)];
	return answers.find(each => each.gpus.some(gpu => gpu.totalBytes !== null)) ?? answers.find(each => each.gpus.length > 0) ?? nothing;
}

async function sysfsCards({ listFolder, readFile }: ProbeDeps): Promise<readonly SysfsCard[]> {
	const names = (await listFolder('/sys/class/drm')).filter(each => /^card\d+$/.test(each));
	return Promise.all(
		names.map(async card => {
			const file = (name: string) => readFile(`/sys/class/drm/${card}/device/${name}`);
			const files = ['vendor', 'device', 'product_name', 'mem_info_vram_total', 'mem_info_vram_used'];
			const [vendor, device, name, vramTotal, vramUsed] = await Promise.all(files.map(file));
			return { vendor: vendor ?? '', device, name: name?.trim(), vramTotal, vramUsed };
		}),
	);
}

async function readSystem(deps: ProbeDeps): Promise<GpuReading> {
	if (deps.platform === 'win32') {
		const { text } = await deps.run('powershell.exe', ['-NoProfile', '-NonInteractive', '-Command', registryScript]);
		return parseRegistry(text);
	}
	if (deps.platform !== 'darwin') return nothing;
	const [profile, sysctl, limits] = await Promise.all([
		deps.run('system_profiler', systemProfilerArguments),
		deps.run('sysctl', sysctlArguments),
		readLimits(deps),
	]);
	return parseSystemProfiler(profile.text, parseSysctl(sysctl.text), limits.ram);
}

async function readLimits(deps: ProbeDeps): Promise<Limits> {
	const machine = deps.machine();
	if (deps.platform === 'darwin') {
		const [vmStat, sysctl] = await Promise.all([deps.run('vm_stat', []), deps.run('sysctl', sysctlArguments)]);
		const physicalCores = parseSysctl(sysctl.text).physicalCores ?? undefined;
		return limitsOf({ ...machine, freeBytes: parseVmStat(vmStat.text) ?? machine.freeBytes, physicalCores });
	}
	if (deps.platform !== 'linux') return limitsOf(machine);
	const files = ['/proc/meminfo', '/proc/cpuinfo', ...cgroupFiles.flat()];
	const [meminfo, cpuinfo, ...cgroup] = await Promise.all(files.map(each => deps.readFile(each)));
	const [memoryMax, memoryCurrent, memoryStat, cpuMax, cpuPeriod] = cgroupFiles.map((versions, index) => {
		const start = cgroupFiles.slice(0, index).flat().length;
		return cgroup.slice(start, start + versions.length).find(each => each !== undefined);
	});
	const physicalCores = physicalCoresIn(cpuinfo ?? '');
	return limitsOf({ ...machine, meminfo, physicalCores, cgroup: { memoryMax, memoryCurrent, memoryStat, cpuMax, cpuPeriod } });
}

/** Version 2 first, then version 1, of each fact. */
const cgroupFiles: readonly (readonly string[])[] = [
	['/sys/fs/cgroup/memory.max', '/sys/fs/cgroup/memory/memory.limit_in_bytes'],
	['/sys/fs/cgroup/memory.current', '/sys/fs/cgroup/memory/memory.usage_in_bytes'],
	['/sys/fs/cgroup/memory.stat', '/sys/fs/cgroup/memory/memory.stat'],
	['/sys/fs/cgroup/cpu.max', '/sys/fs/cgroup/cpu/cpu.cfs_quota_us'],
	['/sys/fs/cgroup/cpu/cpu.cfs_period_us'],
];

async function wslNote({ platform, readFile }: ProbeDeps, gpus: readonly Gpu[]): Promise<readonly HardwareNote[]> {
	if (platform !== 'linux' || gpus.length === 0) return [];
	return /microsoft/i.test((await readFile('/proc/version')) ?? '') ? [{ key: 'wsl', parameters: [] }] : [];
}

/** Whatever a source throws, it counts as having said nothing. */
async function orElse<T>(source: Promise<T>, otherwise: T): Promise<T> {
	try {
		return await source;
	} catch {
		return otherwise;
	}
}

const onThisMachine: ProbeDeps = {
	platform: process.platform,
	run: runTool,
	readFile: file => fs.readFile(file, 'utf8').catch(() => undefined),
	listFolder: folder => fs.readdir(folder).catch(() => []),
	machine: () => ({ totalBytes: os.totalmem(), freeBytes: os.freemem(), logicalCores: os.cpus().length }),
	environment: process.env,
};

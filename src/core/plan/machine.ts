/** What of the hardware can be planned with: bytes after what must stay free, and speeds. */
import { cpuBandwidth, gpuBandwidth } from './bandwidth';
import type { Gpu, Hardware } from './hardware';
import { cpuDevice, type SpeedRatios } from './learnedSpeed';
import type { Speeds } from './speed';

export interface Machine {
	/** For people: "NVIDIA GeForce RTX 3070"; undefined without a usable GPU. */
	readonly gpuName?: string;
	readonly gpuFreeBytes: number;
	readonly gpuTotalBytes: number;
	/** What the runtime takes on the devices before the first tensor; already off the budget, once. */
	readonly gpuRuntimeBytes: number;
	/** What models may take. */
	readonly gpuBudget: number;
	readonly hostBudget: number;
	readonly hostFreeBytes: number;
	/** Unified memory: both together may not take more than this. */
	readonly sharedBudget: number | undefined;
	readonly speeds: Speeds;
}

export interface MachineSettings {
	/** Left free on each GPU for other programs. */
	readonly reserveBytes: number;
	/** A data sheet's figure that the user gives, in GB/s. */
	readonly gpuGigabytesPerSecond?: number | undefined;
	/** Learned: how many bytes more than estimated this machine takes. */
	readonly learnedMarginBytes?: number | undefined;
	/** Learned: how fast its devices are against what is predicted. */
	readonly speedRatios?: SpeedRatios | undefined;
}

const mebibyte = 1024 * 1024;
const gibibyte = 1024 * mebibyte;

/** What the runtime takes on the device before the first tensor: a CUDA context takes 457 MiB (Ollama's own figure), others less. */
function runtimeBytes({ vendor }: Gpu): number {
	if (vendor === 'apple') return 0;
	return vendor === 'nvidia' ? 457 * mebibyte : 256 * mebibyte;
}

export function machineOf(hardware: Hardware, settings: MachineSettings): Machine {
	const usable = usableGpus(hardware);
	const [first] = usable;
	const hostBudget = Math.max(0, hardware.ram.freeBytes - Math.max(gibibyte, 0.05 * hardware.ram.totalBytes));
	const gpuBudget = usable.reduce((sum, gpu) => sum + budgetOf(gpu, settings), 0);
	const gpuName = first && (usable.length === 1 ? first.gpu.name : `${usable.length} × ${first.gpu.name}`);
	const speeds: Speeds = {
		gpuGigabytesPerSecond: settings.gpuGigabytesPerSecond ?? Math.min(...usable.map(({ gpu }) => gpuBandwidth(gpu)), Infinity),
		cpuGigabytesPerSecond: first?.gpu.vendor === 'apple' ? 0.6 * gpuBandwidth(first.gpu) : cpuBandwidth(hardware.cores),
		gpuRatio: settings.speedRatios?.[gpuName ?? ''] ?? 1,
		cpuRatio: settings.speedRatios?.[cpuDevice] ?? 1,
		vendor: first?.gpu.vendor ?? 'other',
		cores: hardware.cores,
	};
	return {
		...(gpuName !== undefined && { gpuName }),
		gpuFreeBytes: usable.reduce((sum, { freeBytes }) => sum + freeBytes, 0),
		gpuTotalBytes: usable.reduce((sum, { totalBytes }) => sum + totalBytes, 0),
		gpuRuntimeBytes: usable.reduce((sum, { gpu }) => sum + runtimeBytes(gpu), 0),
		gpuBudget,
		hostBudget,
		hostFreeBytes: hardware.ram.freeBytes,
		sharedBudget: first?.gpu.unified === true && first.gpu.vendor !== 'amd' ? hostBudget : undefined,
		speeds,
	};
}

interface UsableGpu {
	readonly gpu: Gpu;
	readonly totalBytes: number;
	readonly freeBytes: number;
}

function budgetOf({ gpu, totalBytes, freeBytes }: UsableGpu, { reserveBytes, learnedMarginBytes = 0 }: MachineSettings): number {
	const margin = Math.max(reserveBytes, 0.05 * totalBytes);
	return Math.max(0, freeBytes - margin - runtimeBytes(gpu) - learnedMarginBytes);
}

/** GPUs of one maker, the one with most free memory first: an engine runs on one kind of device. */
export function usableGpus({ gpus, ram }: Hardware): readonly UsableGpu[] {
	const usable = gpus.flatMap(gpu => usableGpu(gpu, ram)).sort((one, other) => other.freeBytes - one.freeBytes);
	const [first] = usable;
	return usable.filter(({ gpu }) => gpu.vendor === first?.gpu.vendor && gpu.unified === first.gpu.unified);
}

function usableGpu(gpu: Gpu, ram: Hardware['ram']): UsableGpu[] {
	if (gpu.problem === 'engineCannot') return [];
	// A process gets one MIG slice; CUDA hands out the first unless told otherwise.
	if (gpu.problem === 'sliced') {
		const [slice] = gpu.slices ?? [];
		if (slice === undefined || slice.totalBytes === null || slice.freeBytes === null) return [];
		return [{ gpu, totalBytes: slice.totalBytes, freeBytes: slice.freeBytes }];
	}
	if (gpu.unified && gpu.totalBytes === null) {
		// Boards like GB10 share all of RAM; graphics built into a PC's processor are no faster than its cores.
		return gpu.vendor === 'nvidia' ? [{ gpu, totalBytes: ram.totalBytes, freeBytes: ram.freeBytes }] : [];
	}
	if (gpu.totalBytes === null || (gpu.unified && gpu.vendor !== 'apple' && gpu.totalBytes < 8 * gibibyte)) return [];
	// A tenth of the card and a desktop's 700 MiB (seen on an idle Windows) are taken as used where nobody tells.
	const freeBytes = gpu.freeBytes ?? Math.max(0, 0.9 * gpu.totalBytes - 700 * mebibyte);
	return [{ gpu, totalBytes: gpu.totalBytes, freeBytes }];
}

/** The plan's bytes as bars: each GPU and RAM divided into what models take, what is left for others, and what is free. Pure arithmetic. */
import { noBytes, type MemoryEstimate } from '../../core/memory/estimate';
import type { Gpu, Hardware } from '../../core/plan/hardware';
import { machineOf, usableGpus, type Machine, type MachineSettings } from '../../core/plan/machine';
import type { Choice, Lineup } from '../../core/plan/plan';
import type { PlanMemory, PlanPart, PlanRole, PlanSegment } from '../../protocol/plan';

export interface LoadedChoice {
	readonly choice: Choice;
	readonly roles: readonly PlanRole[];
}

/** The models that are in memory together, the one that completes first. */
export function loadedChoices({ completes, chats }: Lineup): readonly LoadedChoice[] {
	const loaded: LoadedChoice[] = [];
	if (completes) loaded.push({ choice: completes, roles: chats === 'same' ? ['completes', 'chats'] : ['completes'] });
	if (chats && chats !== 'same') loaded.push({ choice: chats, roles: ['chats'] });
	return loaded;
}

export function memoryBars(hardware: Hardware, lineup: Lineup, settings: MachineSettings): readonly PlanMemory[] {
	const machine = machineOf(hardware, settings);
	const models = loadedChoices(lineup).map(({ choice }) => choice.bytes);
	const loaded = lineup.takesTurns === true ? largestOnly(models) : models;
	return machine.sharedBudget === undefined ? separateBars(hardware, machine, loaded) : [sharedBar(hardware, machine, loaded)];
}

/** Of models that take turns the one that needs most; the place of the other is kept, so that the bar's colours mean the same. */
function largestOnly(models: readonly MemoryEstimate[]): readonly MemoryEstimate[] {
	const size = ({ totalGpuBytes, totalHostBytes }: MemoryEstimate) => totalGpuBytes + totalHostBytes;
	const most = Math.max(...models.map(size));
	return models.map(each => (size(each) === most ? each : noBytes));
}

type Parts = Readonly<Record<'weights' | 'cache' | 'compute', number>>;

function onGpu({ weightsGpuBytes, kvGpuBytes, computeGpuBytes }: MemoryEstimate): Parts {
	return { weights: weightsGpuBytes, cache: kvGpuBytes, compute: computeGpuBytes };
}

function inRam({ weightsCpuBytes, kvCpuBytes, computeHostBytes }: MemoryEstimate): Parts {
	return { weights: weightsCpuBytes, cache: kvCpuBytes, compute: computeHostBytes };
}

function sharedBar({ ram, gpus }: Hardware, { sharedBudget = 0, gpuName }: Machine, loaded: readonly MemoryEstimate[]): PlanMemory {
	const parts = loaded.map(bytes => {
		const [gpu, host] = [onGpu(bytes), inRam(bytes)];
		return { weights: gpu.weights + host.weights, cache: gpu.cache + host.cache, compute: gpu.compute + host.compute };
	});
	const name = gpuName ?? gpus[0]?.name ?? '';
	return { name, kind: 'unified', ...filled(ram.totalBytes, ram.freeBytes, ram.freeBytes - sharedBudget, parts) };
}

function separateBars(hardware: Hardware, machine: Machine, loaded: readonly MemoryEstimate[]): readonly PlanMemory[] {
	const { gpus, ram } = hardware;
	const usable = usableGpus(hardware);
	const bars = gpus.map((gpu): PlanMemory => {
		const used = usable.find(each => each.gpu === gpu);
		if (used === undefined) return { name: gpu.name, kind: 'gpu', ...unused(gpu) };
		// An engine fills several cards in the ratio of what is free on them.
		const share = machine.gpuFreeBytes > 0 ? used.freeBytes / machine.gpuFreeBytes : 0;
		const reserve = (machine.gpuFreeBytes - machine.gpuBudget) * share;
		const parts = loaded.map(onGpu).map(({ weights, cache, compute }) => ({
			weights: weights * share,
			cache: cache * share,
			compute: compute * share,
		}));
		return { name: gpu.name, kind: 'gpu', ...filled(used.totalBytes, used.freeBytes, reserve, parts) };
	});
	const ramParts = loaded.map(inRam);
	return [...bars, { name: '', kind: 'ram', ...filled(ram.totalBytes, ram.freeBytes, ram.freeBytes - machine.hostBudget, ramParts) }];
}

type Filling = Omit<PlanMemory, 'name' | 'kind'>;

function unused({ totalBytes, freeBytes }: Gpu): Filling {
	if (totalBytes === null || freeBytes === null) return { totalBytes, freeBytes, segments: [], missingBytes: 0 };
	return filled(totalBytes, freeBytes, 0, []);
}

function filled(totalBytes: number, freeBytes: number, reserveBytes: number, models: readonly Parts[]): Filling {
	const segments: PlanSegment[] = models.flatMap((parts, model) =>
		modelParts.map(part => ({ part, model, bytes: parts[part] })).filter(({ bytes }) => bytes > 0),
	);
	const ours = segments.reduce((sum, { bytes }) => sum + bytes, 0);
	// Where no model goes, nothing needs to be held back for it.
	const reserve = ours === 0 ? 0 : Math.min(Math.max(0, freeBytes - ours), Math.max(0, reserveBytes));
	const rest: readonly (readonly [PlanPart, number])[] = [
		['reserve', reserve],
		['others', Math.max(0, totalBytes - freeBytes)],
		['free', Math.max(0, freeBytes - ours - reserve)],
	];
	return {
		totalBytes,
		freeBytes,
		segments: [...segments, ...rest.filter(([, bytes]) => bytes > 0).map(([part, bytes]) => ({ part, bytes }))],
		missingBytes: Math.max(0, ours - freeBytes),
	};
}

const modelParts = ['weights', 'cache', 'compute'] as const;

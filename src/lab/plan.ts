/** `lab plan`: what the extension would choose on a machine that is described by its memory. */
import type { Gpu, GpuVendor, Hardware } from '../core/plan/hardware';
import { makePlan, type Abilities } from '../core/plan/makePlan';
import { describeSentence, type Choice } from '../core/plan/plan';
import { vendorOf } from '../host/gpu/reading';
import { workingSetBytes } from '../host/gpu/macos';
import { Options, UsageError } from './options';

const gibibyte = 1024 ** 3;
export const defaultReserveBytes = 512 * 1024 * 1024;

/** What the built-in engine can do. */
export const abilities: Abilities = { kvTypes: ['f16', 'q8_0'], canPlaceExperts: false, canDraft: true };

export function labPlan(parameters: readonly string[]): Promise<unknown> {
	const options = new Options(parameters, [
		'vram-gib',
		'ram-gib',
		'gpu',
		'free-gib',
		'ram-free-gib',
		'bandwidth-gb-s',
		'cores',
		'context',
		'completion',
		'chat',
		'reserve-mib',
		'kv',
		'gpu-layers',
	]);
	const reserve = options.number('reserve-mib', { least: 0, most: 2 ** 20 });
	const { best, costs } = makePlan(hardwareFrom(options), [], {
		reserveBytes: reserve === undefined ? defaultReserveBytes : reserve * 1024 * 1024,
		gpuGigabytesPerSecond: options.number('bandwidth-gb-s', { least: 1, most: 100_000, isWhole: false }),
		contextTokens: options.number('context', { least: 256, most: 2 ** 20 }),
		completion: options.text('completion'),
		chat: options.text('chat'),
		kvType: options.oneOf('kv', ['f16', 'q8_0', 'q4_0']),
		gpuLayers: options.number('gpu-layers', { least: 0, most: 1024 }),
		abilities,
	});
	return Promise.resolve({
		completes: shown(best.completes),
		chats: best.chats === 'same' ? 'same' : shown(best.chats),
		reasons: shown(best.reasons),
		...(best.takesTurns === true && { takesTurns: true }),
		totalGpuBytes: Math.round(best.totalGpuBytes),
		totalHostBytes: Math.round(best.totalHostBytes),
		reason: describeSentence(best.reason),
		rejected: best.rejected.map(({ model, quantization, role, why }) => ({ model, quantization, role, why: describeSentence(why) })),
		next: best.next === null ? null : describeSentence(best.next),
		...(best.tip && { tip: describeSentence(best.tip) }),
		...(costs.length > 0 && { costs: costs.map(describeSentence) }),
	});
}

/** A machine of so much memory, with what a desktop and an editor usually leave of it. */
export function hardwareFrom(options: Options): Hardware {
	const ramGib = options.number('ram-gib', { least: 1, most: 16_384, isWhole: false });
	if (ramGib === undefined) throw new UsageError('--ram-gib is needed, and --vram-gib for a machine with a GPU');
	const totalBytes = ramGib * gibibyte;
	const freeGib = options.number('ram-free-gib', { least: 0, most: ramGib, isWhole: false });
	const ram = { totalBytes, freeBytes: freeGib === undefined ? usuallyFree(totalBytes) : freeGib * gibibyte };
	return { gpus: gpuFrom(options, ram), ram, cores: options.number('cores', { least: 1, most: 1024 }) ?? 8, notes: [] };
}

function gpuFrom(options: Options, ram: Hardware['ram']): Gpu[] {
	const name = options.text('gpu');
	const vendor: GpuVendor = name === undefined ? 'nvidia' : vendorOf(name);
	const vramGib = options.number('vram-gib', { least: 0, most: 16_384, isWhole: false }) ?? 0;
	if (vendor === 'apple') {
		const totalBytes = workingSetBytes(ram.totalBytes);
		return [{ vendor, name: name ?? '', totalBytes, freeBytes: Math.min(totalBytes, ram.freeBytes), unified: true }];
	}
	const freeGib = options.number('free-gib', { least: 0, most: vramGib, isWhole: false });
	if (vramGib === 0) return [];
	const totalBytes = vramGib * gibibyte;
	// An idle card with a desktop on it keeps about 6 % for itself (7.57 of 8 GiB free on an RTX 2080 SUPER).
	const freeBytes = freeGib === undefined ? 0.94 * totalBytes : freeGib * gibibyte;
	return [{ vendor, name: name ?? 'GPU', totalBytes, freeBytes, unified: false }];
}

/** A system with an editor and a browser takes 3 GiB and a tenth of the rest. */
function usuallyFree(totalBytes: number): number {
	return Math.max(0.4 * totalBytes, 0.9 * (totalBytes - 3 * gibibyte));
}

function shown(choice: Choice | null): unknown {
	if (choice === null) return null;
	const {
		model,
		label,
		quantization,
		parameters,
		fileBytes,
		ollamaTag,
		contextTokens,
		kvType,
		ubatch,
		gpuLayers,
		totalLayers,
		expertLayersOnCpu,
		bytes,
		predicted,
	} = choice;
	return {
		model,
		label,
		quantization,
		parameters,
		fileBytes: Math.round(fileBytes),
		...(ollamaTag !== undefined && { ollamaTag }),
		contextTokens,
		kvType,
		ubatch,
		gpuLayers,
		totalLayers,
		expertLayersOnCpu,
		predictedTokensPerSecond: Math.round(10 * predicted.tokensPerSecond) / 10,
		predictedFirstTokenMilliseconds: Math.round(predicted.firstTokenMilliseconds),
		bytes: Object.fromEntries(Object.entries(bytes).map(([part, value]) => [part, Math.round(value as number)])),
	};
}

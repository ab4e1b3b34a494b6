/**
 * The machine as it would be without the models that we have loaded ourselves. Their memory shows as used by others when the machine is looked
 * at again, and a plan on that would choose smaller models each time.
 */
import type { EngineId, LoadedModel } from '../engine/engine';
import type { Gpu, Hardware } from './hardware';
import type { Lineup } from './plan';

export interface OwnModel {
	readonly engineId: EngineId;
	readonly loaded: LoadedModel;
}

export function withoutOwnModels(hardware: Hardware, own: readonly OwnModel[]): Hardware {
	const gpuBytes = own.reduce((sum, { loaded }) => sum + (loaded.memory?.gpuBytes ?? 0), 0);
	const hostBytes = own.reduce((sum, each) => sum + heldHostBytes(each), 0);
	const { gpus, ram } = hardware;
	const freeBytes = Math.min(ram.totalBytes, ram.freeBytes + hostBytes);
	return { ...hardware, gpus: givenBack(gpus, gpuBytes), ram: { ...ram, freeBytes } };
}

/** The built-in engine maps its weights from the file: those pages count as free already. Ollama reads them into memory of its own. */
function heldHostBytes({ engineId, loaded }: OwnModel): number {
	const { hostBytes = 0 } = loaded.memory ?? {};
	return engineId === 'embedded' ? Math.max(0, hostBytes - loaded.installed.fileBytes) : hostBytes;
}

/** What a line-up takes: of a model that is loaded the engine's own figures, of one that is not yet what the plan says. */
export function memoryOf({ completes, chats, takesTurns }: Lineup, loaded: readonly LoadedModel[]): NonNullable<LoadedModel['memory']> {
	const choices = [completes, chats].filter(each => each !== null && each !== 'same');
	const parts = choices.map(({ model, bytes }) => {
		const known = loaded.find(each => each.installed.id === model)?.memory;
		return known ?? { gpuBytes: bytes.totalGpuBytes, hostBytes: bytes.totalHostBytes };
	});
	const total = (bytes: readonly number[]) => (takesTurns === true ? Math.max(0, ...bytes) : bytes.reduce((sum, each) => sum + each, 0));
	return { gpuBytes: total(parts.map(each => each.gpuBytes)), hostBytes: total(parts.map(each => each.hostBytes)) };
}

/** To the cards with the most in use first: which card holds what, no engine tells. */
function givenBack(gpus: readonly Gpu[], bytes: number): readonly Gpu[] {
	let left = bytes;
	const after = new Map<Gpu, Gpu>();
	for (const gpu of [...gpus].sort((a, b) => usedBytes(b) - usedBytes(a))) {
		const back = Math.min(left, usedBytes(gpu));
		left -= back;
		after.set(gpu, gpu.freeBytes === null ? gpu : { ...gpu, freeBytes: gpu.freeBytes + back });
	}
	return gpus.map(gpu => after.get(gpu) ?? gpu);
}

function usedBytes({ totalBytes, freeBytes }: Gpu): number {
	return totalBytes === null || freeBytes === null ? 0 : totalBytes - freeBytes;
}

/**
 * Loads a model where it can be loaded: a GPU on which the first load fails, or whose driver takes the process with it, is left alone from then on, if the
 * CPU can load the file.
 */
import { toEngineError, type EngineErrorKind } from '../../core/engine/engineError';
import type { ChildLink } from './childLink';
import type { LoadCall, LoadReply } from './messages';

/** Too little memory is no fault of the GPU: other programs may have it. */
const gpuFaults: readonly EngineErrorKind[] = ['loadFailed', 'died', 'failed'];

type LoadParameters = readonly [call: LoadCall, signal: AbortSignal, onProgress?: (share: number) => void];

export class GpuTrust {
	private tries = 0;
	private lost = false;

	/**
	 * @param running gives the process, which must be one without a GPU while {@link isLost}
	 * @param onLost is told of the GPU's error once the CPU has loaded the file
	 */
	constructor(
		private readonly running: () => Promise<ChildLink>,
		private readonly onLost: (error: unknown) => void,
	) {}

	/** Whether a GPU is tried that has held no model yet, so that the process's death would be the driver's. */
	get isTrying(): boolean {
		return this.tries > 0;
	}

	get isLost(): boolean {
		return this.lost;
	}

	async load(...[call, signal, onProgress]: LoadParameters): Promise<LoadReply> {
		const link = await this.running();
		const isOnGpu = link.gpu !== 'off' && call.gpuLayers !== undefined && call.gpuLayers !== 0;
		if (!isOnGpu || link.loaded.size > 0) return loadIn(link, call, signal, onProgress);
		try {
			this.tries++;
			return await loadIn(link, call, signal, onProgress).finally(() => this.tries--);
		} catch (error) {
			const hasWorked = link.loaded.size > 0;
			if (signal.aborted || hasWorked || !gpuFaults.includes(toEngineError(error).kind)) throw error;
			const reply = await this.loadOnCpu(call, signal, onProgress);
			this.onLost(error);
			return reply;
		}
	}

	private async loadOnCpu(...[call, signal, onProgress]: LoadParameters): Promise<LoadReply> {
		try {
			this.lost = true;
			return await loadIn(await this.running(), { ...call, gpuLayers: 0 }, signal, onProgress);
		} catch (error) {
			// Then it was not the GPU.
			this.lost = false;
			throw error;
		}
	}
}

async function loadIn(link: ChildLink, ...[call, signal, onProgress]: LoadParameters): Promise<LoadReply> {
	const reply = await link.call(call, signal, onProgress);
	link.loaded.add(call.path);
	return reply;
}

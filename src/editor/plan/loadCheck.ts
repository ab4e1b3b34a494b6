/** Compares what a loaded model takes, by the engine's own figures, with what the plan said, once for each load. */
import type { InstalledModel, LoadedModel, Role } from '../../core/engine/engine';
import type { ServedModel } from '../../core/engine/servedModel';
import type { MemoryEstimate } from '../../core/memory/estimate';
import { gibibytes } from '../../core/plan/format';
import type { Plan } from '../../core/plan/plan';

export interface LoadCheckDeps {
	readonly serve: (role: Role, signal: AbortSignal) => Promise<ServedModel | undefined>;
	readonly plan: () => Plan | undefined;
	readonly log: { info(message: string): void; warn(message: string): void };
	/** Told after each comparison. */
	readonly onDidCompare: (model: InstalledModel, difference: LoadDifference) => void;
}

export class LoadCheck {
	private readonly seen = new Map<string, LoadedModel>();

	constructor(private readonly deps: LoadCheckDeps) {}

	/** The newest load of each model. */
	get loaded(): readonly LoadedModel[] {
		return [...this.seen.values()];
	}

	/** As the roster serves, with a look at what was loaded. */
	async serve(role: Role, signal: AbortSignal): Promise<ServedModel | undefined> {
		const served = await this.deps.serve(role, signal);
		if (served) this.look(role, served.loaded);
		return served;
	}

	private look(role: Role, loaded: LoadedModel): void {
		const { id } = loaded.installed;
		if (this.seen.get(id) === loaded) return;
		this.seen.set(id, loaded);
		const { log, plan } = this.deps;
		const now = plan()?.now;
		const chats = now?.chats === 'same' ? now.completes : now?.chats;
		const choice = role === 'completion' ? now?.completes : chats;
		if (!choice || choice.installed?.id !== id || !loaded.memory) return;
		const difference = compareLoad(loaded.memory, choice.bytes);
		log[difference.isWrong ? 'warn' : 'info'](`${loaded.installed.label}: ${difference.text}`);
		this.deps.onDidCompare(loaded.installed, difference);
	}
}

export interface LoadDifference {
	/** Whether the plan was off by more than it said it could be. */
	readonly isWrong: boolean;
	/** Taken on the GPU beyond the plan and its uncertainty; 0 when it fits. */
	readonly gpuBytes: number;
	readonly text: string;
}

/** Never less than the figures' own fuzziness: engines round, and other processes allocate meanwhile. */
const leastUncertainty = 64 * 1024 * 1024;

export function compareLoad(taken: { readonly gpuBytes: number; readonly hostBytes: number }, estimate: MemoryEstimate): LoadDifference {
	const plannedHost = estimate.totalHostBytes + estimate.repackedBytes;
	const differences = [taken.gpuBytes - estimate.totalGpuBytes, taken.hostBytes - plannedHost] as const;
	const allowed = Math.max(leastUncertainty, estimate.uncertaintyBytes);
	const signed = ([gpu, host]: readonly [number, number]) => [gpu, host].map(each => `${each < 0 ? '-' : '+'}${gibibytes(Math.abs(each))}`);
	const [gpu = '', host = ''] = signed(differences);
	const text = [
		`GPU ${gibibytes(taken.gpuBytes)} taken, ${gibibytes(estimate.totalGpuBytes)} planned (${gpu})`,
		`RAM ${gibibytes(taken.hostBytes)} taken, ${gibibytes(plannedHost)} planned (${host})`,
	].join('; ');
	const [gpuDifference] = differences;
	return { isWrong: Math.max(...differences) > allowed, gpuBytes: gpuDifference > allowed ? gpuDifference : 0, text };
}

/** What can fetch models: Ollama where it runs, else a downloader of GGUF files. The editor sees both as this. */
import type { ModelSource } from '../../core/plan/planSettings';
import type { WantedModel } from '../plan/alternatives';

export interface PullProgress {
	readonly completedBytes: number;
	readonly totalBytes: number;
	readonly status: string;
}

export interface ModelStore {
	readonly place: string;
	/** Whether a person may ask for a name that the catalogue does not know. */
	readonly takesAnyName: boolean;
	/** Asks nothing that lies outside this machine unless the user named it. */
	isReachable(signal: AbortSignal): Promise<boolean>;
	/** Its own name for the model; `undefined` where it can't get it. */
	nameOf(wanted: WantedModel): string | undefined;
	pull(name: string, onProgress: (progress: PullProgress) => void, signal: AbortSignal): Promise<void>;
}

/** Ollama as a store: it takes its library's tags. `ollama` is asked anew each time, since its address may change. */
export function ollamaStore(ollama: () => Pick<ModelStore, 'place' | 'isReachable' | 'pull'>): ModelStore {
	return {
		get place() {
			return ollama().place;
		},
		takesAnyName: true,
		isReachable: signal => ollama().isReachable(signal),
		nameOf: ({ ollamaTag }) => ollamaTag,
		pull: (name, onProgress, signal) => ollama().pull(name, onProgress, signal),
	};
}

/**
 * The stores in the order in which they are to be asked: the plan's own sources first, since what came by another way would be used by another
 * engine, without the models that are here.
 */
export function inOrderOf(sources: readonly ModelSource[], stores: Readonly<Record<ModelSource, ModelStore>>): readonly ModelStore[] {
	return [...new Set([...sources, 'ollama', 'gguf'] as const)].map(each => stores[each]);
}

const reachableWithinMs = 2000;

export async function reachableStores(stores: readonly ModelStore[]): Promise<readonly ModelStore[]> {
	const answers = await Promise.all(stores.map(store => store.isReachable(AbortSignal.timeout(reachableWithinMs)).catch(() => false)));
	return stores.filter((_, index) => answers[index]);
}

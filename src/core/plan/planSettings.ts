/** What a plan is made with: the user's settings, what was learned of the machine, and what the engine can do. */
import type { KvRegime, KvType } from '../memory/options';
import type { Machine, MachineSettings } from './machine';
import type { PointSettings } from './points';

export interface PlanSettings extends MachineSettings {
	/** Fixed by the user; absent: chosen per model. */
	readonly contextTokens?: number | undefined;
	/** A model by its installed name, catalogue id, Ollama tag or label; absent: chosen. */
	readonly completion?: string | undefined;
	readonly chat?: string | undefined;
	/** How caches are stored, for an engine that has a choice. */
	readonly kvType?: KvType | undefined;
	/** Layers of each model on the GPU, the output layer counted as one; more than it has means all. */
	readonly gpuLayers?: number | undefined;
	/** Whether one model may draft for the other, where the engine can; absent: it may. */
	readonly drafts?: boolean | undefined;
	/** No GPU is used, although one may be there. */
	readonly isGpuOff?: boolean | undefined;
	readonly abilities?: Abilities | undefined;
	/** Where models can be had; absent: from the Ollama library. */
	readonly sources?: readonly ModelSource[] | undefined;
}

/** The Ollama library, through Ollama; or single files from a hub, for the built-in engine. */
export type ModelSource = 'ollama' | 'gguf';

/** What the engine that will run it can do. */
export interface Abilities {
	readonly kvTypes: readonly KvType[];
	readonly canPlaceExperts: boolean;
	/** Each model runs in a process of its own, with a context of its own on the GPU. */
	readonly hasProcessPerModel?: boolean;
	/** What it keeps of files with the latent's matrices apart; absent: as engines of this year do. */
	readonly latentCache?: Exclude<KvRegime, 'legacy'>;
	/** Of a split model it keeps the output layer in RAM. */
	readonly outputLast?: boolean;
	/** It lets a small model in memory guess what a larger one will say. */
	readonly canDraft?: boolean;
}

const plainAbilities: Abilities = { kvTypes: ['f16'], canPlaceExperts: false };

export function pointSettingsOf({ gpuName, sharedBudget, speeds }: Machine, settings: PlanSettings): PointSettings {
	const { kvTypes, canPlaceExperts, latentCache, outputLast } = settings.abilities ?? plainAbilities;
	const hasGpu = gpuName !== undefined;
	return {
		kvTypes: settings.kvType !== undefined && kvTypes.length > 1 ? [settings.kvType] : kvTypes,
		canPlaceExperts,
		latentCache,
		outputLast,
		contextTokens: settings.contextTokens,
		gpuLayers: settings.gpuLayers,
		hasGpu,
		canSplit: hasGpu && sharedBudget === undefined,
		speeds,
	};
}

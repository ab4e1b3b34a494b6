/** The result of planning, as a value: what to load, every byte of it, the speed to expect and the reasons in words. */
import type { InstalledModel, Role } from '../engine/engine';
import type { MemoryEstimate } from '../memory/estimate';
import type { KvType } from '../memory/options';
import { fillIn } from './hardware';

export interface Plan {
	/** The best of what is installed: load this. */
	readonly now: Lineup;
	/** The best this machine can run of everything that is installed or can be downloaded. */
	readonly best: Lineup;
	/** Models of `best` that are not installed; empty where `now` is as good. Offer these, once. */
	readonly offers: readonly Choice[];
}

/** Models that are in memory at the same time, one for each role. */
export interface Lineup {
	readonly completes: Choice | null;
	/** `same`: the model that completes also chats. */
	readonly chats: Choice | 'same' | null;
	/** A reasoning model that fits when the others are unloaded; never loaded on its own. */
	readonly reasons: Choice | null;
	readonly totalGpuBytes: number;
	readonly totalHostBytes: number;
	/** What the line-up is worth, from 0 to about 1; only for comparing plans. */
	readonly worth: number;
	readonly reason: Sentence;
	readonly rejected: readonly Rejection[];
	/** What would be needed for the next better line-up; null where there is none. */
	readonly next: Sentence | null;
}

/** One model as it is to be loaded. */
export interface Choice {
	/** The catalogue's id ("deepseek-coder-6.7b-base") or the installed model's own. */
	readonly model: string;
	/** For people: "deepseek-coder 6.7B". */
	readonly label: string;
	readonly quantization: string;
	readonly parameters: number;
	readonly fileBytes: number;
	/** The engine's model when it is installed. */
	readonly installed?: InstalledModel;
	/** What `ollama pull` takes, when it can be had there. */
	readonly ollamaTag?: string;
	readonly contextTokens: number;
	readonly gpuLayers: number;
	readonly totalLayers: number;
	/** Mixture-of-experts layers whose experts stay in RAM. */
	readonly expertLayersOnCpu: number;
	readonly kvType: KvType;
	readonly ubatch: number;
	readonly bytes: MemoryEstimate;
	readonly predicted: Prediction;
}

export interface Prediction {
	readonly tokensPerSecond: number;
	/** For a completion: 256 new prompt tokens, the rest in the cache; for a chat: a prompt of 1,024 tokens. */
	readonly firstTokenMilliseconds: number;
}

export interface Rejection {
	readonly model: string;
	readonly quantization: string;
	readonly role: Role;
	readonly why: Sentence;
}

/** A sentence as data: the key of an English pattern and what fills it. */
export interface Sentence {
	readonly key: SentenceKey;
	readonly parameters: readonly string[];
}

export type SentenceKey = keyof typeof planSentences;

/** The English patterns; the editor passes them through its own translation. Numbers and units come ready in the parameters. */
export const planSentences = {
	fitsGpu: '{0} fits {1} ({2} of {3} free), about {4} tok/s.',
	fitsGpuBoth: '{0} completes and {1} chats; together they take {2} of the {3} free on {4}, about {5} tok/s while completing.',
	fitsGpuRest: '{0} completes on {1}, about {2} tok/s; {3} chats with {4} of its layers in RAM, about {5} tok/s.',
	onCpu: '{0} runs on the CPU with {1} of the {2} of free memory, about {3} tok/s.',
	onCpuBoth: '{0} completes and {1} chats on the CPU; together they take {2} of the {3} of free memory, about {4} tok/s while completing.',
	partOnGpu: '{0}: {1} of {2} layers fit {3}, the rest runs on the CPU; about {4} tok/s.',
	chatOnly: '{0} chats, about {1} tok/s; no model completes fast enough here.',
	demo: 'No DeepSeek model is installed, so the small demo model answers.',
	nothing: 'No model fits into the {0} of memory that is free.',
	nothingInstalled: 'No model is installed.',
	chosenByYou: 'You chose {0}.',
	tooBig: 'It needs {0}, {1} are free.',
	tooBigGpu: 'It needs {0} of GPU memory, {1} are free.',
	tooBigRam: 'It needs {0} of RAM, {1} are free.',
	tooBigTogether: 'Beside the model for the other role it needs {0}, {1} are left.',
	tooSlow: 'It would reach about {0} tok/s; completing needs {1}.',
	firstTokenTooLate: 'Its first token would take about {0} s; completing needs it within {1} s.',
	belowFloor: '{0} costs a model of this size too much quality; {1} is the least.',
	lessQuality: '{0} is the better use of the same memory.',
	wrongRole: 'It is no model for this role.',
	notInstalled: 'It is not installed.',
	nextGpu: '{0} more of GPU memory would allow {1}.',
	nextRam: '{0} more of RAM would allow {1}.',
} as const;

/** The sentence in English, for logs and scripts. */
export function describeSentence(sentence: Sentence): string {
	return fillIn(planSentences[sentence.key], sentence.parameters);
}

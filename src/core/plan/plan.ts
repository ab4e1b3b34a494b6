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
	/** What the user's settings cost against what would be planned without them, and which were refused; empty where they cost nothing. */
	readonly costs: readonly Sentence[];
}

/** The models of each role: in memory at the same time, unless they take turns. */
export interface Lineup {
	readonly completes: Choice | null;
	/** `same`: the model that completes also chats. */
	readonly chats: Choice | 'same' | null;
	/** A reasoning model that fits when the others are unloaded; never loaded on its own. */
	readonly reasons: Choice | null;
	/** The user named two models that don't fit together: each is loaded again when it is its turn, and the totals are those of the larger one. */
	readonly takesTurns?: boolean;
	/** The model that completes drafts for the one that chats, and needs so much more memory for it; in the totals. */
	readonly drafting?: { readonly gpu: number; readonly host: number };
	readonly totalGpuBytes: number;
	readonly totalHostBytes: number;
	/** What the line-up is worth, from 0 to about 1; only for comparing plans. */
	readonly worth: number;
	readonly reason: Sentence;
	readonly rejected: readonly Rejection[];
	/** What would be needed for the next better line-up; null where there is none. */
	readonly next: Sentence | null;
	/** What another engine would make of the same memory; absent where that is nothing much. */
	readonly tip?: Sentence;
}

/** The model that chats, also where it is the one that completes. */
export function chatting({ completes, chats }: Pick<Lineup, 'completes' | 'chats'>): Choice | null {
	return chats === 'same' ? completes : chats;
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
	inTurns: '{0} completes and {1} chats, in turns: together they need {2}, {3} are free. Each change loads {4} or {5} again.',
	onCpu: '{0} runs on the CPU with {1} of the {2} of free memory, about {3} tok/s.',
	onCpuBoth: '{0} completes and {1} chats on the CPU; together they take {2} of the {3} of free memory, about {4} tok/s while completing.',
	partOnGpu: '{0}: {1} of {2} layers fit {3}, the rest runs on the CPU; about {4} tok/s.',
	chatOnly: '{0} chats, about {1} tok/s; no model completes fast enough here.',
	demo: 'No DeepSeek model is installed, so the small demo model answers.',
	nothing: 'No model fits into the {0} of memory that is free.',
	nothingInstalled: 'No model is installed.',
	elsewhere: '{0} completes and chats on {1}.',
	elsewhereBoth: '{0} completes and {1} chats on {2}.',
	elsewhereChats: '{0} chats on {1}; no model there completes.',
	chosenByYou: 'You chose {0}.',
	tooBig: 'It needs {0}, {1} are free.',
	tooBigGpu: 'It needs {0} of GPU memory, {1} are free.',
	tooBigRam: 'It needs {0} of RAM, {1} are free.',
	tooBigTogether: 'Beside the model for the other role it needs {0}, {1} are left.',
	tooSlow: 'It would reach about {0} tok/s; completing needs {1}.',
	tooSlowToChat: 'It would reach about {0} tok/s; a chat needs {1}.',
	answerTooLate: 'Its answer would begin after about {0} s; a chat needs it within {1} s.',
	firstTokenTooLate: 'Its first token would take about {0} s; completing needs it within {1} s.',
	belowFloor: '{0} costs a model of this size too much quality; {1} is the least.',
	lessQuality: '{0} is the better use of the same memory.',
	wrongRole: 'It is no model for this role.',
	notInstalled: 'It is not installed.',
	costsModel: 'You chose {0}, the plan would take {1}: about {2} instead of {3} tok/s, {4} instead of {5} of memory.',
	costsContext: 'You set a context of {0} tokens, the plan would take {1}: about {2} instead of {3} tok/s, {4} instead of {5} of memory.',
	costsKvType: 'You set the KV cache to {0}, the plan would take {1}: about {2} instead of {3} tok/s, {4} instead of {5} of memory.',
	costsGpuLayers:
		'You set {0} layers on the GPU, the plan would take {1}: about {2} instead of {3} tok/s, {4} instead of {5} of GPU memory.',
	costsGpuOff: 'You switched the GPU off: about {0} instead of {1} tok/s, {2} of RAM instead of {3} of GPU memory.',
	costsOtherModel: 'For that, {0} takes the place of {1}.',
	unknownModel: '{0} is neither installed nor known here, so the plan chooses.',
	refusedModel: '{0} cannot be loaded: {1} would fit.',
	refusedContext: 'No model fits with the context of {0} tokens that you set, so {1} are used.',
	refusedKvType: 'No model fits with the KV cache in {0} that you set, so {1} is used.',
	refusedGpuLayers: 'No model fits with the {0} layers on the GPU that you set, so {1} are used.',
	noKvChoice: 'The engine keeps its KV cache in {0}; {1} can be set in the engine only.',
	nextGpuCompletes: 'With {0} more of GPU memory {1} would complete.',
	nextGpuChats: 'With {0} more of GPU memory {1} would chat.',
	nextRamCompletes: 'With {0} more of RAM {1} would complete.',
	nextRamChats: 'With {0} more of RAM {1} would chat.',
	expertsElsewhere:
		'llama-server can keep only experts of {0} in RAM (`--n-cpu-moe {1}`): about {2} instead of {3} tok/s. The built-in engine and Ollama cannot.',
} as const;

/** Whether more than the demo model is put to work. */
export function hasRealModel({ completes, chats }: Lineup): boolean {
	return [completes, chats].some(each => each !== null && each !== 'same' && each.installed?.isDemo === false);
}

/** The sentence in English, for logs and scripts. */
export function describeSentence(sentence: Sentence): string {
	return fillIn(planSentences[sentence.key], sentence.parameters);
}

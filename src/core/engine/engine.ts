/**
 * The port between what the extension wants and what runs the model. Three engines implement it; one contract suite tests them all.
 * Every method may throw an `EngineError`. Aborting `signal` frees the caller at once and stops the engine's work as soon as it can.
 */
import type { Disposable } from '../base/disposable';
import type { Turn } from '../models/dialect';
import type { ModelFamily } from '../models/family';
import type { Prompt } from './prompt';
import type { StreamEvent } from './streamEvent';

export type EngineId = 'embedded' | 'ollama' | 'openai';

/** Completion and chat never share a KV cache where the engine can keep two. */
export type Role = 'completion' | 'chat';

export interface Engine extends Disposable {
	readonly id: EngineId;
	/** Where it runs, in words that fit a sentence: "built-in engine", "Ollama at 127.0.0.1:11434". */
	readonly place: string;
	/** Where it listens; absent for one that runs inside of us. */
	readonly url?: string;
	/** Its memory is not this machine's: nothing here says what fits there. */
	readonly isElsewhere?: boolean;

	/** The models this engine could load now; reads headers and lists, loads nothing. */
	models(signal: AbortSignal): Promise<readonly InstalledModel[]>;

	/** Whether it can run on a GPU of this machine; absent: on any that is there. */
	canUseGpu?(signal: AbortSignal): Promise<boolean>;

	/**
	 * Brings a model into memory and resolves when it can be asked. One set of options per model: another one means a reload.
	 * `onProgress` is called with the share loaded (0 to 1) by engines that know it.
	 */
	load(model: InstalledModel, options: LoadOptions, signal: AbortSignal, onProgress?: (share: number) => void): Promise<LoadedModel>;

	/** Gives the model's memory back; a model that is not loaded is no error. */
	unload(model: InstalledModel): Promise<void>;

	/** Streams an answer. The last event is always `end`, also after an abort (`cancelled`). */
	generate(model: LoadedModel, request: GenerateRequest, signal: AbortSignal): AsyncIterable<StreamEvent>;

	/** Tokens in `text` without special tokens around it; `exact` is false where the engine has no tokenizer to ask. */
	countTokens(model: LoadedModel, text: string, signal: AbortSignal): Promise<TokenCount>;
}

export interface InstalledModel {
	/** The engine's own name for it: an Ollama tag or a file path. */
	readonly id: string;
	/** For people: "deepseek-coder 6.7B". */
	readonly label: string;
	readonly family: ModelFamily;
	/** For example "Q4_K_M"; absent where the engine does not say. */
	readonly quantization?: string;
	readonly parameters?: number;
	readonly fileBytes: number;
	/** Context length the model was trained for, in tokens. */
	readonly trainedContextTokens?: number;
	/** Base models complete, instruct models chat; the demo model does both. */
	readonly roles: readonly Role[];
	/** The toy that ships with the extension; it must never look like the real thing. */
	readonly isDemo: boolean;
}

export interface LoadOptions {
	readonly contextTokens: number;
	/** CPU threads; absent: the engine's measured or safe default. */
	readonly threads?: number;
	/** Layers on the GPU; `auto` lets the engine fit them. */
	readonly gpuLayers?: number | 'auto';
	/** How the KV cache is stored, where the engine lets us choose: q8_0 takes 53 % of f16, q4_0 28 %. */
	readonly kvType?: 'f16' | 'q8_0' | 'q4_0';
	/** The work it is loaded for; absent: all its roles. An engine keeps a KV cache for each. */
	readonly roles?: readonly Role[];
	/** The id of a smaller model with the same vocabulary, loaded before, that guesses what this one will say; for engines that can. */
	readonly draft?: string;
}

export interface LoadedModel {
	readonly installed: InstalledModel;
	/** The context the engine really gives, which may be less than was asked for. */
	readonly contextTokens: number;
	readonly memory?: { readonly gpuBytes: number; readonly hostBytes: number };
	readonly loadMilliseconds: number;
	/** Whether `GenerateRequest.schema` is honoured; absent: it is not. */
	readonly constrainsJson?: boolean;
}

export interface GenerateRequest {
	readonly role: Role;
	readonly prompt: Prompt;
	/** The same conversation as turns, for servers that know their model's chat format better than we do; absent for completions. */
	readonly turns?: readonly Turn[];
	readonly maxTokens: number;
	/** 0 is greedy. */
	readonly temperature: number;
	/** Texts that end the answer; they are not part of it. */
	readonly stop: readonly string[];
	readonly seed?: number;
	/** The answer can be nothing but JSON that fits; ask only a model whose `constrainsJson` is true. */
	readonly schema?: JsonSchema;
}

/**
 * The part of JSON Schema that every engine takes: `type` (one or several), `properties`, `required`, `items`, `enum`, `const`, `oneOf`. Objects have
 * only the properties that are named, and what else a schema says (lengths, patterns, bounds) is not looked at. An answer that ended by `length` is
 * cut JSON; every other is whole, perhaps with white space around it.
 */
export type JsonSchema = Readonly<Record<string, unknown>>;

export interface TokenCount {
	readonly tokens: number;
	readonly exact: boolean;
}

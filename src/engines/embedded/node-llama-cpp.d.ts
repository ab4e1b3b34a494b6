/**
 * The part of node-llama-cpp 3.21.1 that the embedded engine uses, as its own declarations have it. Written down here because the engine's packages
 * are installed apart from the extension's, without what only compilers need.
 */
declare module 'node-llama-cpp' {
	/** A number that only the library makes. */
	export type Token = number & { readonly __token: never };

	export enum LlamaLogLevel {
		warn = 'warn',
	}

	export function getLlama(options: {
		readonly gpu: 'auto' | false;
		readonly build: 'never';
		readonly skipDownload: boolean;
		readonly progressLogs: boolean;
		readonly maxThreads: number;
		readonly logLevel: LlamaLogLevel;
		readonly logger: (level: LlamaLogLevel, message: string) => void;
	}): Promise<Llama>;

	export interface Llama {
		readonly gpu: 'metal' | 'cuda' | 'vulkan' | false;
		/** Physical cores, without those that are slow. */
		readonly cpuMathCores: number;
		/** 0: each context takes the threads it was made with. */
		maxThreads: number;
		getVramState(): Promise<{ total: number; used: number; free: number; unifiedSize: number }>;
		getRamState(): Promise<{ total: number; free: number }>;
		getGpuDeviceNames(): Promise<string[]>;
		/** Throws where the text is no grammar. */
		createGrammar(options: { readonly grammar: string }): Promise<LlamaGrammar>;
		loadModel(options: {
			readonly modelPath: string;
			readonly gpuLayers: number | { fitContext: { contextSize: number } };
			readonly loadSignal: AbortSignal;
			readonly onLoadProgress: (share: number) => void;
		}): Promise<LlamaModel>;
	}

	export interface LlamaGrammar {
		readonly grammar: string;
	}

	/** Where one answer is in a grammar; it moves with each token that is sampled. */
	export class LlamaGrammarEvaluationState {
		constructor(options: { readonly model: LlamaModel; readonly grammar: LlamaGrammar });
	}

	export interface LlamaModel {
		readonly tokens: { readonly bos: Token | null; readonly shouldPrependBosToken: boolean };
		readonly trainContextSize: number;
		readonly gpuLayers: number;
		readonly memoryUsage: { readonly ram: number; readonly vram: number };
		readonly fileInfo: {
			readonly metadata: { readonly tokenizer?: { readonly ggml?: { readonly tokens?: readonly string[] } } };
			readonly architectureMetadata: {
				readonly embedding_length?: number;
				readonly attention?: { readonly head_count?: number | number[] };
			};
		};
		tokenize(text: string, specialTokens: boolean): Token[];
		detokenize(tokens: readonly Token[], specialTokens: boolean, lastTokens?: readonly Token[]): string;
		isEogToken(token: Token): boolean;
		getTokenAttributes(token: Token): { readonly control: boolean; readonly userDefined: boolean };
		createContext(options: {
			readonly contextSize: number;
			readonly batchSize?: number;
			readonly sequences: number;
			readonly threads: number;
			readonly flashAttention: 'auto' | boolean;
			readonly experimentalKvCacheKeyType?: 'Q8_0' | 'Q4_0';
			readonly experimentalKvCacheValueType?: 'Q8_0' | 'Q4_0';
			readonly createSignal?: AbortSignal;
		}): Promise<LlamaContext>;
		dispose(): Promise<void>;
	}

	export interface LlamaContext {
		/** Of each sequence. */
		readonly contextSize: number;
		readonly currentThreads: number;
		readonly memoryUsage: { readonly ram: number; readonly vram: number };
		getSequence(): LlamaContextSequence;
		dispose(): Promise<void>;
	}

	export interface LlamaContextSequence {
		readonly contextSize: number;
		readonly nextTokenIndex: number;
		compareContextTokens(tokens: Token[]): { firstDifferentIndex: number };
		eraseContextTokenRanges(ranges: { start: number; end: number }[]): Promise<void>;
		clearHistory(): Promise<void>;
		evaluateWithoutGeneratingNewTokens(tokens: Token[]): Promise<void>;
		/** Evaluates all at once and says, for each, what comes behind it; `null` where nothing could be sampled. */
		controlledEvaluate(
			tokens: readonly (readonly [
				Token,
				{ readonly generateNext: { readonly token: true; readonly options: { readonly temperature: number; readonly seed: number } } },
			])[],
		): Promise<{ readonly next: { readonly token: Token | null } }[]>;
		/** What is given to `next` is evaluated in place of the token that came last. */
		evaluate(
			tokens: Token[],
			options: {
				readonly temperature: number;
				readonly seed: number;
				readonly yieldEogToken: boolean;
				readonly grammarEvaluationState?: LlamaGrammarEvaluationState;
			},
		): AsyncGenerator<Token, void, void | Token[]>;
	}
}

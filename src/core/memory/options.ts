/** What can be chosen about how a model is loaded, as far as it changes the memory it takes. */

/** How a cache element is stored: 2, 1.0625 (34 bytes for 32) or 0.5625 (18 for 32) bytes. */
export type KvType = 'f16' | 'q8_0' | 'q4_0';

/**
 * What an engine keeps per token of a model with latent attention (MLA): all heads (`legacy`), the latent as key and value (`mla`,
 * llama.cpp from 2025-04), or the latent once (`mla-k`, llama.cpp from 2026-01).
 */
export type KvRegime = 'legacy' | 'mla' | 'mla-k';

export interface LoadSetup {
	readonly contextTokens: number;
	readonly kvType: KvType;
	/** Tokens evaluated at once; a prompt is fed in pieces of this size. */
	readonly ubatch: number;
	readonly flashAttention: boolean;
	/** Layers on the GPU from the last one down; the output layer counts as one more. `all` is every layer and the output. */
	readonly gpuLayers: number | 'all';
	/**
	 * Of fewer layers than all, the output layer is the first for llama.cpp of 2026. With Ollama 0.24, and llama.cpp until about 2025-12, it stays in RAM
	 * and all of them are layers, each with its cache.
	 */
	readonly outputLast?: boolean;
	/** Layers whose experts stay in RAM, from the first expert layer on. */
	readonly expertLayersOnCpu?: number;
	/** Whether a GPU is there to evaluate prompts although no layer is on it, as GPU builds of llama.cpp do; it takes memory for that. */
	readonly gpuAssists?: boolean;
	/** `auto`: as the header says for an engine of this year. */
	readonly kvRegime?: KvRegime | 'auto';
	/** Prompts that are kept at the same time; each has a cache of `contextTokens`. */
	readonly sequences?: number;
}

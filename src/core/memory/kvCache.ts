/** Bytes of the key-value cache. */
import type { ModelShape } from '../models/modelShape';
import type { KvRegime, KvType, LoadSetup } from './options';

/** Bytes per element, from the block sizes of ggml: q8_0 packs 32 elements in 34 bytes, q4_0 in 18. */
const bytesPerElement: Readonly<Record<KvType, number>> = { f16: 2, q8_0: 34 / 32, q4_0: 18 / 32 };

/** llama.cpp rounds the number of cells up to a multiple of this. */
const cellPadding = 256;

/** Bytes of the cache in one layer. */
export function kvBytesPerLayer(shape: ModelShape, setup: Pick<LoadSetup, 'contextTokens' | 'kvType' | 'kvRegime' | 'sequences'>): number {
	const { key, value } = kvElements(shape, setup.kvRegime ?? 'auto');
	return (key + value) * bytesPerElement[setup.kvType] * cells(setup.contextTokens) * (setup.sequences ?? 1);
}

/** Bytes that one token of context takes in all layers. */
export function kvBytesPerToken(shape: ModelShape, kvType: KvType, regime: KvRegime | 'auto' = 'auto'): number {
	const { key, value } = kvElements(shape, regime);
	return (key + value) * bytesPerElement[kvType] * shape.layers;
}

/** Elements kept per token and layer. */
export function kvElements(shape: ModelShape, regime: KvRegime | 'auto'): { readonly key: number; readonly value: number } {
	const { latent, heads, kvHeads, keyLength, valueLength } = shape;
	if (latent === undefined) return { key: kvHeads * keyLength, value: kvHeads * valueLength };
	switch (regime === 'auto' ? regimeOf(shape) : regime) {
		case 'legacy':
			return { key: heads * latent.headKeyLength, value: heads * latent.headValueLength };
		case 'mla':
			return { key: latent.rank + latent.ropeLength, value: latent.rank };
		case 'mla-k':
			return { key: latent.rank + latent.ropeLength, value: 0 };
	}
}

/** What an engine of this year keeps: files whose header lacks the MLA keys (2024) still unfold every head. */
export function regimeOf({ latent }: ModelShape): KvRegime {
	return latent?.absorbed === true ? 'mla-k' : 'legacy';
}

export function cells(contextTokens: number): number {
	return Math.ceil(contextTokens / cellPadding) * cellPadding;
}

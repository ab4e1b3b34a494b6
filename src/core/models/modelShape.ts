/** The numbers a model is built from, and the tensors that follow from them. Names and dimensions are those of llama.cpp's converter. */

export interface ModelShape {
	readonly architecture: Architecture;
	readonly layers: number;
	/** Length of the vector that runs through the model (`embedding_length`). */
	readonly width: number;
	readonly feedForward: number;
	readonly heads: number;
	readonly kvHeads: number;
	/** Elements of one head's key and value. */
	readonly keyLength: number;
	readonly valueLength: number;
	readonly vocabulary: number;
	readonly trainedContextTokens: number;
	readonly latent?: LatentAttention;
	readonly experts?: Experts;
	/** Whether the output layer is the token embedding again. */
	readonly tied?: boolean;
}

export type Architecture = 'llama' | 'qwen2' | 'deepseek2' | 'other';

/** Multi-head latent attention (DeepSeek-V2 and later): keys and values of all heads come from one short vector per token. */
export interface LatentAttention {
	/** Length of the vector (`kv_lora_rank`). */
	readonly rank: number;
	readonly ropeLength: number;
	readonly queryRank?: number;
	/** Key and value length of one head when the latent is unfolded. */
	readonly headKeyLength: number;
	readonly headValueLength: number;
	/** Whether the file stores `attn_k_b` and `attn_v_b` apart (2025 and later), which allows the small cache. */
	readonly absorbed: boolean;
}

export interface Experts {
	readonly count: number;
	readonly used: number;
	readonly shared: number;
	readonly feedForward: number;
	/** Layers at the start that have one feed-forward block and no experts. */
	readonly denseLayers: number;
	/** Whether the router has a bias (`exp_probs_b`, V3). */
	readonly routerBias?: boolean;
}

/** A tensor's name with its dimensions, the row first. */
export interface TensorShape {
	readonly name: string;
	readonly dimensions: readonly number[];
}

/** All tensors of the model, in layer order. */
export function tensorsOf(shape: ModelShape): readonly TensorShape[] {
	const [embedding, ...others] = outerTensors(shape);
	const layers = Array.from({ length: shape.layers }, (_, layer) => layerTensors(shape, layer));
	return [...(embedding === undefined ? [] : [embedding]), ...layers.flat(), ...others];
}

/** Those that belong to no layer, the embedding first. */
export function outerTensors(shape: ModelShape): readonly TensorShape[] {
	const { width, vocabulary } = shape;
	return [
		tensor('token_embd.weight', width, vocabulary),
		tensor('output_norm.weight', width),
		...(shape.tied === true ? [] : [tensor('output.weight', width, vocabulary)]),
	];
}

/** How many layers from `first` on have the same tensors: the dense ones, then those with experts. */
export interface LayerKind {
	readonly first: number;
	readonly count: number;
}

export function layerKinds({ layers, experts }: ModelShape): readonly LayerKind[] {
	const dense = Math.min(layers, experts?.denseLayers ?? layers);
	return [
		{ first: 0, count: dense },
		{ first: dense, count: layers - dense },
	].filter(({ count }) => count > 0);
}

/** Parameters as llama.cpp counts and prints them. */
export function parametersOf(shape: ModelShape): number {
	const inLayers = layerKinds(shape).reduce((sum, { first, count }) => sum + count * elementsOfAll(layerTensors(shape, first)), 0);
	return elementsOfAll(outerTensors(shape)) + inLayers;
}

function elementsOfAll(tensors: readonly TensorShape[]): number {
	return tensors.reduce((sum, { dimensions }) => sum + elements(dimensions), 0);
}

export function elements(dimensions: readonly number[]): number {
	return dimensions.reduce((product, each) => product * each, 1);
}

/** The layer of `blk.17.attn_q.weight` is 17; other tensors belong to none. */
export function layerOf(tensorName: string): number | undefined {
	if (!tensorName.startsWith('blk.')) return undefined;
	const layer = Number.parseInt(tensorName.slice(4), 10);
	return Number.isNaN(layer) ? undefined : layer;
}

/** Tensors of which only the chosen experts' share is read for one token. */
export function isExpertTensor(tensorName: string): boolean {
	return tensorName.includes('_exps.');
}

export function layerTensors(shape: ModelShape, layer: number): readonly TensorShape[] {
	const named = (name: string, ...dimensions: number[]) => tensor(`blk.${layer}.${name}`, ...dimensions);
	const { width } = shape;
	return [
		named('attn_norm.weight', width),
		...(shape.latent === undefined ? plainAttention(shape, named) : latentAttention(shape, shape.latent, named)),
		named('ffn_norm.weight', width),
		...feedForward(shape, layer, named),
	];
}

type Named = (name: string, ...dimensions: number[]) => TensorShape;

function plainAttention({ architecture, width, heads, kvHeads, keyLength, valueLength }: ModelShape, named: Named): TensorShape[] {
	const weights = [
		named('attn_q.weight', width, heads * keyLength),
		named('attn_k.weight', width, kvHeads * keyLength),
		named('attn_v.weight', width, kvHeads * valueLength),
		named('attn_output.weight', heads * valueLength, width),
	];
	if (architecture !== 'qwen2') return weights;
	const biases = [
		named('attn_q.bias', heads * keyLength),
		named('attn_k.bias', kvHeads * keyLength),
		named('attn_v.bias', kvHeads * valueLength),
	];
	return [...weights, ...biases];
}

function latentAttention({ width, heads }: ModelShape, latent: LatentAttention, named: Named): TensorShape[] {
	const { rank, ropeLength, queryRank, headKeyLength, headValueLength } = latent;
	const query =
		queryRank === undefined
			? [named('attn_q.weight', width, heads * headKeyLength)]
			: [
					named('attn_q_a_norm.weight', queryRank),
					named('attn_q_a.weight', width, queryRank),
					named('attn_q_b.weight', queryRank, heads * headKeyLength),
				];
	const plainKeyLength = headKeyLength - ropeLength;
	const unfold = latent.absorbed
		? [named('attn_k_b.weight', plainKeyLength, rank, heads), named('attn_v_b.weight', rank, headValueLength, heads)]
		: [named('attn_kv_b.weight', rank, heads * (plainKeyLength + headValueLength))];
	return [
		...query,
		named('attn_kv_a_norm.weight', rank),
		named('attn_kv_a_mqa.weight', width, rank + ropeLength),
		...unfold,
		named('attn_output.weight', heads * headValueLength, width),
	];
}

function feedForward({ width, feedForward: inner, experts }: ModelShape, layer: number, named: Named): TensorShape[] {
	if (experts === undefined || layer < experts.denseLayers) {
		return [named('ffn_gate.weight', width, inner), named('ffn_up.weight', width, inner), named('ffn_down.weight', inner, width)];
	}
	const { count, shared, feedForward: expert } = experts;
	return [
		named('ffn_gate_inp.weight', width, count),
		...(experts.routerBias === true ? [named('exp_probs_b.bias', count)] : []),
		named('ffn_gate_exps.weight', width, expert, count),
		named('ffn_up_exps.weight', width, expert, count),
		named('ffn_down_exps.weight', expert, width, count),
		named('ffn_gate_shexp.weight', width, expert * shared),
		named('ffn_up_shexp.weight', width, expert * shared),
		named('ffn_down_shexp.weight', expert * shared, width),
	];
}

function tensor(name: string, ...dimensions: number[]): TensorShape {
	return { name, dimensions };
}

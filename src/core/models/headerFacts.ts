/** Turns a GGUF header into what the extension wants to know of a model: shape, quantization, family, name. */
import { factsOf, predictedFacts, scaledTo, type ModelFacts } from '../memory/modelFacts';
import { catalogue, metadataBytes } from './catalogue';
import { quantizationLabel } from './quantizationLabel';
import type { GgufHeader, Metadata } from './ggufHeader';
import { elements, type Architecture, type Experts, type LatentAttention, type ModelShape } from './modelShape';
import { quantizationOfName, type Quantization, type SizedTensor } from './quantization';

/** The model's shape; `undefined` when the header lacks what every model has, or has numbers that no model has. */
export function shapeOf(metadata: Metadata, tensors: readonly SizedTensor[] = []): ModelShape | undefined {
	const architecture = text(metadata, 'general.architecture');
	if (architecture === undefined) return undefined;
	const key = (name: string) => number(metadata, `${architecture}.${name}`);
	// The layers of multi-token prediction are in the file and are not run.
	const layers = (key('block_count') ?? 0) - (key('nextn_predict_layers') ?? 0);
	const width = key('embedding_length');
	const heads = key('attention.head_count');
	if (!isCount(layers, 1024) || !isCount(width, 2 ** 20) || !isCount(heads, 2 ** 16)) return undefined;
	const latent = latentOf(key, tensors);
	const experts = expertsOf(key, metadata);
	const shape = {
		architecture: known(architecture),
		layers,
		width,
		feedForward: key('feed_forward_length') ?? 4 * width,
		heads,
		// Without the MLA keys the head count of the cache is the number of heads, with them it is one.
		kvHeads: latent === undefined ? (key('attention.head_count_kv') ?? heads) : heads,
		keyLength: latent?.headKeyLength ?? key('attention.key_length') ?? width / heads,
		valueLength: latent?.headValueLength ?? key('attention.value_length') ?? width / heads,
		vocabulary: vocabularyOf(metadata, architecture, width, tensors) ?? vocabularyOfShape({ layers, width, heads }),
		trainedContextTokens: key('context_length') ?? 4096,
		...(latent && { latent }),
		...(experts && { experts }),
		...(tensors.length > 0 && { tied: !tensors.some(each => each.name === 'output.weight') }),
	};
	return isSound(shape) ? shape : undefined;
}

function isSound(shape: Omit<ModelShape, 'vocabulary'> & { readonly vocabulary: number | undefined }): shape is ModelShape {
	const { feedForward, heads, kvHeads, keyLength, valueLength, vocabulary, latent, experts } = shape;
	const counts = [feedForward, keyLength, valueLength, vocabulary, ...(latent ? [latent.rank, latent.ropeLength] : [])];
	if (!counts.every(each => isCount(each, 2 ** 24)) || !isCount(kvHeads, heads)) return false;
	return experts === undefined || (isCount(experts.count, 2 ** 16) && isCount(experts.used, experts.count));
}

/** Facts with the header's own tensor sizes; `undefined` when the header does not describe a language model. */
export function factsOfHeader({ metadata, tensors }: GgufHeader): ModelFacts | undefined {
	const shape = shapeOf(metadata, tensors);
	return shape === undefined || tensors.length === 0 ? undefined : factsOf(shape, tensors, true);
}

/** Facts of a header without a tensor list: sizes as its quantization makes them, or as the file's size says; without either there are none. */
export function factsOfMetadata(metadata: Metadata, fileBytes: number | undefined): ModelFacts | undefined {
	const shape = shapeOf(metadata);
	const quantization = quantizationOf(metadata) ?? (fileBytes === undefined ? undefined : 'Q4_K_M');
	if (shape === undefined || quantization === undefined) return undefined;
	const facts = predictedFacts(shape, quantization);
	return fileBytes === undefined ? facts : scaledTo(facts, Math.max(1, fileBytes - metadataBytes({ shape })));
}

/** "Q4_K_M" from `general.file_type`; newer and rarer types are named too, though the catalogue does not offer them. */
export function quantizationNameOf(metadata: Metadata): string | undefined {
	return quantizationLabel(number(metadata, 'general.file_type'));
}

function quantizationOf(metadata: Metadata): Quantization | undefined {
	return quantizationOfName(quantizationNameOf(metadata) ?? '');
}

type Key = (name: string) => number | undefined;

function latentOf(key: Key, tensors: readonly SizedTensor[]): LatentAttention | undefined {
	const rank = key('attention.kv_lora_rank');
	const ropeLength = key('rope.dimension_count');
	if (rank === undefined || ropeLength === undefined) return undefined;
	const keyLengthMla = key('attention.key_length_mla');
	const valueLengthMla = key('attention.value_length_mla');
	const headKeyLength = keyLengthMla ?? key('attention.key_length') ?? 192;
	const headValueLength = valueLengthMla ?? key('attention.value_length') ?? 128;
	const queryRank = key('attention.q_lora_rank');
	const absorbed = keyLengthMla !== undefined || tensors.some(each => each.name.includes('.attn_k_b.'));
	return { rank, ropeLength, headKeyLength, headValueLength, absorbed, ...(queryRank !== undefined && queryRank > 0 && { queryRank }) };
}

function expertsOf(key: Key, metadata: Metadata): Experts | undefined {
	const count = key('expert_count');
	if (count === undefined || count === 0) return undefined;
	return {
		count,
		used: key('expert_used_count') ?? 1,
		shared: key('expert_shared_count') ?? 0,
		feedForward: key('expert_feed_forward_length') ?? key('feed_forward_length') ?? 0,
		denseLayers: key('leading_dense_block_count') ?? 0,
		...(metadata.has('deepseek2.expert_gating_func') && key('expert_gating_func') === 2 && { routerBias: true }),
	};
}

function vocabularyOf(metadata: Metadata, architecture: string, width: number, tensors: readonly SizedTensor[]): number | undefined {
	// The tensor's own size is what is computed with; a tokenizer may list fewer.
	const embedding = tensors.find(each => each.name === 'token_embd.weight' && each.dimensions.length === 2);
	if (embedding !== undefined) return elements(embedding.dimensions) / width;
	const tokens = metadata.get('tokenizer.ggml.tokens');
	const listed = typeof tokens === 'object' ? tokens.length : undefined;
	return number(metadata, `${architecture}.vocab_size`) ?? listed;
}

/** A header that was written down without its vocabulary: the published model of that shape has one. */
function vocabularyOfShape({ layers, width, heads }: Pick<ModelShape, 'layers' | 'width' | 'heads'>): number | undefined {
	return catalogue.find(({ shape }) => shape.layers === layers && shape.width === width && shape.heads === heads)?.shape.vocabulary;
}

function known(architecture: string): Architecture {
	return architecture === 'llama' || architecture === 'qwen2' || architecture === 'deepseek2' ? architecture : 'other';
}

/** A number, or the largest of one per layer. */
function number(metadata: Metadata, key: string): number | undefined {
	const value = metadata.get(key);
	if (typeof value === 'number') return value;
	if (!Array.isArray(value)) return undefined;
	const numbers = value.filter((each: unknown): each is number => typeof each === 'number');
	return numbers.length === 0 ? undefined : Math.max(...numbers);
}

function text(metadata: Metadata, key: string): string | undefined {
	const value = metadata.get(key);
	return typeof value === 'string' ? value : undefined;
}

function isCount(value: number | undefined, most: number): value is number {
	return value !== undefined && Number.isInteger(value) && value > 0 && value <= most;
}

/**
 * The DeepSeek models this extension knows before anything is downloaded: shapes, licences, roles, where to get them, how good they are.
 * Once a file is here its header is believed instead. Shapes are those of the published config.json files.
 */
import type { ModelFamily } from './family';
import { parametersOf, type ModelShape } from './modelShape';
import { quantizations, quantize, type Quantization } from './quantization';

export type CatalogueRole = 'completes' | 'chats' | 'reasons';

export interface CatalogueModel {
	/** "deepseek-coder-6.7b-base". */
	readonly id: string;
	/** "deepseek-coder 6.7B", as people call it. */
	readonly label: string;
	/** "6.7B", for the status bar. */
	readonly size: string;
	readonly family: ModelFamily;
	readonly shape: ModelShape;
	readonly parameters: number;
	readonly roles: readonly CatalogueRole[];
	readonly licence: Licence;
	/** How well it does each role, on the scale of that role's benchmark; only compared within a role. */
	readonly scores: Readonly<Partial<Record<CatalogueRole, number>>>;
	/** The Ollama library's name up to the quantization; absent where the library has none. */
	readonly ollama?: OllamaSource;
	/** The format it was trained to call tools in; the coder models and the distillations were trained with none. */
	readonly toolFormat?: 'deepseekV3';
}

export type Licence = 'DeepSeek Model License' | 'MIT';

export interface OllamaSource {
	/** "deepseek-coder". */
	readonly name: string;
	/** "6.7b-base": a tag is this, a hyphen and the quantization. */
	readonly tag: string;
	readonly quantizations: readonly Quantization[];
}

interface Draft {
	readonly id: string;
	readonly label: string;
	readonly size: string;
	readonly family: ModelFamily;
	readonly shape: ModelShape;
	readonly licence: Licence;
	readonly scores: CatalogueModel['scores'];
	readonly ollama?: OllamaSource;
	readonly toolFormat?: CatalogueModel['toolFormat'];
}

const coderV1 = { architecture: 'llama', keyLength: 128, valueLength: 128, vocabulary: 32256, trainedContextTokens: 16384 } as const;

const shapes = {
	coder1b: { ...coderV1, layers: 24, width: 2048, feedForward: 5504, heads: 16, kvHeads: 16 },
	coder6bMqa: { ...coderV1, layers: 32, width: 4096, feedForward: 11008, heads: 32, kvHeads: 1 },
	coder7b: { ...coderV1, layers: 32, width: 4096, feedForward: 11008, heads: 32, kvHeads: 32 },
	coder7bV15: {
		...coderV1,
		layers: 30,
		width: 4096,
		feedForward: 11008,
		heads: 32,
		kvHeads: 32,
		vocabulary: 102400,
		trainedContextTokens: 4096,
	},
	coder33b: { ...coderV1, layers: 62, width: 7168, feedForward: 19200, heads: 56, kvHeads: 8 },
	coderV2Lite: latentShape({ layers: 27, width: 2048, feedForward: 10944, heads: 16, vocabulary: 102400 }, undefined, {
		count: 64,
		used: 6,
		shared: 2,
		feedForward: 1408,
		denseLayers: 1,
	}),
	coderV2: latentShape({ layers: 60, width: 5120, feedForward: 12288, heads: 128, vocabulary: 102400 }, 1536, {
		count: 160,
		used: 6,
		shared: 2,
		feedForward: 1536,
		denseLayers: 1,
	}),
	v3: latentShape({ layers: 61, width: 7168, feedForward: 18432, heads: 128, vocabulary: 129280 }, 1536, {
		count: 256,
		used: 8,
		shared: 1,
		feedForward: 2048,
		denseLayers: 3,
		routerBias: true,
	}),
	qwen1b: qwenShape({ layers: 28, width: 1536, feedForward: 8960, heads: 12, kvHeads: 2, vocabulary: 151936 }),
	qwen7b: qwenShape({ layers: 28, width: 3584, feedForward: 18944, heads: 28, kvHeads: 4, vocabulary: 152064 }),
	qwen14b: qwenShape({ layers: 48, width: 5120, feedForward: 13824, heads: 40, kvHeads: 8, vocabulary: 152064 }),
	qwen32b: qwenShape({ layers: 64, width: 5120, feedForward: 27648, heads: 40, kvHeads: 8, vocabulary: 152064 }),
	llama8b: {
		...coderV1,
		layers: 32,
		width: 4096,
		feedForward: 14336,
		heads: 32,
		kvHeads: 8,
		vocabulary: 128256,
		trainedContextTokens: 131072,
	},
	llama70b: {
		...coderV1,
		layers: 80,
		width: 8192,
		feedForward: 28672,
		heads: 64,
		kvHeads: 8,
		vocabulary: 128256,
		trainedContextTokens: 131072,
	},
} satisfies Record<string, ModelShape>;

const allTags = quantizations.filter(each => each !== 'IQ4_XS');
/** The R1 distillations are in the library at these only. */
const distilTags: readonly Quantization[] = ['Q4_K_M', 'Q8_0', 'F16'];

/**
 * Completing: mean of RepoBench Python and Java (README of DeepSeek-Coder-V2, table 3.2); 1.3b and 5.7bmqa, which are not in it, are placed
 * by the infilling table of arXiv 2401.14196 (70.4 against 80.7 for 6.7b); V2 236B by its lead in table 3.1.
 * Chatting: mean of HumanEval and MBPP of the instruct models (Evaluation/HumanEval/README.md of DeepSeek-Coder: 65.2, 78.9 and 79.3 in Python;
 * arXiv 2401.14196: 49.4, 65.4 and 70.0; README of DeepSeek-Coder-V2, table 3.1, whose MBPP+ gives 33B the same 70: 81.1 and 68.8, 90.2 and 76.2);
 * 7b-v1.5 and V3 are placed by us.
 * Reasoning: LiveCodeBench pass@1 (README of DeepSeek-R1).
 */
const drafts: readonly Draft[] = [
	...coderPair('1.3b', '1.3B', shapes.coder1b, 34.7, 57.3),
	draft('deepseek-coder-5.7bmqa-base', 'deepseek-coder 5.7B MQA', '5.7B', 'coderV1', shapes.coder6bMqa, { completes: 37 }),
	...coderPair('6.7b', '6.7B', shapes.coder7b, 39.8, 72.2),
	draft('deepseek-coder-7b-base-v1.5', 'deepseek-coder 7B v1.5', '7B v1.5', 'coderV1', shapes.coder7bV15, { completes: 38.5 }),
	draft('deepseek-coder-7b-instruct-v1.5', 'deepseek-coder 7B v1.5', '7B v1.5', 'coderV1', shapes.coder7bV15, { chats: 70.5 }),
	...coderPair('33b', '33B', shapes.coder33b, 42, 74.7),
	...coderV2Pair('lite', '16b-lite', 'V2 Lite', shapes.coderV2Lite, 41.1, 75),
	...coderV2Pair('236b', '236b', 'V2 236B', shapes.coderV2, 45, 83.2),
	distil('qwen-1.5b', 'Qwen 1.5B', '1.5b', '1.5b-qwen-distill', shapes.qwen1b, 16.9),
	distil('qwen-7b', 'Qwen 7B', '7b', '7b-qwen-distill', shapes.qwen7b, 37.6),
	distil('llama-8b', 'Llama 8B', '8b', '8b-llama-distill', shapes.llama8b, 39.6),
	distil('qwen-14b', 'Qwen 14B', '14b', '14b-qwen-distill', shapes.qwen14b, 53.1),
	distil('qwen-32b', 'Qwen 32B', '32b', '32b-qwen-distill', shapes.qwen32b, 57.2),
	distil('llama-70b', 'Llama 70B', '70b', '70b-llama-distill', shapes.llama70b, 57.5),
	{
		...draft('deepseek-r1-671b', 'DeepSeek-R1 671B', '671B', 'reason', shapes.v3, { reasons: 65.9 }),
		licence: 'MIT',
		ollama: { name: 'deepseek-r1', tag: '671b', quantizations: ['Q4_K_M', 'Q8_0', 'F16'] },
	},
	{
		...draft('deepseek-v3-671b', 'DeepSeek-V3 671B', '671B', 'reason', shapes.v3, { chats: 85 }),
		ollama: { name: 'deepseek-v3', tag: '671b', quantizations: ['Q4_K_M', 'Q8_0', 'F16'] },
		toolFormat: 'deepseekV3',
	},
];

export const catalogue: readonly CatalogueModel[] = drafts.map(each => ({
	...each,
	parameters: parametersOf(each.shape),
	roles: Object.keys(each.scores) as CatalogueRole[],
}));

export function catalogueModel(id: string): CatalogueModel | undefined {
	return catalogue.find(each => each.id === id);
}

/** A vocabulary entry with its score, type and share of the merges: 4 to 6 MB in the published files of these vocabularies. */
const metadataBytesPerToken = 40;

/** What a file has before its tensors: mostly the vocabulary. */
export function metadataBytes({ shape }: Pick<CatalogueModel, 'shape'>): number {
	return metadataBytesPerToken * shape.vocabulary;
}

/** Bytes of the file; agrees with published sizes within 0.5 %. */
export function fileBytesOf(model: CatalogueModel, quantization: Quantization): number {
	return quantize(model.shape, quantization).reduce((sum, { bytes }) => sum + bytes, 0) + metadataBytes(model);
}

/** What `ollama pull` takes: "deepseek-coder:6.7b-base-q4_K_M"; `undefined` where the library has no such file. */
export function ollamaTag({ ollama }: CatalogueModel, quantization: Quantization): string | undefined {
	if (ollama?.quantizations.includes(quantization) !== true) return undefined;
	return `${ollama.name}:${ollama.tag}-${tagSpelling(quantization)}`;
}

function tagSpelling(quantization: Quantization): string {
	return quantization === 'F16' ? 'fp16' : quantization.replace(/^Q/, 'q');
}

function coderPair(size: string, label: string, shape: ModelShape, completes: number, chats: number): Draft[] {
	const of = (kind: string, scores: CatalogueModel['scores']): Draft => ({
		...draft(`deepseek-coder-${size}-${kind}`, `deepseek-coder ${label}`, label, 'coderV1', shape, scores),
		ollama: { name: 'deepseek-coder', tag: `${size}-${kind}`, quantizations: allTags },
	});
	return [of('base', { completes }), of('instruct', { chats })];
}

function coderV2Pair(id: string, tag: string, label: string, shape: ModelShape, completes: number, chats: number): Draft[] {
	const of = (kind: string, scores: CatalogueModel['scores']): Draft => ({
		...draft(`deepseek-coder-v2-${id}-${kind}`, `deepseek-coder ${label}`, label, 'coderV2', shape, scores),
		ollama: { name: 'deepseek-coder-v2', tag: `${tag}-${kind}`, quantizations: allTags },
	});
	return [of('base', { completes }), of('instruct', { chats })];
}

function distil(id: string, label: string, size: string, tag: string, shape: ModelShape, reasons: number): Draft {
	return {
		...draft(`deepseek-r1-distill-${id}`, `DeepSeek-R1 ${label}`, size.toUpperCase(), 'reason', shape, { reasons }),
		licence: 'MIT',
		ollama: { name: 'deepseek-r1', tag, quantizations: distilTags },
	};
}

function draft(id: string, label: string, size: string, family: ModelFamily, shape: ModelShape, scores: CatalogueModel['scores']): Draft {
	return { id, label, size, family, shape, scores, licence: 'DeepSeek Model License' };
}

function qwenShape(shape: Pick<ModelShape, 'layers' | 'width' | 'feedForward' | 'heads' | 'kvHeads' | 'vocabulary'>): ModelShape {
	return { ...shape, architecture: 'qwen2', keyLength: 128, valueLength: 128, trainedContextTokens: 131072 };
}

function latentShape(
	shape: Pick<ModelShape, 'layers' | 'width' | 'feedForward' | 'heads' | 'vocabulary'>,
	queryRank: number | undefined,
	experts: NonNullable<ModelShape['experts']>,
): ModelShape {
	return {
		...shape,
		architecture: 'deepseek2',
		kvHeads: shape.heads,
		keyLength: 192,
		valueLength: 128,
		trainedContextTokens: 163840,
		latent: {
			rank: 512,
			ropeLength: 64,
			headKeyLength: 192,
			headValueLength: 128,
			absorbed: false,
			...(queryRank === undefined ? {} : { queryRank }),
		},
		experts,
	};
}

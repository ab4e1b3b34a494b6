/**
 * Where the GGUF file of a model can be had, without Ollama: an address, and what is known of the file before it is here.
 * The repositories are public ones of Hugging Face; each names its files after the model, in one of two ways.
 */
import type { CatalogueModel } from '../models/catalogue';
import type { Quantization } from '../models/quantization';
import { recognize } from '../models/recognize';

export interface GgufSource {
	/** Path below the hub's address: "TheBloke/deepseek-coder-6.7B-base-GGUF/resolve/main/deepseek-coder-6.7b-base.Q4_K_M.gguf". */
	readonly path: string;
	readonly fileName: string;
	readonly expected: { readonly bytes?: number; readonly sha256?: string };
}

interface Repository {
	readonly name: string;
	/** The files' name up to the quantization, with what stands between the two. */
	readonly stem: string;
	readonly quantizations: readonly Quantization[];
	readonly known?: Readonly<Partial<Record<Quantization, GgufSource['expected']>>>;
}

/** For a name that `ollama pull` takes, or that files have; `undefined` where no file is known. */
export function ggufSourceOfName(name: string): GgufSource | undefined {
	const found = recognize(name);
	return found?.quantization && ggufSource(found.model, found.quantization);
}

export function ggufSource({ id }: CatalogueModel, quantization: Quantization): GgufSource | undefined {
	const repository = repositories[id];
	if (repository?.quantizations.includes(quantization) !== true) return undefined;
	const fileName = `${repository.stem}${quantization}.gguf`;
	return { path: `${repository.name}/resolve/main/${fileName}`, fileName, expected: repository.known?.[quantization] ?? {} };
}

/** The repositories of 2023 have no F16 (and what they call Q2_K is larger than today's), those of 2024 and later no Q4_1, Q5_0 and Q5_1. */
const of2023: readonly Quantization[] = [
	'Q8_0',
	'Q6_K',
	'Q5_K_M',
	'Q5_K_S',
	'Q5_0',
	'Q4_K_M',
	'Q4_K_S',
	'Q4_0',
	'Q3_K_L',
	'Q3_K_M',
	'Q3_K_S',
	'Q2_K',
];
const of2024: readonly Quantization[] = [
	'Q8_0',
	'Q6_K',
	'Q5_K_M',
	'Q5_K_S',
	'Q4_K_M',
	'Q4_K_S',
	'IQ4_XS',
	'Q3_K_L',
	'Q3_K_M',
	'Q3_K_S',
	'Q2_K',
];

/** A hash that stands here is checked before the first byte; otherwise the one that the hub states is. */
const repositories: Readonly<Record<string, Repository>> = {
	...coder('1.3b', '1.3b', {
		base: '9fcdcb283ef5b1d80ec7365b307c1ceab0c0f8ea079b49969f7febc06a11bccd',
		instruct: '36eb025121a50ee6d37fe900659393ff8fb5ea34adc0e3c11fc635e07624dcdb',
	}),
	...coder('6.7b', '6.7B', {
		base: 'a2f82242ac5e465037cbf1ed754f04f0be044ee196e1589905f9e4dcd0e6559d',
		instruct: '02cd6ce7ccec670cf6d3dd147932f13e584f9e964d5a3297a74b401b658471ae',
	}),
	...coder('33b', '33B', {
		base: '9b9210b7de8c26d94773146613ee86844a714aae997223355bb520927627feff',
		instruct: '86529f8eefc87a80bd20d62229ee5acdc32d5773be8575a143bc491924865c21',
	}),
	'deepseek-coder-5.7bmqa-base': {
		name: 'TheBloke/deepseek-coder-5.7bmqa-base-GGUF',
		stem: 'deepseek-coder-5.7bmqa-base.',
		quantizations: of2023,
	},
	'deepseek-coder-7b-instruct-v1.5': {
		name: 'LoneStriker/deepseek-coder-7b-instruct-v1.5-GGUF',
		stem: 'deepseek-coder-7b-instruct-v1.5-',
		quantizations: ['Q8_0', 'Q6_K', 'Q5_K_M', 'Q5_K_S', 'Q4_K_M', 'Q4_K_S', 'Q3_K_L', 'Q3_K_M', 'Q3_K_S'],
	},
	'deepseek-coder-v2-lite-base': hyphened('DeepSeek-Coder-V2-Lite-Base'),
	'deepseek-coder-v2-lite-instruct': hyphened('DeepSeek-Coder-V2-Lite-Instruct', {
		Q4_K_M: { bytes: 10_364_416_768, sha256: '603bd3f8a0281d16571da7c08bd661ee17ff0d1be6fcbd1b42242da257ef0bb8' },
		Q5_K_M: { bytes: 11_851_313_920 },
		Q6_K: { bytes: 14_066_972_416 },
		Q8_0: { bytes: 16_702_518_016 },
	}),
	'deepseek-r1-distill-qwen-1.5b': hyphened('DeepSeek-R1-Distill-Qwen-1.5B'),
	'deepseek-r1-distill-qwen-7b': hyphened('DeepSeek-R1-Distill-Qwen-7B'),
	'deepseek-r1-distill-llama-8b': hyphened('DeepSeek-R1-Distill-Llama-8B'),
	'deepseek-r1-distill-qwen-14b': hyphened('DeepSeek-R1-Distill-Qwen-14B', {
		Q4_K_M: { bytes: 8_988_110_240, sha256: '0b319bd0572f2730bfe11cc751defe82045fad5085b4e60591ac2cd2d9633181' },
		Q5_K_M: { bytes: 10_508_873_120 },
		Q6_K: { bytes: 12_124_683_680 },
		Q8_0: { bytes: 15_701_597_600 },
	}),
	'deepseek-r1-distill-qwen-32b': hyphened('DeepSeek-R1-Distill-Qwen-32B'),
	// Its larger files are split; these are single.
	'deepseek-r1-distill-llama-70b': {
		...hyphened('DeepSeek-R1-Distill-Llama-70B', {
			Q4_K_M: { sha256: '181a82a1d6d2fa24fe4db83a68eee030384986bdbdd4773ba76424e3a6eb9fd8' },
		}),
		quantizations: ['Q4_K_M', 'Q4_K_S', 'Q3_K_M'],
	},
};

/** The repository spells the two larger sizes with a capital B, the files do not. */
function coder(size: string, spelled: string, sha256OfQ8: Readonly<Record<'base' | 'instruct', string>>): Record<string, Repository> {
	const of = (kind: 'base' | 'instruct'): Repository => ({
		name: `TheBloke/deepseek-coder-${spelled}-${kind}-GGUF`,
		stem: `deepseek-coder-${size}-${kind}.`,
		quantizations: of2023,
		known: { Q8_0: { sha256: sha256OfQ8[kind] } },
	});
	return { [`deepseek-coder-${size}-base`]: of('base'), [`deepseek-coder-${size}-instruct`]: of('instruct') };
}

function hyphened(model: string, known?: Repository['known']): Repository {
	return { name: `bartowski/${model}-GGUF`, stem: `${model}-`, quantizations: of2024, ...(known && { known }) };
}

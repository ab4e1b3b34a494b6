/** Finds the catalogue's model behind a name that people, Ollama or file lists use. */
import { catalogueModel, type CatalogueModel } from './catalogue';
import { quantizationOfName, type Quantization } from './quantization';

/** The catalogue's model for an Ollama tag, a GGUF file's name or its `general.name`; `undefined` for models that are not in it. */
export function recognize(name: string): { readonly model: CatalogueModel; readonly quantization?: Quantization } | undefined {
	// "registry.ollama.ai/library/deepseek-coder:6.7b", "hf.co/…" and paths: what comes last tells the model.
	const tag = name.toLowerCase().replace(/^.*[\\/]/, '');
	const plain = tag.replace(/\.gguf$/, '').replace(/[\s_:]+/g, '-');
	const model = recognizeModel(plain);
	if (model === undefined) return undefined;
	const quantization = quantizationIn(plain) ?? defaultQuantization(tag);
	return quantization === undefined || quantization === 'unknown' ? { model } : { model, quantization };
}

function recognizeModel(name: string): CatalogueModel | undefined {
	if (/r1.*distill|deepseek-r1/.test(name)) return recognizeReasoner(name);
	if (name.includes('deepseek-v3')) return catalogueModel('deepseek-v3-671b');
	if (!/deepseek-?coder/.test(name)) return undefined;
	// What names neither is an instruct model, in the Ollama library and in most file lists.
	const kind = name.includes('base') || name.includes('mqa') ? 'base' : 'instruct';
	if (name.includes('coder-v2')) return catalogueModel(`deepseek-coder-v2-${isLarge(name) ? '236b' : 'lite'}-${kind}`);
	if (name.includes('5.7b')) return catalogueModel('deepseek-coder-5.7bmqa-base');
	if (name.includes('v1.5')) return catalogueModel(`deepseek-coder-7b-${kind}-v1.5`);
	const size = /(?:^|[^\d.])(1\.3b|6\.7b|33b)/.exec(name)?.[1];
	if (size !== undefined) return catalogueModel(`deepseek-coder-${size}-${kind}`);
	// The library's tags without a size are the 1.3b models.
	return /deepseek-coder(-latest|-instruct|-base)?$/.test(name) ? catalogueModel(`deepseek-coder-1.3b-${kind}`) : undefined;
}

/** Files of the 236B model are named "DeepSeek-Coder-V2-Instruct", those of the small one "…-Lite-…"; Ollama's plain tag is the small one. */
function isLarge(name: string): boolean {
	return name.includes('236b') || (/coder-v2-(base|instruct)/.test(name) && !/lite|16b/.test(name));
}

function recognizeReasoner(name: string): CatalogueModel | undefined {
	// "8b-0528-qwen3" is of another shape.
	const size = name.includes('qwen3') ? undefined : /(?:^|[^\d.])(1\.5b|7b|8b|14b|32b|70b|671b)/.exec(name)?.[1];
	if (size === undefined) return undefined;
	if (size === '671b') return catalogueModel('deepseek-r1-671b');
	return catalogueModel(`deepseek-r1-distill-${size === '8b' || size === '70b' ? 'llama' : 'qwen'}-${size}`);
}

/** `unknown`: the name says one, which the catalogue has no sizes for. */
function quantizationIn(name: string): Quantization | 'unknown' | undefined {
	const match = /(?:^|[-.])(iq\d-[a-z]+|q\d-k-[a-z]+|q\d-k|q\d-[01]|fp16|bf16|f16|f32|fp32|[mn]xfp4|nvfp4)(?:$|[-.])/.exec(name)?.[1];
	return match === undefined ? undefined : (quantizationOfName(match.replace(/-/g, '_')) ?? 'unknown');
}

/** Without a quantization a tag of the Ollama library is Q4_0 for the coders and Q4_K_M for the newer models. */
function defaultQuantization(tag: string): Quantization | undefined {
	if (/^deepseek-coder(-v2)?(:[\w.-]+)?$/.test(tag)) return 'Q4_0';
	return /^deepseek-(r1|v3)(:[\w.-]+)?$/.test(tag) ? 'Q4_K_M' : undefined;
}

/** Finds the catalogue's model behind a name that people, Ollama or file lists use. */
import { catalogueModel, type CatalogueModel } from './catalogue';
import { quantizationOfName, type Quantization } from './quantization';

/** The catalogue's model for an Ollama tag, a GGUF file's name or its `general.name`; `undefined` for models that are not in it. */
export function recognize(name: string): { readonly model: CatalogueModel; readonly quantization?: Quantization } | undefined {
	const plain = name
		.toLowerCase()
		.replace(/^.*[\\/]/, '')
		.replace(/\.gguf$/, '')
		.replace(/[\s_:]+/g, '-');
	const model = recognizeModel(plain);
	if (model === undefined) return undefined;
	const quantization = quantizationIn(plain) ?? defaultQuantization(name);
	return quantization === undefined ? { model } : { model, quantization };
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
	// The library's plain "deepseek-coder" and ":latest" are the 1.3b instruct model.
	return /deepseek-coder(-latest)?$/.test(name) ? catalogueModel('deepseek-coder-1.3b-instruct') : undefined;
}

/** Files of the 236B model are named "DeepSeek-Coder-V2-Instruct", those of the small one "…-Lite-…"; Ollama's plain tag is the small one. */
function isLarge(name: string): boolean {
	return name.includes('236b') || (/coder-v2-(base|instruct)/.test(name) && !/lite|16b/.test(name));
}

function recognizeReasoner(name: string): CatalogueModel | undefined {
	const size = /(?:^|[^\d.])(1\.5b|7b|8b|14b|32b|70b|671b)/.exec(name)?.[1];
	if (size === undefined) return undefined;
	if (size === '671b') return catalogueModel('deepseek-r1-671b');
	return catalogueModel(`deepseek-r1-distill-${size === '8b' || size === '70b' ? 'llama' : 'qwen'}-${size}`);
}

function quantizationIn(name: string): Quantization | undefined {
	const match = /(?:^|[-.])(iq4-xs|q\d-k-[sml]|q\d-k|q\d-[01]|fp16|f16)(?:$|[-.])/.exec(name);
	return match?.[1] === undefined ? undefined : quantizationOfName(match[1].replace(/-/g, '_'));
}

/** A coder tag without a quantization is Q4_0 in the Ollama library. */
function defaultQuantization(name: string): Quantization | undefined {
	return /^deepseek-coder(-v2)?(:[\w.-]+)?$/.test(name) ? 'Q4_0' : undefined;
}

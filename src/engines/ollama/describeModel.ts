/** What a model on an Ollama server is to us, told from its name and its GGUF header as `/api/tags` and `/api/show` give them. */
import type { InstalledModel, Role } from '../../core/engine/engine';
import { familyOfName, type ModelFamily } from '../../core/models/family';

/** An entry of `/api/tags`, as far as we read it. */
export interface Listed {
	readonly name: string;
	readonly size: number;
	readonly digest: string;
	readonly details?: { readonly parameter_size?: string; readonly quantization_level?: string };
	/** Models of Ollama's cloud carry the host that runs them. */
	readonly remote_host?: string;
}

/** `/api/show`, as far as we read it. The header comes without `general.name`, and its arrays are null. */
export interface Shown {
	readonly model_info?: Readonly<Record<string, unknown>>;
	readonly template?: string;
	readonly capabilities?: readonly string[];
	readonly modelfile?: string;
}

export type Description = { readonly kind: 'model'; readonly model: InstalledModel } | { readonly kind: 'leftOut'; readonly why: string };

/** The smallest that DeepSeek released has 1.3 billion: with DeepSeek-Coder's tokenizer and less than this, it is the toy of this extension. */
const toyParameters = 1e8;

export function describeModel(listed: Listed, shown: Shown): Description {
	if (listed.remote_host) return leftOut(`it runs on ${listed.remote_host}, not on the server`);
	const info = shown.model_info ?? {};
	const architecture = textOf(info, 'general.architecture') ?? 'unknown';
	const family = familyOf(listed.name, info);
	if (family === 'other') return leftOut(`it is not a DeepSeek coder or reasoning model (architecture ${architecture})`);

	const parameters = numberOf(info, 'general.parameter_count');
	const isDemo = textOf(info, 'tokenizer.ggml.pre') === 'deepseek-coder' && parameters !== undefined && parameters < toyParameters;
	const roles = isDemo ? (['completion', 'chat'] as const) : rolesOf(listed.name, family, shown);
	if (roles.length === 0) return leftOut('a base model that was not trained to fill in the middle can neither complete nor chat');
	const quantization = listed.details?.quantization_level;
	const trainedContextTokens = numberOf(info, `${architecture}.context_length`);
	const model: InstalledModel = {
		id: listed.name,
		label: isDemo ? 'demo model' : label(listed),
		family,
		...(quantization && quantization !== 'unknown' && { quantization }),
		...(parameters !== undefined && { parameters }),
		fileBytes: listed.size,
		...(trainedContextTokens !== undefined && { trainedContextTokens }),
		roles,
		isDemo,
	};
	return { kind: 'model', model };
}

/** Best for completion first: base models, then those that complete besides; the toy is always last. */
export function inOrderOfPreference(models: readonly InstalledModel[]): readonly InstalledModel[] {
	const rank = ({ isDemo, roles }: InstalledModel) => (isDemo ? 3 : roles[0] === 'completion' ? 0 : roles.includes('completion') ? 1 : 2);
	return [...models].sort((a, b) => rank(a) - rank(b));
}

/** The file that holds the weights, as the FROM line of the Modelfile names it: two names of one file share a runner. */
export function weightsOf(shown: Shown | undefined): string | undefined {
	return /^FROM\s+(\S.*)$/m.exec(shown?.modelfile ?? '')?.[1];
}

/** A name is believed first: distillations of R1 have the header of what they were made from. */
function familyOf(name: string, info: Readonly<Record<string, unknown>>): ModelFamily {
	const names = [name, textOf(info, 'general.basename'), textOf(info, 'general.base_model.0.name')];
	for (const each of names) {
		const family = familyOfName(each ?? '');
		if (family !== 'other') return family;
	}
	const tokenizer = textOf(info, 'tokenizer.ggml.pre');
	if (tokenizer === 'deepseek-coder') return 'coderV1';
	if (textOf(info, 'general.architecture') !== 'deepseek2') return 'other';
	if (tokenizer === 'deepseek-v3') return 'reason';
	return hasFimTokens(info) ? 'coderV2' : 'other';
}

/**
 * The first role is what it was made for. Instruct models keep most of what their base learnt about holes (less so V2), so they may complete
 * where there is no base model. The 7b of v1.5 never learnt it (DeepSeek-Coder paper, section 5); only it has V2's vocabulary in v1's shape.
 */
function rolesOf(name: string, family: ModelFamily, shown: Shown): readonly Role[] {
	if (family === 'reason') return ['chat'];
	const vocabulary = numberOf(shown.model_info ?? {}, 'llama.vocab_size');
	const fillsHoles = !(family === 'coderV1' && (vocabulary === 102_400 || /v1\.5/i.test(name)));
	if (isBase(name, shown)) return fillsHoles ? ['completion'] : [];
	return fillsHoles ? ['chat', 'completion'] : ['chat'];
}

/** Ollama's tags without a word for it are instruct models; base models that people made themselves have a template that only passes the prompt on. */
function isBase(name: string, { template, model_info }: Shown): boolean {
	const finetune = textOf(model_info ?? {}, 'general.finetune') ?? '';
	const words = `${name} ${finetune}`.toLowerCase().replace(/_/g, '-');
	if (/\binstruct|\bchat/.test(words)) return false;
	return /\bbase\b/.test(words) || template?.trim() === '{{ .Prompt }}';
}

function hasFimTokens(info: Readonly<Record<string, unknown>>): boolean {
	return ['tokenizer.ggml.fim_pre_token_id', 'tokenizer.ggml.prefix_token_id'].some(key => numberOf(info, key) !== undefined);
}

/** "registry/someone/deepseek-coder-GGUF:6.7b-base" → "deepseek-coder 6.7B". */
function label({ name, details }: Listed): string {
	const model = (name.split('/').pop() ?? name).replace(/:.*$/, '').replace(/-gguf$/i, '');
	const size = details?.parameter_size;
	return size && !/\d[bm]\b/i.test(model) ? `${model} ${size}` : model;
}

function leftOut(why: string): Description {
	return { kind: 'leftOut', why };
}

function textOf(info: Readonly<Record<string, unknown>>, key: string): string | undefined {
	const value = info[key];
	return typeof value === 'string' ? value : undefined;
}

function numberOf(info: Readonly<Record<string, unknown>>, key: string): number | undefined {
	const value = info[key];
	return typeof value === 'number' ? value : undefined;
}

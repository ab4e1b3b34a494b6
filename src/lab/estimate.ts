/** `lab estimate`: the bytes a model takes, from the catalogue, a GGUF file, or a header written down as JSON. */
import { estimateMemory } from '../core/memory/estimate';
import type { ModelFacts } from '../core/memory/modelFacts';
import type { LoadSetup } from '../core/memory/options';
import { GgufError } from '../core/models/ggufError';
import { factsOfHeader } from '../core/models/headerFacts';
import { recognize } from '../core/models/recognize';
import { catalogueFacts } from '../core/plan/candidates';
import { readGguf } from '../host/readGguf';
import { headerFacts } from './headerJson';
import { Options, UsageError } from './options';

export async function labEstimate(parameters: readonly string[]): Promise<unknown> {
	const options = new Options(parameters, [
		'model',
		'gguf',
		'header',
		'context',
		'kv',
		'ubatch',
		'flash-attention',
		'gpu-layers',
		'kv-regime',
		'output-layer',
		'cpu-expert-layers',
		'sequences',
	]);
	const setup = setupOf(options);
	const facts = await factsFrom(options);
	const { kvGpuBytes, kvCpuBytes, ...estimate } = estimateMemory(facts, setup);
	const { weightsGpuBytes, weightsCpuBytes, computeGpuBytes, computeHostBytes, ...others } = estimate;
	const parts = {
		weightsGpuBytes,
		weightsCpuBytes,
		kvBytes: kvGpuBytes + kvCpuBytes,
		kvGpuBytes,
		kvCpuBytes,
		computeGpuBytes,
		computeHostBytes,
	};
	return whole({ ...parts, ...others });
}

function setupOf(options: Options): LoadSetup {
	const layers = options.text('gpu-layers') ?? 'all';
	const regime = options.oneOf('kv-regime', ['auto', 'legacy', 'mla', 'mla-k']);
	return {
		contextTokens: options.number('context', { least: 1, most: 2 ** 24 }) ?? 4096,
		kvType: options.oneOf('kv', ['f16', 'q8_0', 'q4_0']) ?? 'f16',
		ubatch: options.number('ubatch', { least: 1, most: 2 ** 16 }) ?? 512,
		flashAttention: (options.oneOf('flash-attention', ['on', 'off']) ?? 'on') === 'on',
		gpuLayers: layers === 'all' ? 'all' : (options.number('gpu-layers', { least: 0, most: 10_000 }) ?? 'all'),
		expertLayersOnCpu: options.number('cpu-expert-layers', { least: 0, most: 10_000 }) ?? 0,
		sequences: options.number('sequences', { least: 1, most: 256 }) ?? 1,
		kvRegime: regime ?? 'auto',
		outputLast: (options.oneOf('output-layer', ['first', 'last']) ?? usualOrder(options, regime)) === 'last',
	};
}

/** Names are Ollama's, and what people write down of headers is mostly of loads before 2026; a file is loaded by the built-in engine. */
function usualOrder(options: Options, regime: string | undefined): 'first' | 'last' {
	const isOfThisYear = regime === 'mla-k' || (options.text('gguf') !== undefined && regime !== 'legacy' && regime !== 'mla');
	return isOfThisYear ? 'first' : 'last';
}

async function factsFrom(options: Options): Promise<ModelFacts> {
	const [model, gguf, header] = ['model', 'gguf', 'header'].map(each => options.text(each));
	if ([model, gguf, header].filter(each => each !== undefined).length !== 1)
		throw new UsageError('name one model, with --model, --gguf or --header');
	if (model !== undefined) return namedFacts(model);
	return gguf !== undefined ? fileFacts(gguf) : headerFacts(header ?? '');
}

function namedFacts(name: string): ModelFacts {
	const known = recognize(name);
	if (known === undefined) throw new UsageError(`${name} is not in the catalogue; "deepseek-coder:6.7b-base-q4_K_M" would be`);
	if (known.quantization === undefined) throw new UsageError(`${name} does not say its quantization; add one such as -q4_K_M`);
	return catalogueFacts(known.model, known.quantization);
}

async function fileFacts(file: string): Promise<ModelFacts> {
	try {
		const facts = factsOfHeader(await readGguf(file, { headerIsEnough: true }));
		if (facts !== undefined) return facts;
	} catch (error) {
		const why = error instanceof GgufError || (error instanceof Error && 'code' in error) ? error.message : undefined;
		if (why === undefined) throw error;
		throw new UsageError(`${file} cannot be read as GGUF: ${why}`);
	}
	throw new UsageError(`the header of ${file} does not describe a language model`);
}

function whole<T extends Record<string, number>>(figures: T): Record<string, number> {
	return Object.fromEntries(Object.entries(figures).map(([key, value]) => [key, Math.round(value)]));
}

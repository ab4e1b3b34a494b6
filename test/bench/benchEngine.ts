/** The engines as a bench uses them: one model, loaded for completions, ready. */
import * as path from 'node:path';
import type { Engine, InstalledModel, LoadOptions } from '../../src/core/engine/engine';
import type { ServedModel } from '../../src/core/engine/servedModel';
import { EmbeddedEngine } from '../../src/engines/embedded/embeddedEngine';
import { OllamaEngine } from '../../src/engines/ollama/ollamaEngine';
import { resolveHost } from '../../src/engines/ollama/resolveHost';
import { UsageError } from '../../src/lab/options';

const never = new AbortController().signal;
const loadOptions: LoadOptions = { contextTokens: 4096, roles: ['completion'] };
const onlyWarnings = { debug: () => undefined, info: () => undefined, warn: (message: string) => console.error(message) };

/** @param folder with models beside the demo model */
export function embeddedEngine(folder: string | undefined): EmbeddedEngine {
	return new EmbeddedEngine({
		childPath: path.resolve('engine/dist/child.mjs'),
		demoModelPath: path.resolve('media/demo-model/demo.gguf'),
		modelFolders: () => (folder === undefined ? [] : [path.resolve(folder)]),
		gpu: () => 'auto',
		threads: () => undefined,
		log: onlyWarnings,
	});
}

/** `undefined` where there is none; `scripts/bench.mjs` starts one where it can. */
export function ollamaEngine(): OllamaEngine | undefined {
	const address = process.env.DEEPSEEK_CODER_TEST_OLLAMA;
	if (address === undefined) return undefined;
	const host = resolveHost(address, undefined);
	return new OllamaEngine({ host, headers: () => ({}), keepAliveMinutes: () => 10, threads: () => 1, log: onlyWarnings });
}

/** The model whose name holds `wanted`; without a wish the demo model, or the first there is. */
export async function serve(engine: Engine, wanted: string | undefined): Promise<ServedModel> {
	const models = (await engine.models(never)).filter(each => each.roles.includes('completion'));
	const isWanted = (model: InstalledModel) => (wanted === undefined ? model.isDemo : model.id.includes(wanted));
	const model = models.find(isWanted) ?? (wanted === undefined ? models[0] : undefined);
	if (model === undefined)
		throw new UsageError(`no such model in ${engine.place}; there are ${models.map(each => each.id).join(', ') || 'none'}`);
	const loaded = await engine.load(model, loadOptions, never);
	const served: ServedModel = {
		role: 'completion',
		loaded,
		generate: (request, signal) => engine.generate(loaded, { ...request, role: 'completion' }, signal),
		countTokens: (text, signal) => engine.countTokens(loaded, text, signal),
	};
	// What is slow only once, such as the first evaluation, is no part of a bench.
	const warmUp = served.generate({ prompt: ['const a ='], maxTokens: 4, temperature: 0, stop: [] }, never);
	for await (const event of warmUp) if (event.kind === 'end') break;
	return served;
}

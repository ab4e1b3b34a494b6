/**
 * What the built-in engine really allocates, against the estimate: models of the published shapes with fewer layers are loaded for real, and the
 * sizes of the buffers are read where llama.cpp prints them. The files are sparse: their weights are zero and take no room on the disk.
 */
import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { pathToFileURL } from 'node:url';
import { estimateMemory } from '../../src/core/memory/estimate';
import type { ModelFacts } from '../../src/core/memory/modelFacts';
import type { KvType } from '../../src/core/memory/options';
import { catalogueModel } from '../../src/core/models/catalogue';
import { factsOfHeader } from '../../src/core/models/headerFacts';
import type { ModelShape } from '../../src/core/models/modelShape';
import type { Quantization } from '../../src/core/models/quantization';
import { EmbeddedEngine } from '../../src/engines/embedded/embeddedEngine';
import { readGguf } from '../../src/host/readGguf';
import { writeHeaderOnlyGguf } from '../support/headerOnlyGguf';

const mebibyte = 1024 * 1024;
const never = new AbortController().signal;

interface Load {
	readonly contextTokens: number;
	readonly sequences: number;
	readonly kvType: KvType;
	readonly flashAttention: boolean;
}

/** Some 340 MB each: quick to load, and large enough that a wrong buffer shows. */
const models: readonly (readonly [id: string, layers: number, quantization: Quantization, absorbed: boolean])[] = [
	['deepseek-coder-1.3b-base', 4, 'Q8_0', false],
	['deepseek-coder-6.7b-base', 2, 'Q4_K_M', false],
	['deepseek-coder-33b-base', 1, 'Q4_K_M', false],
	['deepseek-r1-distill-qwen-1.5b', 4, 'Q4_K_M', false],
	['deepseek-coder-v2-lite-base', 2, 'Q4_K_M', false],
	['deepseek-coder-v2-lite-base', 2, 'Q4_K_M', true],
];

const loads: readonly Load[] = [
	{ contextTokens: 2048, sequences: 1, kvType: 'f16', flashAttention: true },
	{ contextTokens: 8192, sequences: 2, kvType: 'f16', flashAttention: true },
	{ contextTokens: 4096, sequences: 1, kvType: 'f16', flashAttention: false },
	{ contextTokens: 4096, sequences: 1, kvType: 'q8_0', flashAttention: true },
];

describe('the memory that the built-in engine takes', function () {
	this.timeout(120_000);
	const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'deepseek-coder-memory-'));
	const files = models.map(([id, layers, quantization, absorbed]) => {
		const file = path.join(folder, `${id}${absorbed ? '-mla' : ''}-${quantization}.gguf`);
		writeHeaderOnlyGguf(file, id, shortened(id, layers, absorbed), quantization);
		return file;
	});
	after(() => fs.rmSync(folder, { recursive: true }));

	describe('by the buffers that llama.cpp allocated', () => {
		let runtime: Runtime;
		before(async () => (runtime = await startRuntime()));
		after(() => runtime.stop());

		for (const file of files) {
			it(`${path.basename(file, '.gguf')}: weights and cache to the printed digit, all together within 1 % or 16 MiB`, async () => {
				const facts = await factsOf(file);
				for (const load of loads) {
					const taken = await runtime.load(file, load);
					const estimate = estimateMemory(facts, { ...load, ubatch: 512, gpuLayers: 0 });
					const what = `${JSON.stringify(load)}: ${JSON.stringify(taken)}`;
					near(estimate.weightsCpuBytes, taken.model, 0.02 * mebibyte, what);
					// Another processor than the AVX2 ones may copy other formats, or none.
					if (taken.repacked > 0 && os.arch() === 'x64') near(estimate.repackedBytes, taken.repacked, 0.02 * mebibyte, what);
					near(estimate.kvCpuBytes, taken.cache, 0.02 * mebibyte, what);
					const total = taken.model + taken.cache + taken.compute;
					near(estimate.totalHostBytes, total, Math.max(16 * mebibyte, 0.01 * total), what);
				}
			});
		}
	});

	it('is what the engine says of a loaded model, and what the estimate said before', async () => {
		const engine = new EmbeddedEngine({
			childPath: path.resolve('engine/dist/child.mjs'),
			modelFolders: () => [folder],
			demoModelPath: path.resolve('media/demo-model/demo.gguf'),
			gpu: () => 'off',
			threads: () => 1,
			log: { debug: () => undefined, info: () => undefined, warn: () => undefined },
		});
		try {
			for (const model of await engine.models(never)) {
				const { memory, contextTokens } = await engine.load(model, { contextTokens: 2048, roles: ['completion', 'chat'] }, never);
				const facts = await factsOf(model.id);
				// Small heads are quicker without flash attention on the CPU; the engine leaves it off for the demo model.
				const load = { contextTokens, sequences: 2, kvType: 'f16', flashAttention: !model.isDemo } as const;
				const { totalHostBytes, repackedBytes } = estimateMemory(facts, { ...load, ubatch: 512, gpuLayers: 0 });
				assert.ok(memory);
				near(totalHostBytes + repackedBytes, memory.hostBytes, Math.max(16 * mebibyte, 0.01 * memory.hostBytes), model.id);
				await engine.unload(model);
			}
		} finally {
			engine.dispose();
		}
	});
});

function shortened(id: string, layers: number, absorbed: boolean): ModelShape {
	const shape = catalogueModel(id)?.shape;
	assert.ok(shape);
	// llama.cpp knows V2-Lite, which has no query rank, by its 27 layers; with fewer it wants the rank of the larger models.
	const latent = shape.latent && { latent: { ...shape.latent, absorbed, queryRank: 1536 } };
	return { ...shape, layers, ...latent };
}

async function factsOf(file: string): Promise<ModelFacts> {
	const facts = factsOfHeader(await readGguf(file));
	assert.ok(facts);
	return facts;
}

function near(actual: number, wanted: number, allowed: number, what: string): void {
	assert.ok(
		Math.abs(actual - wanted) <= allowed,
		`${(actual / mebibyte).toFixed(2)} MiB instead of ${(wanted / mebibyte).toFixed(2)}, ${what}`,
	);
}

interface Buffers {
	readonly model: number;
	readonly repacked: number;
	readonly cache: number;
	readonly compute: number;
}

interface Runtime {
	load(file: string, load: Load): Promise<Buffers>;
	stop(): Promise<void>;
}

/** The few parts of node-llama-cpp that are used here. */
interface Library {
	getLlama(options: object): Promise<{
		loadModel(options: object): Promise<{ createContext(options: object): Promise<Disposable>; dispose(): Promise<void> }>;
		dispose(): Promise<void>;
	}>;
	readonly LlamaLogLevel: { readonly info: string };
}

interface Disposable {
	dispose(): Promise<void>;
}

async function startRuntime(): Promise<Runtime> {
	const library = (await import(pathToFileURL(path.resolve('engine/node_modules/node-llama-cpp/dist/index.js')).href)) as Library;
	let printed = '';
	const llama = await library.getLlama({
		gpu: false,
		build: 'never',
		skipDownload: true,
		progressLogs: false,
		maxThreads: 1,
		logLevel: library.LlamaLogLevel.info,
		logger: (_level: string, message: string) => (printed += `${message}\n`),
	});
	return {
		async load(file, { contextTokens, sequences, kvType, flashAttention }) {
			printed = '';
			const model = await llama.loadModel({ modelPath: file, gpuLayers: 0 });
			const cacheType = kvType === 'f16' ? undefined : kvType.toUpperCase();
			const context = await model.createContext({
				contextSize: contextTokens,
				sequences,
				flashAttention,
				experimentalKvCacheKeyType: cacheType,
				experimentalKvCacheValueType: cacheType,
			});
			await context.dispose();
			await model.dispose();
			return {
				model: printedBytes(printed, 'CPU(?:_Mapped)? model'),
				repacked: printedBytes(printed, 'CPU_REPACK model'),
				cache: printedBytes(printed, 'CPU KV'),
				compute: printedBytes(printed, 'CPU compute'),
			};
		},
		stop: () => llama.dispose(),
	};
}

/** Reads lines such as "llama_kv_cache:        CPU KV buffer size =   128.00 MiB"; a context that is laid out again prints its buffer again. */
function printedBytes(log: string, buffer: string): number {
	const sizes = [...log.matchAll(new RegExp(`${buffer} buffer size = +([\\d.]+) MiB`, 'g'))];
	return Number(sizes.at(-1)?.[1] ?? 0) * mebibyte;
}

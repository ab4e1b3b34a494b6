/**
 * The estimate against what the built-in engine's llama.cpp computes, without allocating, for header-only files of the real shapes.
 * Needs the engine's packages; without them the suite is skipped and says so.
 */
import * as assert from 'node:assert/strict';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { pathToFileURL } from 'node:url';
import { estimateMemory } from '../../../../src/core/memory/estimate';
import { factsOfHeader } from '../../../../src/core/models/headerFacts';
import { catalogueModel } from '../../../../src/core/models/catalogue';
import type { Quantization } from '../../../../src/core/models/quantization';
import { readGguf } from '../../../../src/host/readGguf';
import { writeHeaderOnlyGguf } from '../../../support/headerOnlyGguf';
import { skipBecause } from '../../../support/skipBecause';

const library = path.resolve('engine/node_modules/node-llama-cpp/dist/index.js');
const mebibyte = 1024 * 1024;

interface Bytes {
	readonly cpuRam: number;
	readonly gpuVram: number;
}

/** The few parts of node-llama-cpp that are used here. */
interface Library {
	getLlama(options: object): Promise<{ dispose(): Promise<void> }>;
	readGgufFileInfo(file: string): Promise<unknown>;
	readonly GgufInsights: {
		from(
			info: unknown,
			llama: unknown,
		): Promise<{
			estimateModelResourceRequirementsV2(options: object): Promise<Bytes>;
			estimateContextResourceRequirementsV2(options: object): Promise<Bytes>;
		}>;
	};
}

const cases: readonly (readonly [model: string, quantization: Quantization, absorbed: boolean])[] = [
	['deepseek-coder-1.3b-base', 'Q8_0', false],
	['deepseek-coder-5.7bmqa-base', 'Q4_0', false],
	['deepseek-coder-6.7b-base', 'Q4_K_M', false],
	['deepseek-coder-33b-base', 'Q5_K_M', false],
	['deepseek-coder-v2-lite-base', 'Q4_K_M', false],
	['deepseek-coder-v2-lite-base', 'Q6_K', true],
	['deepseek-r1-distill-qwen-14b', 'Q4_K_M', false],
	['deepseek-r1-distill-llama-8b', 'Q6_K', false],
];

describe('memory estimate against the engine', function () {
	this.timeout(60_000);
	const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'estimate-'));
	let engine: Library;
	let llama: { dispose(): Promise<void> };

	before(async function () {
		if (!fs.existsSync(library)) skipBecause(this, "the engine's packages are not here; `npm start` and `npm test` install them");
		engine = (await import(pathToFileURL(library).href)) as Library;
		llama = await engine.getLlama({
			gpu: false,
			build: 'never',
			progressLogs: false,
			skipDownload: true,
			maxThreads: 1,
			logger: () => undefined,
		});
	});

	after(async () => {
		fs.rmSync(folder, { recursive: true });
		if (fs.existsSync(library)) await llama.dispose();
	});

	for (const [model, quantization, absorbed] of cases) {
		it(`${model} ${quantization}${absorbed ? ' MLA' : ''}: weights to the byte, all together within 1 % or 16 MiB`, async () => {
			const found = catalogueModel(model)?.shape;
			assert.ok(found);
			const shape = absorbed && found.latent ? { ...found, latent: { ...found.latent, absorbed } } : found;
			const file = path.join(folder, `${model}-${absorbed}.gguf`);
			writeHeaderOnlyGguf(file, model, shape, quantization);
			const facts = factsOfHeader(await readGguf(file));
			assert.ok(facts);
			const insights = await engine.GgufInsights.from(await engine.readGgufFileInfo(file), llama);
			for (const gpuLayers of [0, 10, shape.layers + 1]) {
				const { gpuVram, cpuRam } = await insights.estimateModelResourceRequirementsV2({ gpuLayers, useMmap: true });
				const { weightsGpuBytes, weightsCpuBytes } = estimateMemory(facts, {
					contextTokens: 512,
					kvType: 'f16',
					ubatch: 512,
					flashAttention: true,
					gpuLayers,
				});
				// The engine's figures are of a CPU build when it has no GPU: then all is in RAM.
				if (gpuVram > 0) assert.deepEqual([weightsGpuBytes, weightsCpuBytes], [gpuVram, cpuRam]);
				else assert.equal(weightsGpuBytes + weightsCpuBytes, cpuRam);
			}
			for (const [contextTokens, ubatch] of [
				[2048, 512],
				[8192, 512],
				[4096, 256],
			] as const) {
				const { cpuRam } = await insights.estimateContextResourceRequirementsV2({
					contextSize: contextTokens,
					modelGpuLayers: 0,
					batchSize: ubatch,
					sequences: 1,
					flashAttention: true,
				});
				const { kvCpuBytes, computeHostBytes, totalHostBytes } = estimateMemory(facts, {
					contextTokens,
					kvType: 'f16',
					ubatch,
					flashAttention: true,
					gpuLayers: 0,
				});
				const off = kvCpuBytes + computeHostBytes - cpuRam;
				assert.ok(Math.abs(off) <= Math.max(16 * mebibyte, 0.01 * totalHostBytes), `${contextTokens} tokens: ${off / mebibyte} MiB off`);
			}
		});
	}
});

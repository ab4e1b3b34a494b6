/**
 * The catalogue against what is published of the models: their config.json, the sizes of their files, the tags of the Ollama library, the lines of
 * load logs.
 */
import * as assert from 'node:assert/strict';
import { ggufSource } from '../../../../src/core/download/ggufSource';
import { kvBytesPerToken } from '../../../../src/core/memory/kvCache';
import { catalogue, catalogueModel, fileBytesOf, ollamaTag, type CatalogueModel } from '../../../../src/core/models/catalogue';
import { quantizations, quantize, type Quantization } from '../../../../src/core/models/quantization';

const gibibyte = 1024 ** 3;

describe('catalogue', () => {
	it('has the shapes of the published config.json files', () => {
		const configs: readonly (readonly [string, ...number[]])[] = [
			// id, layers, width, feed-forward, heads, key-value heads, vocabulary, trained context, parameters, KiB of cache a token
			['deepseek-coder-1.3b', 24, 2048, 5504, 16, 16, 32256, 16384, 1346471936, 192],
			['deepseek-coder-5.7bmqa', 32, 4096, 11008, 32, 1, 32256, 16384, 5700325376, 16],
			['deepseek-coder-6.7b', 32, 4096, 11008, 32, 32, 32256, 16384, 6740512768, 512],
			['deepseek-coder-7b', 30, 4096, 11008, 32, 32, 102400, 4096, 6910365696, 480],
			['deepseek-coder-33b', 62, 7168, 19200, 56, 8, 32256, 16384, 33342991360, 248],
			['deepseek-coder-v2-lite', 27, 2048, 10944, 16, 16, 102400, 163840, 15706484224, 270],
			['deepseek-coder-v2-236b', 60, 5120, 12288, 128, 128, 102400, 163840, 235741434880, 4800],
			['deepseek-v3', 61, 7168, 18432, 128, 128, 129280, 163840, 671026419200, 4880],
			['deepseek-r1-671b', 61, 7168, 18432, 128, 128, 129280, 163840, 671026419200, 4880],
			['deepseek-r1-distill-qwen-1.5b', 28, 1536, 8960, 12, 2, 151936, 131072, 1777088000, 28],
			['deepseek-r1-distill-qwen-7b', 28, 3584, 18944, 28, 4, 152064, 131072, 7615616512, 56],
			['deepseek-r1-distill-qwen-14b', 48, 5120, 13824, 40, 8, 152064, 131072, 14770033664, 192],
			['deepseek-r1-distill-qwen-32b', 64, 5120, 27648, 40, 8, 152064, 131072, 32763876352, 256],
			['deepseek-r1-distill-llama-8b', 32, 4096, 14336, 32, 8, 128256, 131072, 8030261248, 128],
			['deepseek-r1-distill-llama-70b', 80, 8192, 28672, 64, 8, 128256, 131072, 70553706496, 320],
		];
		const seen = new Set<string>();
		for (const [start, ...numbers] of configs) {
			for (const { id, shape, parameters } of catalogue.filter(each => each.id.startsWith(start))) {
				const { layers, width, feedForward, heads, kvHeads, vocabulary, trainedContextTokens } = shape;
				const cacheKib = kvBytesPerToken(shape, 'f16') / 1024;
				assert.deepEqual([layers, width, feedForward, heads, kvHeads, vocabulary, trainedContextTokens, parameters, cacheKib], numbers, id);
				seen.add(id);
			}
		}
		assert.deepEqual([...seen].sort(), catalogue.map(({ id }) => id).sort());
	});

	it('a latent cache is 57.4 KiB a token with key and value, 30.4 with the key alone', () => {
		const { shape } = model('deepseek-coder-v2-lite-base');
		assert.deepEqual([kvBytesPerToken(shape, 'f16', 'mla'), kvBytesPerToken(shape, 'f16', 'mla-k')], [58752, 31104]);
		const v3 = model('deepseek-v3-671b').shape;
		assert.deepEqual([kvBytesPerToken(v3, 'f16', 'mla'), kvBytesPerToken(v3, 'f16', 'mla-k')], [132736, 70272]);
	});

	it('reads what load logs print of a file: GiB and bits a weight', () => {
		const logs: readonly (readonly [string, Quantization, gib: number, bits?: number])[] = [
			['deepseek-coder-v2-lite-base', 'F16', 29.26],
			['deepseek-coder-v2-lite-base', 'Q4_K_M', 9.65, 5.28],
			['deepseek-coder-v2-236b-base', 'Q4_0', 123.78, 4.51], // ollama/ollama#5522
			['deepseek-v3-671b', 'Q4_K_M', 376.65], // ggml-org/llama.cpp#10981
			['deepseek-r1-distill-qwen-7b', 'Q4_K_M', 4.36, 4.91],
			['deepseek-r1-distill-qwen-1.5b', 'Q4_K_M', 1.04, 5.0],
			['deepseek-r1-distill-llama-8b', 'Q4_K_M', 4.58],
			['deepseek-r1-distill-llama-8b', 'Q6_K', 6.14],
			['deepseek-r1-distill-llama-8b', 'Q3_K_L', 4.02],
		];
		for (const [id, quantization, gib, bits] of logs) {
			const bytes = quantize(model(id).shape, quantization).reduce((sum, each) => sum + each.bytes, 0);
			assert.ok(Math.abs(bytes / gibibyte - gib) <= 0.006, `${id} ${quantization}: ${bytes / gibibyte}`);
			if (bits !== undefined) assert.ok(Math.abs((bytes * 8) / model(id).parameters - bits) <= 0.006, `${id} ${quantization}`);
		}
	});

	it('has the sizes that the Ollama library lists', () => {
		const listed: readonly (readonly [tag: string, gigabytes: number, tolerance: number])[] = [
			['deepseek-coder:1.3b-instruct-q4_0', 0.776, 0.003],
			['deepseek-coder:1.3b-instruct-q8_0', 1.43, 0.005],
			['deepseek-coder:6.7b-instruct-q4_0', 3.83, 0.005],
			['deepseek-coder:6.7b-instruct-q8_0', 7.16, 0.005],
			['deepseek-coder:6.7b-instruct-q4_K_M', 4.1, 0.05],
			['deepseek-coder:33b-instruct-q4_K_M', 20, 0.5],
			['deepseek-coder-v2:16b-lite-instruct-q4_0', 8.9, 0.05],
		];
		const byTag = new Map(
			catalogue.flatMap(each => quantizations.map(quantization => [ollamaTag(each, quantization), [each, quantization] as const])),
		);
		for (const [tag, gigabytes, tolerance] of listed) {
			const [found, quantization] = byTag.get(tag) ?? [];
			assert.ok(found && quantization, tag);
			assert.ok(
				Math.abs(fileBytesOf(found, quantization) / 1e9 - gigabytes) <= tolerance,
				`${tag}: ${fileBytesOf(found, quantization) / 1e9}`,
			);
		}
	});

	it('names the tags of the Ollama library, all fifteen of a coder, and none for what is not in it', () => {
		const kinds = 'q2_K q3_K_S q3_K_M q3_K_L q4_0 q4_1 q4_K_S q4_K_M q5_0 q5_1 q5_K_S q5_K_M q6_K q8_0 fp16'.split(' ');
		const tagsOf = (id: string) => quantizations.flatMap(each => ollamaTag(model(id), each) ?? []).sort();
		for (const [id, start] of [
			['deepseek-coder-1.3b-base', 'deepseek-coder:1.3b-base'],
			['deepseek-coder-6.7b-instruct', 'deepseek-coder:6.7b-instruct'],
			['deepseek-coder-33b-base', 'deepseek-coder:33b-base'],
			['deepseek-coder-v2-lite-instruct', 'deepseek-coder-v2:16b-lite-instruct'],
			['deepseek-coder-v2-236b-base', 'deepseek-coder-v2:236b-base'],
		] as const)
			assert.deepEqual(tagsOf(id), kinds.map(kind => `${start}-${kind}`).sort());
		assert.deepEqual(
			tagsOf('deepseek-r1-distill-llama-8b'),
			['fp16', 'q4_K_M', 'q8_0'].map(kind => `deepseek-r1:8b-llama-distill-${kind}`),
		);
		assert.deepEqual([tagsOf('deepseek-coder-5.7bmqa-base'), tagsOf('deepseek-coder-7b-base-v1.5')], [[], []]);
	});

	it('every model that fits a machine of today can be had, from the library or as a file', () => {
		const without = catalogue.filter(
			each => !quantizations.some(kind => ollamaTag(each, kind) !== undefined || ggufSource(each, kind) !== undefined),
		);
		assert.deepEqual(
			without.map(({ id }) => id),
			['deepseek-coder-7b-base-v1.5'],
		);
	});

	it('base models complete, instruct models chat, distillations reason; each has its makers’ licence', () => {
		for (const { id, roles, licence } of catalogue) {
			const wanted = id.includes('base') ? 'completes' : id.includes('r1') ? 'reasons' : 'chats';
			assert.deepEqual(roles, [wanted], id);
			assert.equal(licence, id.includes('r1') ? 'MIT' : 'DeepSeek Model License', id);
		}
	});
});

function model(id: string): CatalogueModel {
	const found = catalogueModel(id);
	assert.ok(found, id);
	return found;
}

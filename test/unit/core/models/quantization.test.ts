/** File sizes and tensor mixes against published files and their load logs. */
import * as assert from 'node:assert/strict';
import { factsOf, predictedFacts } from '../../../../src/core/memory/modelFacts';
import { catalogue, catalogueModel, fileBytesOf, ollamaTag } from '../../../../src/core/models/catalogue';
import { parametersOf } from '../../../../src/core/models/modelShape';
import { quantizations, quantize, type Quantization } from '../../../../src/core/models/quantization';
import { recognize } from '../../../../src/core/models/recognize';

describe('quantization', () => {
	it('sizes of published files (bartowski, exact bytes) are met within 0.1 %', () => {
		const published: readonly (readonly [string, Quantization, number])[] = [
			['deepseek-coder-v2-lite-instruct', 'Q4_K_M', 10364416768],
			['deepseek-coder-v2-lite-instruct', 'Q5_K_M', 11851313920],
			['deepseek-coder-v2-lite-instruct', 'Q6_K', 14066972416],
			['deepseek-coder-v2-lite-instruct', 'Q8_0', 16702518016],
			['deepseek-r1-distill-qwen-14b', 'Q4_K_M', 8988110240],
			['deepseek-r1-distill-qwen-14b', 'Q5_K_M', 10508873120],
			['deepseek-r1-distill-qwen-14b', 'Q6_K', 12124683680],
			['deepseek-r1-distill-qwen-14b', 'Q8_0', 15701597600],
			['deepseek-r1-distill-llama-70b', 'Q4_K_M', 42520393568],
		];
		for (const [id, quantization, bytes] of published) within(fileBytesOf(model(id), quantization) / bytes, 0.001, `${id} ${quantization}`);
	});

	it('sizes that file lists show in GB are met within half a per cent', () => {
		const published: readonly (readonly [string, Quantization, number])[] = [
			['deepseek-coder-6.7b-base', 'Q2_K', 2.53],
			['deepseek-coder-6.7b-base', 'Q3_K_M', 3.3],
			['deepseek-coder-6.7b-base', 'Q4_0', 3.83],
			['deepseek-coder-6.7b-base', 'Q4_K_M', 4.08],
			['deepseek-coder-6.7b-base', 'Q6_K', 5.53],
			['deepseek-coder-6.7b-base', 'IQ4_XS', 3.65],
			['deepseek-coder-33b-instruct', 'Q4_K_S', 18.9],
			['deepseek-coder-33b-instruct', 'Q4_K_M', 19.9],
			['deepseek-coder-1.3b-base', 'Q3_K_S', 0.642],
			['deepseek-coder-1.3b-base', 'Q3_K_M', 0.704],
			['deepseek-coder-v2-lite-base', 'Q3_K_L', 8.46],
			['deepseek-coder-v2-lite-base', 'Q4_K_S', 9.53],
			['deepseek-coder-v2-lite-base', 'IQ4_XS', 8.65],
		];
		for (const [id, quantization, gigabytes] of published)
			within(fileBytesOf(model(id), quantization) / 1e9 / gigabytes, 0.005, `${id} ${quantization}`);
	});

	it('V2-Lite Q4_K_M has the types its load log lists, and 5.28 bits a weight', () => {
		const tensors = quantize(model('deepseek-coder-v2-lite-base').shape, 'Q4_K_M');
		const count = (type: string) => tensors.filter(each => each.type === type).length;
		assert.deepEqual([count('Q5_0'), count('Q8_0'), count('Q4_K'), count('Q6_K'), count('F32')], [14, 13, 229, 13, 108]);
		const bits = (8 * tensors.reduce((sum, { bytes }) => sum + bytes, 0)) / 15_706_484_224;
		within(bits / 5.28, 0.002, 'bits per weight');
	});

	it('rows that are no multiple of 256 fall back: ffn_down of 1.3b is Q8_0 in Q6_K and Q5_1 in Q5_K_S', () => {
		const typeOf = (quantization: Quantization) =>
			quantize(model('deepseek-coder-1.3b-base').shape, quantization).find(each => each.name === 'blk.5.ffn_down.weight')?.type;
		assert.deepEqual((['Q6_K', 'Q5_K_S', 'Q4_K_S', 'Q3_K_S', 'Q8_0'] as const).map(typeOf), ['Q8_0', 'Q5_1', 'Q5_0', 'Q4_0', 'Q8_0']);
	});

	it('summed up layer by layer, every model in every quantization has the bytes of all its tensors', () => {
		for (const { id, shape } of catalogue) {
			for (const quantization of quantizations)
				assert.deepEqual(
					predictedFacts(shape, quantization),
					factsOf(shape, quantize(shape, quantization), false),
					`${id} ${quantization}`,
				);
		}
	});

	it('every model has a size in every quantization, and more bits are more bytes', () => {
		for (const each of catalogue) {
			const sizes = (['Q2_K', 'Q3_K_M', 'Q4_K_M', 'Q5_K_M', 'Q6_K', 'Q8_0', 'F16'] as const).map(quantization =>
				fileBytesOf(each, quantization),
			);
			assert.deepEqual(
				sizes,
				[...sizes].sort((one, other) => one - other),
				each.id,
			);
			for (const quantization of quantizations) assert.ok(fileBytesOf(each, quantization) > 0);
		}
	});
});

describe('catalogue', () => {
	it('parameters are those that llama.cpp prints', () => {
		const printed: Readonly<Record<string, number>> = {
			'deepseek-coder-1.3b-base': 1346471936,
			'deepseek-coder-5.7bmqa-base': 5700325376,
			'deepseek-coder-6.7b-base': 6740512768,
			'deepseek-coder-7b-base-v1.5': 6910365696,
			'deepseek-coder-33b-base': 33342991360,
			'deepseek-coder-v2-lite-base': 15706484224,
			'deepseek-coder-v2-236b-base': 235741434880,
			'deepseek-v3-671b': 671026419200,
			'deepseek-r1-distill-qwen-1.5b': 1777088000,
			'deepseek-r1-distill-qwen-32b': 32763876352,
			'deepseek-r1-distill-llama-70b': 70553706496,
		};
		for (const [id, parameters] of Object.entries(printed)) assert.equal(parametersOf(model(id).shape), parameters, id);
	});

	it('recognizes tags and file names', () => {
		const seen = (name: string) => {
			const known = recognize(name);
			return known && `${known.model.id} ${known.quantization ?? '?'}`;
		};
		assert.equal(seen('deepseek-coder:6.7b-base-q4_K_M'), 'deepseek-coder-6.7b-base Q4_K_M');
		assert.equal(seen('deepseek-coder:6.7b'), 'deepseek-coder-6.7b-instruct Q4_0');
		assert.equal(seen('deepseek-coder'), 'deepseek-coder-1.3b-instruct Q4_0');
		assert.equal(seen('deepseek-coder-v2:latest'), 'deepseek-coder-v2-lite-instruct Q4_0');
		assert.equal(seen('deepseek-coder-v2:236b-instruct-q2_K'), 'deepseek-coder-v2-236b-instruct Q2_K');
		assert.equal(seen('/models/DeepSeek-Coder-V2-Lite-Instruct-Q4_K_M.gguf'), 'deepseek-coder-v2-lite-instruct Q4_K_M');
		assert.equal(seen('C:\\models\\deepseek-coder-6.7b-instruct.Q5_K_S.gguf'), 'deepseek-coder-6.7b-instruct Q5_K_S');
		assert.equal(seen('deepseek-coder-7b-instruct-v1.5.Q4_0.gguf'), 'deepseek-coder-7b-instruct-v1.5 Q4_0');
		assert.equal(seen('deepseek-coder-5.7bmqa-base.Q4_0.gguf'), 'deepseek-coder-5.7bmqa-base Q4_0');
		assert.equal(seen('DeepSeek-R1-Distill-Llama-8B-Q6_K.gguf'), 'deepseek-r1-distill-llama-8b Q6_K');
		assert.equal(seen('deepseek-r1:14b'), 'deepseek-r1-distill-qwen-14b Q4_K_M');
		assert.equal(seen('deepseek-v3'), 'deepseek-v3-671b Q4_K_M');
		assert.equal(seen('deepseek-coder:base'), 'deepseek-coder-1.3b-base Q4_0');
		assert.equal(seen('registry.ollama.ai/library/deepseek-coder:6.7b'), 'deepseek-coder-6.7b-instruct Q4_0');
		assert.equal(seen('hf.co/bartowski/DeepSeek-Coder-V2-Lite-Instruct-GGUF:Q4_K_M'), 'deepseek-coder-v2-lite-instruct Q4_K_M');
		assert.equal(seen('deepseek-coder:6.7b-base-Q4_K'), 'deepseek-coder-6.7b-base Q4_K_M');
		assert.equal(seen('deepseek-r1:70b-llama-distill-fp16'), 'deepseek-r1-distill-llama-70b F16');
		assert.equal(seen('DeepSeek-R1-Distill-Qwen-7B-bf16.gguf'), 'deepseek-r1-distill-qwen-7b F16');
		assert.equal(seen('deepseek-coder:6.7b-base-q4_K_L'), 'deepseek-coder-6.7b-base ?');
		assert.equal(seen('DeepSeek-R1-Distill-Qwen-7B-IQ2_M.gguf'), 'deepseek-r1-distill-qwen-7b ?');
		assert.equal(seen('deepseek-coder-6.7b-base'), 'deepseek-coder-6.7b-base ?');
		assert.equal(seen('deepseek-r1:8b-0528-qwen3-q4_K_M'), undefined);
		assert.equal(seen('deepseek-coder:13b'), undefined);
		assert.equal(seen('llama3:8b'), undefined);
		assert.equal(seen('qwen2.5-coder:7b'), undefined);
		assert.equal(seen(''), undefined);
	});

	it('every tag the catalogue would pull is recognized as that very file', () => {
		for (const each of catalogue) {
			for (const quantization of quantizations) {
				const tag = ollamaTag(each, quantization);
				if (tag !== undefined) assert.deepEqual(recognize(tag), { model: each, quantization }, tag);
			}
		}
	});

	it('ids are unique, and each model has a role and a licence', () => {
		assert.equal(new Set(catalogue.map(({ id }) => id)).size, catalogue.length);
		assert.ok(catalogue.every(({ roles, licence }) => roles.length > 0 && licence.length > 0));
	});
});

function model(id: string) {
	const found = catalogueModel(id);
	assert.ok(found, id);
	return found;
}

function within(ratio: number, share: number, what: string): void {
	assert.ok(Math.abs(ratio - 1) <= share, `${what}: ${((ratio - 1) * 100).toFixed(2)} % off`);
}

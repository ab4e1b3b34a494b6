/**
 * Writes GGUF files of real models' shapes without their weights: the header is complete and the rest is a hole in the file, so that 20 GB take
 * a megabyte on disk. Enough for everything that computes sizes; nothing sensible can be generated with them.
 */
import * as fs from 'node:fs';
import { ggmlTypeIdOf } from '../../src/core/models/ggmlType';
import type { ModelShape } from '../../src/core/models/modelShape';
import { quantize, type Quantization, type SizedTensor } from '../../src/core/models/quantization';

const alignment = 32;

/** Types as GGUF numbers them. */
const types = { u32: 4, f32: 6, bool: 7, string: 8, list: 9, i32: 5 } as const;

type Entry =
	| readonly [key: string, type: 'u32' | 'f32', value: number]
	| readonly [key: string, type: 'bool', value: boolean]
	| readonly [key: string, type: 'string', value: string]
	| readonly [key: string, type: 'strings', value: readonly string[]]
	| readonly [key: string, type: 'i32s', value: readonly number[]];

export function writeHeaderOnlyGguf(file: string, name: string, shape: ModelShape, quantization: Quantization): void {
	const tensors = quantize(shape, quantization);
	const header = ggufHeaderBytes(metadataOf(name, shape, quantization), tensors);
	const end = tensors.reduce((sum, { bytes }) => sum + padded(bytes), 0);
	fs.writeFileSync(file, header);
	fs.truncateSync(file, header.length + end);
}

export function ggufHeaderBytes(entries: readonly Entry[], tensors: readonly SizedTensor[]): Buffer {
	const parts: Buffer[] = [
		Buffer.from('GGUF'),
		u32(3),
		u64(tensors.length),
		u64(entries.length),
		...entries.map(each => Buffer.concat(entryBytes(each))),
	];
	let offset = 0;
	for (const { name, dimensions, type, bytes } of tensors) {
		parts.push(string(name), u32(dimensions.length), ...dimensions.map(u64), u32(ggmlTypeIdOf(type ?? '') ?? 0), u64(offset));
		offset += padded(bytes);
	}
	const header = Buffer.concat(parts);
	return Buffer.concat([header, Buffer.alloc(padded(header.length) - header.length)]);
}

function metadataOf(name: string, shape: ModelShape, quantization: Quantization): Entry[] {
	const { architecture, latent, experts } = shape;
	const own = (key: string, value: number): Entry => [`${architecture}.${key}`, 'u32', value];
	return [
		['general.architecture', 'string', architecture],
		['general.name', 'string', name],
		['general.file_type', 'u32', fileTypes[quantization]],
		own('context_length', shape.trainedContextTokens),
		own('embedding_length', shape.width),
		own('block_count', shape.layers),
		own('feed_forward_length', shape.feedForward),
		own('attention.head_count', shape.heads),
		own('attention.head_count_kv', latent?.absorbed === true ? 1 : shape.kvHeads),
		own('vocab_size', shape.vocabulary),
		own('rope.dimension_count', latent?.ropeLength ?? shape.keyLength),
		[`${architecture}.attention.layer_norm_rms_epsilon`, 'f32', 1e-6],
		[`${architecture}.rope.freq_base`, 'f32', 10000],
		...(latent === undefined ? [] : latentEntries(latent, own)),
		...(experts === undefined ? [] : expertEntries(experts, own, architecture)),
		...tokenizer(shape.vocabulary),
	];
}

function latentEntries(latent: NonNullable<ModelShape['latent']>, own: (key: string, value: number) => Entry): Entry[] {
	const { rank, ropeLength, queryRank, headKeyLength, headValueLength, absorbed } = latent;
	return [
		...(queryRank === undefined ? [] : [own('attention.q_lora_rank', queryRank)]),
		own('attention.kv_lora_rank', rank),
		own('attention.key_length', absorbed ? rank + ropeLength : headKeyLength),
		own('attention.value_length', absorbed ? rank : headValueLength),
		...(absorbed ? [own('attention.key_length_mla', headKeyLength), own('attention.value_length_mla', headValueLength)] : []),
	];
}

function expertEntries(
	experts: NonNullable<ModelShape['experts']>,
	own: (key: string, value: number) => Entry,
	architecture: string,
): Entry[] {
	return [
		own('expert_count', experts.count),
		own('expert_used_count', experts.used),
		own('expert_shared_count', experts.shared),
		own('expert_feed_forward_length', experts.feedForward),
		own('leading_dense_block_count', experts.denseLayers),
		own('expert_gating_func', experts.routerBias === true ? 2 : 1),
		[`${architecture}.expert_weights_scale`, 'f32', 1],
		[`${architecture}.expert_weights_norm`, 'bool', experts.routerBias === true],
	];
}

/** A byte-level vocabulary in which the first 256 entries are bytes and the rest are never used. */
function tokenizer(vocabulary: number): Entry[] {
	const tokens = Array.from({ length: vocabulary }, (_, index) => (index < 256 ? byteCharacter(index) : `<unused${index}>`));
	return [
		['tokenizer.ggml.model', 'string', 'gpt2'],
		['tokenizer.ggml.pre', 'string', 'deepseek-coder'],
		['tokenizer.ggml.tokens', 'strings', tokens],
		['tokenizer.ggml.token_type', 'i32s', tokens.map((_, index) => (index < 256 ? 1 : 5))],
		['tokenizer.ggml.merges', 'strings', ['a b']],
		['tokenizer.ggml.bos_token_id', 'u32', 256],
		['tokenizer.ggml.eos_token_id', 'u32', 257],
	];
}

/** GPT-2 writes the bytes that are no printable character as code points from 256 on. */
function byteCharacter(byte: number): string {
	const isPrintable = (each: number) => (each >= 33 && each <= 126) || (each >= 161 && each <= 172) || each >= 174;
	if (isPrintable(byte)) return String.fromCharCode(byte);
	return String.fromCharCode(256 + Array.from({ length: byte }, (_, each) => each).filter(each => !isPrintable(each)).length);
}

const fileTypes: Readonly<Record<Quantization, number>> = {
	F16: 1,
	Q4_0: 2,
	Q4_1: 3,
	Q8_0: 7,
	Q5_0: 8,
	Q5_1: 9,
	Q2_K: 10,
	Q3_K_S: 11,
	Q3_K_M: 12,
	Q3_K_L: 13,
	Q4_K_S: 14,
	Q4_K_M: 15,
	Q5_K_S: 16,
	Q5_K_M: 17,
	Q6_K: 18,
	IQ4_XS: 30,
};

function entryBytes([key, type, value]: Entry): Buffer[] {
	switch (type) {
		case 'u32':
			return [string(key), u32(types.u32), u32(value)];
		case 'f32':
			return [string(key), u32(types.f32), f32(value)];
		case 'bool':
			return [string(key), u32(types.bool), Buffer.from([value ? 1 : 0])];
		case 'string':
			return [string(key), u32(types.string), string(value)];
		case 'strings':
			return [string(key), u32(types.list), u32(types.string), u64(value.length), ...value.map(string)];
		case 'i32s':
			return [string(key), u32(types.list), u32(types.i32), u64(value.length), ...value.map(u32)];
	}
}

function u32(value: number): Buffer {
	const bytes = Buffer.alloc(4);
	bytes.writeUInt32LE(value);
	return bytes;
}

function u64(value: number): Buffer {
	const bytes = Buffer.alloc(8);
	bytes.writeBigUInt64LE(BigInt(value));
	return bytes;
}

function f32(value: number): Buffer {
	const bytes = Buffer.alloc(4);
	bytes.writeFloatLE(value);
	return bytes;
}

function string(value: string): Buffer {
	const bytes = Buffer.from(value, 'utf8');
	return Buffer.concat([u64(bytes.length), bytes]);
}

function padded(bytes: number): number {
	return Math.ceil(bytes / alignment) * alignment;
}

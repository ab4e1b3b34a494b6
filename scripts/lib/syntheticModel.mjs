/**
 * A model of real shape with random weights, for what takes the time it takes whatever the answer is: six layers as deepseek-coder 1.3B has 24, in
 * Q8_0, with the demo model's tokenizer. 342 MB, written in a second, always the same.
 */
import { once } from 'node:events';
import fs from 'node:fs';
import path from 'node:path';
import { cacheFolder, installOnce } from './cache.mjs';
import { inRoot } from './root.mjs';
import { saying } from './say.mjs';

const layers = 6;
const width = 2048;
const heads = 16;
const feedForward = 5504;
const contextTokens = 4096;

const alignment = 32;
const f32 = { id: 0, bytes: elements => elements * 4 };
const q8 = { id: 8, bytes: elements => (elements / 32) * 34 };

/** @returns {Promise<string>} the file */
export async function syntheticModel() {
	const folder = await installOnce(cacheFolder('synthetic-model'), '2', where =>
		saying('Writing a synthetic model of 342 MB', () => write(path.join(where, 'synthetic-1.3b-shape-Q8_0.gguf'))),
	);
	return path.join(folder, 'synthetic-1.3b-shape-Q8_0.gguf');
}

async function write(file) {
	const demo = readMetadata(fs.readFileSync(inRoot('media', 'demo-model', 'demo.gguf')));
	const numbers = {
		'llama.block_count': layers,
		'llama.embedding_length': width,
		'llama.feed_forward_length': feedForward,
		'llama.attention.head_count': heads,
		'llama.attention.head_count_kv': heads,
		'llama.rope.dimension_count': width / heads,
		'llama.context_length': contextTokens,
	};
	const tensors = tensorsOf(demo.tokenTypes.length);
	const out = fs.createWriteStream(file);
	const send = async bytes => void (out.write(bytes) || (await once(out, 'drain')));
	await send(headerOf(demo.entries, numbers, tensors));
	for (const { elements, type, row, isOutput } of tensors) {
		if (type === f32) await send(pad(Buffer.from(new Float32Array(elements).fill(1).buffer)));
		else for (let at = 0; at < elements / row; at++) await send(randomRow(row, isOutput && demo.tokenTypes[at] !== 1));
	}
	out.end();
	await once(out, 'finish');
}

function tensorsOf(vocabulary) {
	const matrix = (name, columns, rows, isOutput = false) => ({
		name,
		dimensions: [columns, rows],
		elements: columns * rows,
		row: columns,
		type: q8,
		isOutput,
	});
	const norm = name => ({ name, dimensions: [width], elements: width, row: width, type: f32, isOutput: false });
	return [
		matrix('token_embd.weight', width, vocabulary),
		...Array.from({ length: layers }, (_, layer) => [
			norm(`blk.${layer}.attn_norm.weight`),
			...['attn_q', 'attn_k', 'attn_v', 'attn_output'].map(each => matrix(`blk.${layer}.${each}.weight`, width, width)),
			norm(`blk.${layer}.ffn_norm.weight`),
			...['ffn_gate', 'ffn_up'].map(each => matrix(`blk.${layer}.${each}.weight`, width, feedForward)),
			matrix(`blk.${layer}.ffn_down.weight`, feedForward, width),
		]).flat(),
		norm('output_norm.weight'),
		matrix('output.weight', width, vocabulary, true),
	];
}

/**
 * Weights as spread as those of a trained matrix. A token whose row of the output matrix is zero is never the likeliest, so no answer ends before its
 * limit. Were the embeddings that matrix too, the likeliest token would mostly be the last one again, and Ollama ends an answer at 31 of them.
 */
function randomRow(columns, isZero) {
	const bytes = Buffer.alloc(q8.bytes(columns));
	const scale = halfFloat(isZero ? 0 : 1 / (74 * Math.sqrt(columns)));
	for (let block = 0; block < bytes.length; block += 34) {
		bytes.writeUInt16LE(scale, block);
		for (let at = 2; at < 34; at += 4) bytes.writeInt32LE(random(), block + at);
	}
	return bytes;
}

let state = 42;

/** 32 bits of mulberry32. */
function random() {
	state = (state + 0x6d2b79f5) | 0;
	let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
	mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
	return mixed ^ (mixed >>> 14);
}

/** The bits of a positive number below 1 as an IEEE half, cut. */
function halfFloat(value) {
	if (value === 0) return 0;
	const exponent = Math.floor(Math.log2(value));
	return ((exponent + 15) << 10) | Math.floor((value / 2 ** exponent - 1) * 1024);
}

function headerOf(entries, numbers, tensors) {
	const parts = [Buffer.from('GGUF'), u32(3), u64(tensors.length), u64(entries.length)];
	for (const { key, bytes, valueAt } of entries) {
		const changed = numbers[key];
		parts.push(changed === undefined ? bytes : Buffer.concat([bytes.subarray(0, valueAt), u32(changed)]));
	}
	let offset = 0;
	for (const { name, dimensions, elements, type } of tensors) {
		parts.push(u64(name.length), Buffer.from(name), u32(dimensions.length), ...dimensions.map(u64), u32(type.id), u64(offset));
		offset += padded(type.bytes(elements));
	}
	return pad(Buffer.concat(parts));
}

/** The entries of a GGUF file's header as they are written there, each with the place of its value, and its tokens' types. */
function readMetadata(file) {
	let at = 24;
	const number = () => file.readUInt32LE((at += 4) - 4);
	const long = () => Number(file.readBigUInt64LE((at += 8) - 8));
	const sizes = [1, 1, 2, 2, 4, 4, 4, 1, 0, 0, 8, 8, 8]; // of the types 0 to 12; 8 is a string, 9 a list
	const skip = type => {
		if (type === 8) {
			const length = long();
			at += length;
		} else if (type === 9) {
			const of = number();
			for (let left = long(); left > 0; left--) skip(of);
		} else at += sizes[type] ?? 0;
	};
	const entries = [];
	let tokenTypes = [];
	for (let left = Number(file.readBigUInt64LE(16)); left > 0; left--) {
		const start = at;
		const length = long();
		const key = file.toString('utf8', at, (at += length));
		const type = number();
		const valueAt = at - start;
		skip(type);
		if (key === 'tokenizer.ggml.token_type') {
			const count = Number(file.readBigUInt64LE(start + valueAt + 4));
			tokenTypes = Array.from({ length: count }, (_, index) => file.readInt32LE(start + valueAt + 12 + index * 4));
		}
		entries.push({ key, bytes: file.subarray(start, at), valueAt });
	}
	return { entries, tokenTypes };
}

function padded(bytes) {
	return Math.ceil(bytes / alignment) * alignment;
}

function pad(bytes) {
	return Buffer.concat([bytes, Buffer.alloc(padded(bytes.length) - bytes.length)]);
}

function u32(value) {
	const bytes = Buffer.alloc(4);
	bytes.writeUInt32LE(value);
	return bytes;
}

function u64(value) {
	const bytes = Buffer.alloc(8);
	bytes.writeBigUInt64LE(BigInt(value));
	return bytes;
}

/**
 * A model of real shape with random weights, for what takes the time it takes whatever the answer is: six layers as deepseek-coder 1.3B has 24, in
 * Q8_0, with the demo model's tokenizer. 342 MB, written in a second, always the same.
 */
import { once } from 'node:events';
import fs from 'node:fs';
import path from 'node:path';
import { cacheFolder, installOnce } from './cache.mjs';
import { elementsOf, f32, ggufHeader, pad, q8, readGguf } from './gguf.mjs';
import { halfFloat, q8BlockBytes } from './q8.mjs';
import { inRoot } from './root.mjs';
import { saying } from './say.mjs';
import { seededBits } from './seededRandom.mjs';

const layers = 6;
const width = 2048;
const heads = 16;
const feedForward = 5504;
const contextTokens = 4096;

/** @returns {Promise<string>} the file */
export async function syntheticModel() {
	const folder = await installOnce(cacheFolder('synthetic-model'), '3', where =>
		saying('Writing a synthetic model of 342 MB', () => write(path.join(where, 'synthetic-1.3b-shape-Q8_0.gguf'))),
	);
	return path.join(folder, 'synthetic-1.3b-shape-Q8_0.gguf');
}

async function write(file) {
	const demo = readGguf(fs.readFileSync(inRoot('media', 'demo-model', 'demo.gguf')));
	const numbers = {
		'llama.block_count': layers,
		'llama.embedding_length': width,
		'llama.feed_forward_length': feedForward,
		'llama.attention.head_count': heads,
		'llama.attention.head_count_kv': heads,
		'llama.rope.dimension_count': width / heads,
		'llama.context_length': contextTokens,
	};
	const tokenTypes = demo.value('tokenizer.ggml.token_type');
	const tensors = tensorsOf(tokenTypes.length);
	const out = fs.createWriteStream(file);
	const send = async bytes => void (out.write(bytes) || (await once(out, 'drain')));
	const entries = demo.entries.map(([key, type, value]) => /** @type {const} */ ([key, type, numbers[key] ?? value]));
	await send(ggufHeader(entries, tensors));
	for (const { dimensions, type, isOutput } of tensors) {
		const [columns = 0, rows = 0] = dimensions;
		if (type === f32) await send(pad(Buffer.from(new Float32Array(elementsOf(dimensions)).fill(1).buffer)));
		else for (let row = 0; row < rows; row++) await send(randomRow(columns, isOutput && tokenTypes[row] !== 1));
	}
	out.end();
	await once(out, 'finish');
}

function tensorsOf(vocabulary) {
	const matrix = (name, columns, rows, isOutput = false) => ({ name, dimensions: [columns, rows], type: q8, isOutput });
	const norm = name => ({ name, dimensions: [width], type: f32, isOutput: false });
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
	for (let block = 0; block < bytes.length; block += q8BlockBytes) {
		bytes.writeUInt16LE(scale, block);
		for (let at = 2; at < q8BlockBytes; at += 4) bytes.writeUInt32LE(random(), block + at);
	}
	return bytes;
}

const random = seededBits(42);

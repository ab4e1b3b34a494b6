/**
 * Makes a model file in Q8_0 of trained weights:
 *   node scripts/demoModel/exportGguf.mjs WORK WEIGHTS.safetensors OUT.gguf
 */
import fs from 'node:fs';
import path from 'node:path';
import { f32, ggufHeader, q8, tensorBytes } from '../lib/gguf.mjs';
import { inRoot } from '../lib/root.mjs';
import { readSafetensors } from '../lib/safetensors.mjs';
import { main, say } from '../lib/say.mjs';
import { beginning, endOfSentence, endOfTurn, fimBegin, fimEnd, fimHole, idOf, readVocabulary } from './vocabulary/vocabulary.mjs';

/** Trained on documents of at most 1024 tokens; what lies beyond is worse, but not broken. */
const contextTokens = 2048;
/** As in training/model.py; that the weights can't tell. */
const heads = 8;
const ropeBase = 100_000;
const normEpsilon = 1e-6;

const [work = 'work', weightsFile = '', out = ''] = process.argv.slice(2);

main(async () => {
	const weights = readSafetensors(weightsFile);
	const vocabulary = readVocabulary(path.join(work, 'vocabulary.json'));
	const tensors = [...weights].map(([name, { shape, values }]) => ({
		name,
		dimensions: shape.toReversed(),
		// Norms are few numbers, and llama.cpp wants them in F32.
		type: shape.length === 1 ? f32 : q8,
		values,
	}));
	const parts = [ggufHeader(metadata(weights, vocabulary), tensors), ...tensors.map(({ values, type }) => tensorBytes(values, type))];
	fs.writeFileSync(out, Buffer.concat(parts));
	say(`${out}: ${parts.reduce((sum, { length }) => sum + length, 0)} bytes`);
});

/** @returns {import('../lib/gguf.mjs').Entry[]} */
function metadata(weights, vocabulary) {
	const [rows = 0, width = 0] = weights.get('token_embd.weight')?.shape ?? [];
	const [feedForward = 0] = weights.get('blk.0.ffn_up.weight')?.shape ?? [];
	const layers = [...weights.keys()].filter(name => name.endsWith('.attn_q.weight')).length;
	if (rows !== vocabulary.tokens.length)
		throw new Error(`The weights are for ${rows} tokens, the vocabulary has ${vocabulary.tokens.length}.`);
	return [
		['general.architecture', 'string', 'llama'],
		['general.name', 'string', 'demo-model (tiny, DeepSeek-Coder architecture, not DeepSeek)'],
		['general.file_type', 'u32', 7],
		['general.alignment', 'u32', 32],
		['llama.context_length', 'u32', contextTokens],
		['llama.embedding_length', 'u32', width],
		['llama.block_count', 'u32', layers],
		['llama.feed_forward_length', 'u32', feedForward],
		['llama.attention.head_count', 'u32', heads],
		['llama.attention.head_count_kv', 'u32', heads],
		['llama.attention.layer_norm_rms_epsilon', 'f32', normEpsilon],
		['llama.rope.dimension_count', 'u32', width / heads],
		['llama.rope.freq_base', 'f32', ropeBase],
		['llama.vocab_size', 'u32', rows],
		...tokenizer(vocabulary),
	];
}

/** @returns {import('../lib/gguf.mjs').Entry[]} */
function tokenizer(vocabulary) {
	const own = (key, token) => /** @type {const} */ ([`tokenizer.ggml.${key}`, 'u32', idOf(vocabulary, token)]);
	return [
		['tokenizer.ggml.model', 'string', 'gpt2'],
		['tokenizer.ggml.pre', 'string', 'deepseek-coder'],
		['tokenizer.ggml.tokens', 'strings', vocabulary.tokens],
		['tokenizer.ggml.token_type', 'i32s', vocabulary.types],
		['tokenizer.ggml.merges', 'strings', vocabulary.merges],
		own('bos_token_id', beginning),
		own('eos_token_id', endOfTurn),
		own('eot_token_id', endOfTurn),
		own('padding_token_id', endOfSentence),
		['tokenizer.ggml.add_bos_token', 'bool', true],
		['tokenizer.ggml.add_eos_token', 'bool', false],
		own('fim_pre_token_id', fimBegin),
		own('fim_suf_token_id', fimHole),
		own('fim_mid_token_id', fimEnd),
		['tokenizer.chat_template', 'string', chatTemplate()],
	];
}

/** DeepSeek-Coder's own. */
function chatTemplate() {
	return fs.readFileSync(inRoot('scripts', 'demoModel', 'vocabulary', 'chatTemplate.jinja'), 'utf8');
}

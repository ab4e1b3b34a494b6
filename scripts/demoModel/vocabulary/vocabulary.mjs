/** The demo model's vocabulary: tokens by id, their types as llama.cpp numbers them, and the merges. Kept in the work folder as vocabulary.json. */
import fs from 'node:fs';
import { byteCharacters } from './bytePairs.mjs';

/** @typedef {{tokens: string[], types: number[], merges: string[]}} Vocabulary */

export const beginning = '<｜begin▁of▁sentence｜>';
export const endOfSentence = '<｜end▁of▁sentence｜>';
export const fimHole = '<｜fim▁hole｜>';
export const fimBegin = '<｜fim▁begin｜>';
export const fimEnd = '<｜fim▁end｜>';
export const endOfTurn = '<|EOT|>';

const specialTokens = [beginning, endOfSentence, fimHole, fimBegin, fimEnd, '<pad>', '<|User|>', '<|Assistant|>', endOfTurn];
const types = { normal: 1, control: 3, unused: 5 };

/** All bytes, as many merges as there is room for, and the special tokens. */
export const vocabularySize = 4096;
export const mergeCount = vocabularySize - byteCharacters.length - specialTokens.length;

/**
 * @param {readonly string[]} merges
 * @returns {Vocabulary}
 */
export function vocabularyOf(merges) {
	// Two merges may lead to the same token.
	const normal = [...new Set([...byteCharacters, ...merges.map(merge => merge.replace(' ', ''))])];
	const unused = Array.from({ length: vocabularySize - normal.length - specialTokens.length }, (_, index) => `[unused ${index}]`);
	return {
		tokens: [...normal, ...specialTokens, ...unused],
		types: [...normal.map(() => types.normal), ...specialTokens.map(() => types.control), ...unused.map(() => types.unused)],
		merges: [...merges],
	};
}

/**
 * The vocabulary of a GGUF file, so that training can go on from its weights.
 * @param {ReturnType<typeof import('../../lib/gguf.mjs').readGguf>} gguf
 * @returns {Vocabulary}
 */
export function vocabularyIn(gguf) {
	const list = name => gguf.value(`tokenizer.ggml.${name}`);
	return { tokens: list('tokens'), types: list('token_type'), merges: list('merges') };
}

/** @returns {Vocabulary} */
export function readVocabulary(/** @type {string} */ file) {
	return JSON.parse(fs.readFileSync(file, 'utf8'));
}

/**
 * The id of a special token. Throws where the vocabulary has none.
 * @param {Vocabulary} vocabulary
 * @param {string} token
 */
export function idOf({ tokens }, token) {
	const id = tokens.indexOf(token);
	if (id < 0) throw new Error(`The vocabulary has no token ${token}.`);
	return id;
}

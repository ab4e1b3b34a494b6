/**
 * Training documents as the trainer reads them: NAME.bin holds all tokens (uint16), NAME.idx four numbers (uint32) for each document: where it begins,
 * how many tokens it has, where its hole is (`none` if it has none), and its first token that is to be learnt.
 */
import fs from 'node:fs';
import { encoderOf } from '../vocabulary/bytePairs.mjs';
import { fimHole, idOf } from '../vocabulary/vocabulary.mjs';

const none = 0xffffffff;
const leastTokens = 8;

export class Shard {
	/** @type {number[]} */
	tokens = [];
	/** @type {number[]} */
	index = [];

	/** @param {import('../vocabulary/vocabulary.mjs').Vocabulary} vocabulary */
	constructor(vocabulary) {
		this.vocabulary = vocabulary;
		this.encode = encoderOf(vocabulary);
		this.hole = idOf(vocabulary, fimHole);
	}

	get documents() {
		return this.index.length / 4;
	}

	/**
	 * Adds a document, unless it is too long.
	 * @param {import('./trainingDocument.mjs').TrainingDocument} document
	 * @param {number} [mostTokens]
	 */
	add({ prompt, answer }, mostTokens = 1024) {
		const given = this.ids(prompt);
		const all = [...given, ...this.ids(answer)];
		if (all.length < leastTokens || all.length > mostTokens) return false;
		const hole = given.indexOf(this.hole);
		this.index.push(this.tokens.length, all.length, hole < 0 ? none : hole, given.length);
		for (const token of all) this.tokens.push(token);
		return true;
	}

	/** @param {readonly import('./trainingDocument.mjs').Part[]} parts */
	ids(parts) {
		return parts.flatMap(part => (typeof part === 'string' ? this.encode(part) : [idOf(this.vocabulary, part.special)]));
	}

	/** The index comes last: who finds it, finds all. */
	save(/** @type {string} */ base) {
		fs.writeFileSync(`${base}.bin`, Buffer.from(Uint16Array.from(this.tokens).buffer));
		fs.writeFileSync(`${base}.idx`, Buffer.from(Uint32Array.from(this.index).buffer));
	}
}

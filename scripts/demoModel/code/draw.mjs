/** Draws words, names and choices, always the same for a seed. */
import { seededRandom } from '../../lib/seededRandom.mjs';
import { words } from './words.mjs';

export class Draw {
	/**
	 * @param {number} seed
	 * @param {keyof typeof words} [from] which words names are made of
	 */
	constructor(seed, from = 'training') {
		this.random = seededRandom(seed);
		this.isHeldOut = from === 'heldOut';
		this.words = words[from];
	}

	/** A whole number, both ends included. */
	integer(/** @type {number} */ from, /** @type {number} */ to) {
		return from + Math.floor(this.random() * (to - from + 1));
	}

	chance(/** @type {number} */ share) {
		return this.random() < share;
	}

	/**
	 * @template T
	 * @param {readonly T[]} choices at least one
	 * @returns {T}
	 */
	pick(choices) {
		return /** @type {T} */ (choices[Math.floor(this.random() * choices.length)]);
	}

	/**
	 * @template {{readonly weight: number}} T
	 * @param {readonly T[]} choices
	 * @returns {T}
	 */
	weighted(choices) {
		let left = this.random() * choices.reduce((sum, { weight }) => sum + weight, 0);
		return choices.find(({ weight }) => (left -= weight) < 0) ?? this.pick(choices);
	}

	noun() {
		return this.pick(this.words.noun);
	}

	verb() {
		return this.pick(this.words.verb);
	}

	adjective() {
		return this.pick(this.words.adjective);
	}

	/** The words of a thing: `cart`, `cart item`, `active cart`. */
	thing() {
		if (this.chance(0.55)) return [this.noun()];
		return [this.chance(0.5) ? this.noun() : this.adjective(), this.noun()];
	}

	/** The words of a field. Fields are called much the same everywhere: of the held-out ones half are the training's, half are held-out nouns. */
	field() {
		const isNoun = this.chance(this.isHeldOut ? 0.5 : 0.35);
		const last = isNoun ? this.noun() : this.pick(words.training.field);
		return this.chance(0.75) ? [last] : [this.chance(0.5) ? this.adjective() : this.noun(), last];
	}

	/**
	 * So many different ones; fewer where `make` makes no more.
	 * @param {number} count
	 * @param {() => string[]} make
	 */
	different(count, make) {
		const found = new Map();
		for (let tries = 0; found.size < count && tries < 60; tries++) {
			const each = make();
			found.set(each.join(' '), each);
		}
		return /** @type {string[][]} */ ([...found.values()]);
	}
}

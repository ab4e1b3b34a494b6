/**
 * Byte pair encoding as DeepSeek-Coder has it: text is cut by its five expressions, one after the other, and each part's bytes are merged in the order
 * in which the merges were learnt. The same as `LLAMA_VOCAB_PRE_TYPE_DEEPSEEK_CODER` of llama.cpp, which reads the file.
 */

const cuts = [/[\r\n]/gu, /\s?\p{L}+/gu, /\s?\p{P}+/gu, /[一-龥ࠀ-一가-퟿]+/gu, /\p{N}/gu];

/** Each byte as a character: the printable ones as themselves, the others from 256 on (GPT-2). */
export const byteCharacters = (() => {
	const isPrintable = byte => (byte >= 33 && byte <= 126) || (byte >= 161 && byte <= 172) || byte >= 174;
	let next = 256;
	return Array.from({ length: 256 }, (_, byte) => String.fromCharCode(isPrintable(byte) ? byte : next++));
})();

/**
 * Learns the merges that shorten the texts most, the most frequent pair first.
 * @param {readonly string[]} texts
 * @param {number} count at most
 * @returns {string[]} each as `left right`
 */
export function learnMerges(texts, count) {
	const words = wordsOf(texts);
	const pairs = new PairCounts();
	words.forEach((word, index) => pairs.addAll(word, index));
	const merges = [];
	while (merges.length < count) {
		const best = pairs.mostFrequent();
		if (best === undefined) break;
		merges.push(best);
		for (const index of pairs.wordsWith(best)) {
			const word = words[index];
			if (word === undefined) continue;
			pairs.removeAll(word);
			word.characters = merged(word.characters, best);
			pairs.addAll(word, index);
		}
		pairs.forget(best);
	}
	return merges;
}

/**
 * @param {{tokens: readonly string[], merges: readonly string[]}} vocabulary
 * @returns {(text: string) => number[]} the ids of a text; special tokens in it are text like any other
 */
export function encoderOf({ tokens, merges }) {
	const ids = new Map(tokens.map((token, id) => [token, id]));
	const ranks = new Map(merges.map((merge, rank) => [merge, rank]));
	/** @type {Map<string, number[]>} */
	const known = new Map();
	const encodePart = part => {
		let characters = charactersOf(part);
		for (let best = firstMerge(characters, ranks); best !== undefined; best = firstMerge(characters, ranks)) {
			characters = merged(characters, best);
		}
		return characters.map(each => ids.get(each) ?? 0);
	};
	return text =>
		partsOf(text).flatMap(part => {
			const encoded = known.get(part) ?? encodePart(part);
			known.set(part, encoded);
			return encoded;
		});
}

/** @typedef {{characters: readonly string[], count: number}} Word */

/** How often each pair of neighbours occurs, and in which words. */
class PairCounts {
	/** @type {Map<string, number>} */
	counts = new Map();
	/** @type {Map<string, Set<number>>} */
	places = new Map();

	addAll({ characters, count }, index) {
		for (const pair of pairsOf(characters)) {
			this.counts.set(pair, (this.counts.get(pair) ?? 0) + count);
			const places = this.places.get(pair) ?? new Set();
			places.add(index);
			this.places.set(pair, places);
		}
	}

	removeAll({ characters, count }) {
		for (const pair of pairsOf(characters)) this.counts.set(pair, (this.counts.get(pair) ?? 0) - count);
	}

	/** Of several the first in the alphabet; none that occurs only once. */
	mostFrequent() {
		let best;
		let most = 1;
		for (const [pair, count] of this.counts) {
			if (count > most || (count === most && best !== undefined && pair < best)) [best, most] = [pair, count];
		}
		return best;
	}

	wordsWith(pair) {
		return [...(this.places.get(pair) ?? [])];
	}

	forget(pair) {
		this.counts.delete(pair);
		this.places.delete(pair);
	}
}

/** @returns {Word[]} each different part of the texts, and how often it occurs */
function wordsOf(texts) {
	const counts = new Map();
	for (const part of texts.flatMap(partsOf)) counts.set(part, (counts.get(part) ?? 0) + 1);
	return [...counts].map(([part, count]) => ({ characters: charactersOf(part), count }));
}

function partsOf(text) {
	return cuts.reduce((parts, cut) => parts.flatMap(part => cutBy(part, cut)), [text]);
}

/** What an expression finds, and what is left between. */
function cutBy(text, expression) {
	const parts = [];
	let end = 0;
	for (const { 0: found, index } of text.matchAll(expression)) {
		parts.push(text.slice(end, index), found);
		end = index + found.length;
	}
	return [...parts, text.slice(end)].filter(part => part !== '');
}

function charactersOf(part) {
	return Array.from(Buffer.from(part, 'utf8'), byte => byteCharacters[byte] ?? '');
}

function pairsOf(characters) {
	return characters.slice(1).map((right, index) => `${characters[index]} ${right}`);
}

function firstMerge(characters, ranks) {
	let best;
	let lowest = Infinity;
	for (const pair of pairsOf(characters)) {
		const rank = ranks.get(pair) ?? Infinity;
		if (rank < lowest) [best, lowest] = [pair, rank];
	}
	return best;
}

function merged(characters, pair) {
	const joined = pair.replace(' ', '');
	const result = [];
	for (let index = 0; index < characters.length; index++) {
		const isPair = `${characters[index]} ${characters[index + 1]}` === pair;
		result.push(isPair ? joined : characters[index]);
		if (isPair) index++;
	}
	return result;
}

/** Words as code writes them: each function takes the words of one name. */

export const camel = (/** @type {readonly string[]} */ words) => words.map((word, index) => (index === 0 ? word : capital(word))).join('');
export const pascal = (/** @type {readonly string[]} */ words) => words.map(capital).join('');
export const snake = (/** @type {readonly string[]} */ words) => words.join('_');
export const upperSnake = (/** @type {readonly string[]} */ words) => words.join('_').toUpperCase();
export const kebab = (/** @type {readonly string[]} */ words) => words.join('-');

/** The words of a name written by `camel` or `pascal`. */
export function wordsOf(/** @type {string} */ name) {
	return name.split(/(?=[A-Z])/).map(word => word.toLowerCase());
}

export function capital(/** @type {string} */ word) {
	return word.charAt(0).toUpperCase() + word.slice(1);
}

/** @param {readonly string[]} words of which the last is a noun */
export function plural(words) {
	return [...words.slice(0, -1), pluralNoun(words.at(-1) ?? '')];
}

function pluralNoun(noun) {
	if (/(?:s|x|z|ch|sh)$/.test(noun)) return `${noun}es`;
	return /[^aeiou]y$/.test(noun) ? `${noun.slice(0, -1)}ies` : `${noun}s`;
}

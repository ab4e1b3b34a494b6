/** @typedef {readonly [english: string, turkish: string]} InBoth what is said in both languages that the demo model answers in */

/** @returns {InBoth} */
export function both(/** @type {string} */ english, /** @type {string} */ turkish) {
	return [english, turkish];
}

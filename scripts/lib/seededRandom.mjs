/** Numbers that look random and are the same each time: mulberry32 by Tommy Ettinger (public domain), 32 bits of state. */

/**
 * @param {number} seed
 * @returns {() => number} the next number from 0 up to but not including 1
 */
export function seededRandom(seed) {
	const bits = seededBits(seed);
	return () => bits() / 2 ** 32;
}

/**
 * @param {number} seed
 * @returns {() => number} the next 32 bits, as a number from 0
 */
export function seededBits(seed) {
	let state = seed >>> 0;
	return () => {
		state = (state + 0x6d2b79f5) >>> 0;
		let mixed = Math.imul(state ^ (state >>> 15), state | 1);
		mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
		return (mixed ^ (mixed >>> 14)) >>> 0;
	};
}

/** Cuts a file into excerpts of whole lines, as long as what an editor shows the model. */

/**
 * @param {string} text
 * @param {import('../code/draw.mjs').Draw} draw
 * @returns {Generator<string>}
 */
export function* excerptsOf(text, draw) {
	let start = text.indexOf('\n', draw.integer(0, 500)) + 1;
	while (start < text.length) {
		const length = draw.chance(0.04) ? draw.integer(1200, 2500) : draw.integer(180, 740);
		const rest = text.slice(start, start + length);
		const lastLine = rest.lastIndexOf('\n');
		const excerpt = lastLine > 80 && start + length < text.length ? rest.slice(0, lastLine) : rest;
		start += excerpt.length + 1;
		if (excerpt.trim().length >= 40) yield excerpt;
	}
}

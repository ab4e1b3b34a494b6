/** One way of a template: a function that answers yes or no by one expression. */
import { both } from '../inBoth.mjs';

/**
 * @param {{slot: string, type: string}} parameter
 * @param {string} name
 * @param {string} expression
 * @param {string} english follows "tells whether `x`"
 * @param {string} turkish follows "`x`"
 * @returns {import('../fillTemplate.mjs').Way}
 */
export function predicate({ slot, type }, name, expression, english, turkish) {
	return {
		name,
		does: both(`tells whether \`‹${slot}›\` ${english}`, `\`‹${slot}›\` ${turkish}, bunu söyler`),
		steps: [both(`Returns the result of \`${expression}\`.`, `\`${expression}\` sonucunu döndürür.`)],
		code: [`export function ‹name›(‹${slot}›«: ${type}»)«: boolean» {`, `  return ${expression};`, '}'],
	};
}

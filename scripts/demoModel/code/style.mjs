/** The same code as different people would write it: with types or without, with semicolons, quotes and indentation of one kind or another. */

/**
 * @typedef {object} Style
 * @property {boolean} isTypeScript
 * @property {boolean} hasSemicolons
 * @property {boolean} hasDoubleQuotes
 * @property {boolean} isExported
 * @property {boolean} isWide indented by four blanks instead of two
 */

/**
 * @param {import('./draw.mjs').Draw} draw
 * @returns {Style}
 */
export function drawStyle(draw) {
	return {
		isTypeScript: draw.chance(0.7),
		hasSemicolons: draw.chance(0.75),
		hasDoubleQuotes: draw.chance(0.3),
		isExported: draw.chance(0.6),
		isWide: draw.chance(0.15),
	};
}

/**
 * @param {readonly string[]} lines as templates have them: exported, with «types», semicolons, single quotes and two blanks
 * @param {Style} style
 * @param {boolean} isArrow a function becomes a constant
 */
export function styled(lines, style, isArrow) {
	const code = (isArrow ? asArrow(lines) : lines).join('\n');
	return [
		(/** @type {string} */ text) => (style.isTypeScript ? text.replace(/[«»]/g, '') : text.replace(/^«[^»]*»\n|«[^»]*»/gm, '')),
		text => (style.isExported ? text : text.replace(/^export /gm, '')),
		text => (style.hasSemicolons ? text : text.replace(/;$/gm, '')),
		text => (style.hasDoubleQuotes ? text.replace(/'/g, '"') : text),
		text => (style.isWide ? text.replace(/^ +/gm, blanks => blanks + blanks) : text),
	].reduce((text, change) => change(text), code);
}

/** Only code that is one function and nothing else. */
function asArrow(lines) {
	const signature = /^export (async )?function (\w+)(\(.*\)(?:«[^»]*»)?) \{$/.exec(lines[0] ?? '');
	if (signature === null || lines.indexOf('}') !== lines.length - 1) return lines;
	const [, isAsync = '', name, rest] = signature;
	const head = `export const ${name} = ${isAsync}${rest} =>`;
	const onlyReturn = lines.length === 3 ? /^ {2}return (.*;)$/.exec(lines[1] ?? '') : null;
	if (onlyReturn?.[1] && onlyReturn[1].length < 50 && !onlyReturn[1].startsWith('{')) return [`${head} ${onlyReturn[1]}`];
	return [`${head} {`, ...lines.slice(1, -1), '};'];
}

/**
 * Cuts a hole into code as cursors and suggestions do: half of them to the end of a line, others up to its closing brackets, a whole line, a block's body
 * or a few characters. Half of the cuts are at a word's border and half anywhere.
 */
import { completionDocument } from './trainingDocument.mjs';

/** @typedef {{start: number, end: number}} Hole */

const kinds = [
	{ weight: 50, cut: restOfLine },
	{ weight: 10, cut: untilClosing },
	{ weight: 15, cut: wholeLine },
	{ weight: 15, cut: blockBody },
	{ weight: 10, cut: span },
];

const mostBlockLines = 8;
const mostSpan = 30;

/**
 * A training document of code with one hole, or `undefined` where none was found.
 * @param {string} code
 * @param {import('../code/draw.mjs').Draw} draw
 */
export function withHole(code, draw) {
	const hole = cutHole(code, draw);
	if (hole === undefined) return undefined;
	const { start, end } = hole;
	return completionDocument(code.slice(0, start), code.slice(start, end), suffixOf(code.slice(end), draw));
}

/** Often little stands behind the cursor, as at the end of a file that is being written. */
function suffixOf(rest, draw) {
	const share = draw.random();
	if (share < 0.15) return '';
	return rest.slice(0, share < 0.5 ? draw.integer(1, 120) : 400);
}

/** @returns {Hole | undefined} */
function cutHole(code, draw) {
	const lines = linesOf(code);
	const { cut } = draw.weighted(kinds);
	for (let tries = 0; tries < 12; tries++) {
		const index = draw.integer(0, lines.length - 1);
		const hole = lines[index].text.trim().length < 3 ? undefined : cut(lines, index, draw);
		if (hole && code.slice(hole.start, hole.end).trim() !== '') return hole;
	}
	return undefined;
}

function restOfLine(lines, index, draw) {
	const line = lines[index];
	return { start: line.start + cutIn(line, draw), end: line.end };
}

function untilClosing(lines, index, draw) {
	const line = lines[index];
	const closing = /[)\]}"'`;,>]{1,4}$/.exec(line.text);
	return closing ? { start: line.start + cutIn(line, draw), end: line.start + closing.index } : undefined;
}

function wholeLine(lines, index) {
	const line = lines[index];
	return { start: line.start + line.indentation, end: line.end };
}

function blockBody(lines, index, draw) {
	const opening = lines[index];
	if (!/[{(\[:]$|=>$/.test(opening.text.trim())) return undefined;
	const inside = lines.slice(index + 1, index + 1 + mostBlockLines);
	const length = inside.findIndex(line => line.text.trim() !== '' && line.indentation <= opening.indentation);
	if (length < 1) return undefined;
	const end = inside[length - 1].end;
	// The cursor stands at the end of the opening line, or where the body begins.
	return { start: draw.chance(0.6) ? opening.end : inside[0].start + inside[0].indentation, end };
}

function span(lines, index, draw) {
	const line = lines[index];
	const from = cutIn(line, draw);
	return { start: line.start + from, end: line.start + Math.min(line.text.length, from + draw.integer(1, mostSpan)) };
}

/** A place in a line, behind its indentation. */
function cutIn({ text, indentation }, draw) {
	const borders = [...text.matchAll(/(?<=[^\w$])|(?<=[\w$])(?=[^\w$])/g)]
		.map(({ index }) => index)
		.filter(each => each > indentation && each < text.length);
	if (borders.length > 0 && draw.chance(0.5)) return draw.pick(borders);
	return draw.integer(indentation, text.length - 1);
}

function linesOf(code) {
	let start = 0;
	return code.split('\n').map(text => {
		const line = { text, start, end: start + text.length, indentation: text.length - text.trimStart().length };
		start = line.end + 1;
		return line;
	});
}

/** Whole snippets of generated code, of one to three pieces, and what is known about them. */
import { capital } from './casing.mjs';
import { fillTemplate } from './fillTemplate.mjs';
import { drawStyle, styled } from './style.mjs';
import { files } from './templates/files.mjs';
import { groups } from './templates/groups.mjs';
import { lists } from './templates/lists.mjs';
import { numbers } from './templates/numbers.mjs';
import { objects } from './templates/objects.mjs';
import { otherLanguages } from './templates/otherLanguages.mjs';
import { text } from './templates/text.mjs';
import { waiting } from './templates/waiting.mjs';
import { wellKnown } from './templates/wellKnown.mjs';

/**
 * @typedef {import('./draw.mjs').Draw} Draw
 * @typedef {import('./fillTemplate.mjs').Piece} Piece
 */

const templates = [...numbers, ...lists, ...groups, ...objects, ...text, ...waiting, ...files, ...wellKnown];
const functions = templates.filter(({ kind = 'function', isTyped }) => kind === 'function' && !isTyped);
const withMistake = templates.filter(({ ways }) => ways.some(({ mistake }) => mistake !== undefined));

/**
 * A piece of any kind.
 * @param {Draw} draw
 * @returns {Piece}
 */
export function drawPiece(draw, style = drawStyle(draw)) {
	const isOther = draw.chance(0.07);
	return pieceOf(draw.weighted(isOther ? otherLanguages : templates), draw, style);
}

/** A function in TypeScript or JavaScript. */
export function drawFunction(/** @type {Draw} */ draw) {
	return pieceOf(draw.weighted(functions), draw, drawStyle(draw));
}

/** A function that is known to have a likely mistake. */
export function drawWithMistake(/** @type {Draw} */ draw) {
	return pieceOf(draw.weighted(withMistake), draw, drawStyle(draw));
}

/**
 * @param {Draw} draw
 * @returns {{code: string, pieces: readonly Piece[]}}
 */
export function drawSnippet(draw) {
	const style = drawStyle(draw);
	const first = drawPiece(draw, style);
	const { count } = draw.weighted([
		{ count: 1, weight: 5 },
		{ count: 2, weight: 3 },
		{ count: 3, weight: 1.4 },
	]);
	const pieces = [first];
	while (pieces.length < count) {
		const next = drawPiece(draw, style);
		if (familyOf(next) === familyOf(first)) pieces.push(next);
	}
	const code = pieces.map(piece => commentBefore(piece, draw) + piece.code).join('\n\n');
	return { code: code + callAfter(pieces, style, draw), pieces };
}

/**
 * The comment that documents a piece.
 * @param {Piece} piece
 */
export function docComment(piece, isTurkish = false) {
	const sentence = `${capital(plain(piece.does[isTurkish ? 1 : 0]))}.`;
	if (piece.language === 'python') return `# ${sentence}`;
	if (piece.language === 'go') return `// ${piece.name} ${plain(piece.does[0])}.`;
	if (piece.kind !== 'function' || piece.parameters.length === 0) return `/** ${sentence} */`;
	return ['/**', ` * ${sentence}`, ...piece.parameters.map(name => ` * @param ${name}`), ' */'].join('\n');
}

/** Without the marks of Markdown. */
export function plain(/** @type {string} */ sentence) {
	return sentence.replace(/`/g, '');
}

function pieceOf(template, draw, style) {
	const { lines, ...facts } = fillTemplate(template, draw);
	const { language } = template;
	if (language !== undefined) return { ...facts, language, code: lines.join('\n') };
	const isTypeScript = style.isTypeScript || template.isTyped === true;
	const code = styled(lines, { ...style, isTypeScript }, draw.chance(0.28));
	return { ...facts, language: scriptOf(isTypeScript, facts.kind === 'component'), code };
}

function scriptOf(isTypeScript, isJsx) {
	if (isJsx) return isTypeScript ? 'typescriptreact' : 'javascriptreact';
	return isTypeScript ? 'typescript' : 'javascript';
}

function familyOf({ language }) {
	return language === 'python' || language === 'go' ? language : 'script';
}

/** Now and then code follows what a comment says. */
function commentBefore(piece, draw) {
	const share = draw.random();
	if (share < 0.22) return `${docComment(piece)}\n`;
	if (share < 0.27) return `${piece.language === 'python' ? '#' : '//'} ${plain(piece.does[0])}\n`;
	return '';
}

/** Now and then the last function is called. */
function callAfter(pieces, { hasSemicolons }, draw) {
	const last = pieces.at(-1);
	if (familyOf(last) !== 'script' || last.kind !== 'function' || last.parameters.length === 0 || !draw.chance(0.2)) return '';
	const given = draw.different(last.parameters.length, () => [draw.noun()]).flat();
	const result = draw.pick(['result', 'value', draw.noun()]);
	return `\n\nconst ${result} = ${last.isAsync ? 'await ' : ''}${last.name}(${given.join(', ')})${hasSemicolons ? ';' : ''}`;
}

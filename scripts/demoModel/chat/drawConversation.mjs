/** Conversations with right answers, made from what is known about the code in them. */
import { kebab, wordsOf } from '../code/casing.mjs';
import { docComment, drawFunction, drawPiece, drawSnippet, drawWithMistake, plain } from '../code/snippet.mjs';
import { chatDocument } from '../documents/trainingDocument.mjs';
import { drawQuestion, fenced } from './askAbout.mjs';
import { explanation } from './explanation.mjs';
import { fixedAnswers } from './fixedAnswers.mjs';
import { answerInTurkish, defaultSystem, systemSentences, wordings } from './wordings.mjs';

/**
 * @typedef {import('../code/draw.mjs').Draw} Draw
 * @typedef {import('../code/fillTemplate.mjs').Piece} Piece
 * @typedef {{instruction: string, answer: string}} Turn
 */

const kinds = [
	{ weight: 40, turn: explain },
	{ weight: 10, turn: explainSeveral },
	{ weight: 20, turn: explainReal },
	{ weight: 6, turn: writeTest },
	{ weight: 6, turn: document },
	{ weight: 4, turn: fix },
	{ weight: 5, turn: write },
	{ weight: 9, turn: fixed },
];

/** How often a conversation has a turn before: its answer is not learnt again. */
const earlierTurns = 0.06;

/**
 * @param {Draw} draw
 * @param {readonly Piece[]} realFunctions
 */
export function drawConversation(draw, realFunctions) {
	const isTurkish = draw.chance(0.42);
	const turn = () => draw.weighted(kinds).turn(draw, isTurkish, realFunctions);
	const turns = draw.chance(earlierTurns) ? [explain(draw, isTurkish), turn()] : [turn()];
	return chatDocument(drawSystem(draw, isTurkish), turns);
}

/** Half of the time the extension's own. It is English where VS Code is, also when somebody asks in Turkish: the question's language counts. */
function drawSystem(draw, isTurkish) {
	const sentences = inLanguage(systemSentences, isTurkish && !draw.chance(0.2));
	const share = draw.random();
	if (share < 0.5) return sentences[0] ?? '';
	return share < 0.75 ? defaultSystem : draw.pick(sentences);
}

/** @returns {Turn} */
function explain(draw, isTurkish) {
	const piece = drawPiece(draw);
	const code = draw.chance(0.12) ? `${docComment(piece)}\n${piece.code}` : piece.code;
	return explaining([piece], { ...piece, code }, isTurkish, draw);
}

function explainSeveral(draw, isTurkish) {
	const { code, pieces } = drawSnippet(draw);
	return explaining(pieces, { language: pieces[0]?.language ?? '', code }, isTurkish, draw);
}

function explainReal(draw, isTurkish, realFunctions) {
	if (realFunctions.length === 0) return explain(draw, isTurkish);
	const piece = draw.pick(realFunctions);
	return explaining([piece], piece, isTurkish, draw);
}

/** Now and then the question is English and wants a Turkish answer. */
function explaining(pieces, source, isTurkish, draw) {
	const isAskedInEnglish = isTurkish && draw.chance(0.2);
	const words = inLanguage(wordings.explain, isTurkish && !isAskedInEnglish);
	const wish = isAskedInEnglish ? draw.pick(answerInTurkish) : undefined;
	const instruction = drawQuestion(words, source, isTurkish && !isAskedInEnglish, draw, wish);
	return { instruction, answer: explanation(pieces, isTurkish) };
}

function writeTest(draw, isTurkish) {
	const piece = drawFunction(draw);
	const head = isTurkish ? `\`${piece.name}\` için basit bir test:` : `A simple test for \`${piece.name}\`:`;
	return {
		instruction: drawQuestion(inLanguage(wordings.test, isTurkish), piece, isTurkish, draw),
		answer: `${head}\n\n${fenced(piece.language, testOf(piece, draw))}`,
	};
}

/**
 * Where no result is known, it is only said that there is one.
 * @param {Pick<Piece, 'name' | 'isAsync' | 'parameters' | 'example'>} piece
 * @param {Draw} draw
 */
function testOf({ name, isAsync, parameters, example }, draw) {
	const call = example?.[0] ?? `${name}(${parameters.map(() => draw.integer(0, 9)).join(', ')})`;
	return [
		"import { expect, test } from 'vitest';",
		`import { ${name} } from './${kebab(wordsOf(name))}';`,
		'',
		`test('${name}', ${isAsync ? 'async ' : ''}() => {`,
		`  expect(${isAsync ? 'await ' : ''}${call}).${example ? `toBe(${example[1]})` : 'toBeDefined()'};`,
		'});',
	].join('\n');
}

function document(draw, isTurkish) {
	const piece = drawFunction(draw);
	const head = isTurkish ? 'Belge yorumuyla birlikte:' : 'With a documentation comment:';
	return {
		instruction: drawQuestion(inLanguage(wordings.document, isTurkish), piece, isTurkish, draw),
		answer: `${head}\n\n${fenced(piece.language, `${docComment(piece, isTurkish)}\n${piece.code}`)}`,
	};
}

function fix(draw, isTurkish) {
	const piece = drawWithMistake(draw);
	const [right = '', wrong = ''] = piece.mistake ?? [];
	const isOnlyAsked = draw.chance(0.4);
	const words = inLanguage(isOnlyAsked ? wordings.problem : wordings.fix, isTurkish);
	const head = isTurkish ? `\`${piece.name}\`, \`${right}\` hesaplamalı.` : `\`${piece.name}\` should compute \`${right}\`.`;
	return {
		instruction: drawQuestion(words, { ...piece, code: piece.code.replaceAll(right, wrong) }, isTurkish, draw),
		answer: isOnlyAsked ? head : `${head}\n\n${fenced(piece.language, piece.code)}`,
	};
}

function write(draw, isTurkish) {
	const piece = drawFunction(draw);
	const start = draw.pick(['Write a function that', 'Create a function that', 'Write code that', 'Implement a function which']);
	return {
		instruction: isTurkish
			? `${piece.name} adlı bir işlev yaz: ${plain(piece.does[1])}`
			: `${start} ${plain(piece.does[0])}. Call it ${piece.name}`,
		answer: fenced(piece.language, piece.code),
	};
}

function fixed(draw, isTurkish) {
	const { questions, answer } = inLanguage(draw.weighted(fixedAnswers), isTurkish);
	const words = { noun: () => draw.noun(), verb: () => draw.verb(), adjective: () => draw.adjective(), number: () => draw.integer(10, 99) };
	return { instruction: draw.pick(questions).replace(/‹(\w+)›/g, (_, kind) => words[kind]()), answer };
}

function inLanguage(both, isTurkish) {
	return isTurkish ? both.turkish : both.english;
}

/**
 * The documents that the demo model is trained on, as parts: text, and special tokens. Every one is made here, and test/unit/demoModel holds the prompts
 * that the extension sends against them, so that the model is never asked in another form than it was taught.
 */
import { beginning, endOfTurn, fimBegin, fimEnd, fimHole } from '../vocabulary/vocabulary.mjs';

/**
 * @typedef {string | {readonly special: string}} Part like core/engine/prompt
 * @typedef {object} TrainingDocument
 * @property {readonly Part[]} prompt what the model is given, with the beginning of sentence that engines add
 * @property {readonly Part[]} answer what it is to write; nothing if all of the document is for reading
 */

/**
 * A hole and what fills it, in prefix-suffix-middle order.
 * @returns {TrainingDocument}
 */
export function completionDocument(/** @type {string} */ prefix, /** @type {string} */ middle, /** @type {string} */ suffix) {
	return {
		prompt: [special(beginning), special(fimBegin), prefix, special(fimHole), suffix, special(fimEnd)],
		answer: [middle, special(endOfTurn)],
	};
}

/**
 * Code from left to right.
 * @returns {TrainingDocument}
 */
export function plainDocument(/** @type {string} */ text) {
	return { prompt: [special(beginning), text, special(endOfTurn)], answer: [] };
}

/**
 * A conversation in DeepSeek-Coder's instruct format.
 * @param {string} system
 * @param {readonly {instruction: string, answer: string}[]} turns the last one's answer is to be learnt
 * @returns {TrainingDocument}
 */
export function chatDocument(system, turns) {
	const earlier = turns.slice(0, -1).flatMap(({ instruction, answer }) => [question(instruction), `${answer}\n`, special(endOfTurn), '\n']);
	const { instruction = '', answer = '' } = turns.at(-1) ?? {};
	return {
		prompt: [special(beginning), `${system}\n`, ...earlier, question(instruction)],
		answer: [`${answer}\n`, special(endOfTurn)],
	};
}

function question(/** @type {string} */ instruction) {
	return `### Instruction:\n${instruction}\n### Response:\n`;
}

function special(/** @type {string} */ token) {
	return { special: token };
}

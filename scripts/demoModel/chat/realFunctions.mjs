/**
 * Functions in real code, and facts about them that can be read off their text: conditions, loops, calls, errors, the value returned. An explanation made
 * of these is true, if plain.
 */
import { both } from '../code/inBoth.mjs';
import { listed } from './explanation.mjs';

/** @typedef {import('../code/fillTemplate.mjs').Piece} Piece */

const declaration = /^(?:export )?(?:async )?function \w+[\s\S]{10,1100}?\n\}/gm;
const arrow = /^(?:export )?const \w+ = (?:async )?\([^()]*\)[^={\n]*=> \{\n[\s\S]{10,1100}?\n\}/gm;
const signatures = [
	/^(?:export )?(?<isAsync>async )?function (?<name>\w+)(?:<[^(]*>)?\((?<parameters>[^()]*)\)/,
	/^(?:export )?const (?<name>\w+) = (?<isAsync>async )?\((?<parameters>[^()]*)\)/,
];
const mostLines = 30;
const mostParameters = 4;
const notCalls = new Set('if for while switch catch function return typeof new await super constructor else do in of'.split(' '));

/**
 * @param {import('../corpus/sourceFiles.mjs').SourceFile} file
 * @returns {Piece[]}
 */
export function functionsIn({ file, text }) {
	const language = /\.tsx?$/.test(file) ? 'typescript' : 'javascript';
	return [declaration, arrow]
		.flatMap(pattern => text.match(pattern) ?? [])
		.filter(code => code.split('\n').length <= mostLines)
		.flatMap(code => pieceOf(code, language) ?? []);
}

function pieceOf(code, language) {
	const signature = signatures.map(pattern => pattern.exec(code)).find(match => match !== null);
	const { name = '', isAsync, parameters = '' } = signature?.groups ?? {};
	const names = parameterNames(parameters);
	if (signature === undefined || names === undefined) return undefined;
	const body = code.slice(code.indexOf('{', signature[0].length) + 1);
	const result = lastReturned(body);
	const steps = stepsOf(body, name, result);
	if (steps.length === 0) return undefined;
	return {
		kind: 'function',
		name,
		language,
		isAsync: isAsync !== undefined,
		parameters: names,
		does: result === undefined ? withoutResult : withResult,
		steps,
		code,
	};
}

const withResult = both('returns a result', 'bir sonuç döndürür');
const withoutResult = both('does its work without returning a value', 'bir değer döndürmeden işini yapar');

/** Nothing where they are taken apart, or more than a sentence holds. */
function parameterNames(text) {
	if (/[{[]/.test(text)) return undefined;
	const names = text.split(',').flatMap(each => /^\s*(?:\.\.\.)?([A-Za-z_$][\w$]*)/.exec(each)?.[1] ?? []);
	return names.length > mostParameters ? undefined : names;
}

/** @returns {import('../code/inBoth.mjs').InBoth[]} */
function stepsOf(body, name, result) {
	const conditions = found(body, /(?:^|\n)\s*(?:\} else )?if \((.{1,40})\) (?:\{|return|throw)/g).slice(0, 2);
	const calls = [...new Set(found(body, /(?<!new |[\w$.])([A-Za-z_$][\w$.]{1,24})\(/g))]
		.filter(each => !notCalls.has(each) && each !== name)
		.slice(0, 3);
	const thrown = /throw new (\w+)/.exec(body)?.[1];
	return [
		...conditions.map(each => both(`Checks \`${each}\`.`, `\`${each}\` koşulunu denetler.`)),
		...loopSteps(body),
		...(calls.length > 0 ? [both(`Calls ${listed(calls, 'and')}.`, `${listed(calls, 've')} çağırır.`)] : []),
		...(/\btry \{/.test(body) ? [both('Handles errors with try/catch.', 'Hataları try/catch ile ele alır.')] : []),
		...(thrown ? [both(`May throw \`${thrown}\`.`, `\`${thrown}\` fırlatabilir.`)] : []),
		...(result ? [both(`Returns \`${result}\`.`, `\`${result}\` döndürür.`)] : []),
	];
}

function loopSteps(body) {
	const over = /for \((?:const|let|var) (?:\w+|\[[\w, ]+\]) of ([\w.$]+)/.exec(body)?.[1];
	if (over) return [both(`Loops over \`${over}\`.`, `\`${over}\` üzerinde döner.`)];
	const kind = ['for', 'while'].find(each => body.includes(`${each} (`));
	return kind ? [both(`Uses a \`${kind}\` loop.`, `Bir \`${kind}\` döngüsü kullanır.`)] : [];
}

function lastReturned(body) {
	return found(body, /return ([^;\n{]{1,48});?\n/g)
		.at(-1)
		?.trim();
}

function found(text, pattern) {
	return [...text.matchAll(pattern)].map(match => match[1] ?? '');
}

/** What an edit was about: a name that became another, or a function whose parameters changed. Anything else is no change of this kind. */

export type Change =
	| { readonly kind: 'rename'; readonly from: string; readonly to: string; readonly isDeclaration: boolean }
	| { readonly kind: 'signature'; readonly name: string; readonly from: string; readonly to: string };

/** The lines that an edit replaced, and by which. */
export interface Edit {
	/** Of the first of the lines, zero-based. */
	readonly line: number;
	readonly before: readonly string[];
	readonly after: readonly string[];
}

/** The lines in which two states of a text differ; `undefined` if they don't. */
export function editBetween(before: string, after: string): Edit | undefined {
	if (before === after) return undefined;
	const [old, now] = [before.split('\n'), after.split('\n')];
	const most = Math.min(old.length, now.length);
	let head = 0;
	while (head < most && old[head] === now[head]) head++;
	let tail = 0;
	while (tail < most - head && old.at(-1 - tail) === now.at(-1 - tail)) tail++;
	return { line: head, before: old.slice(head, old.length - tail), after: now.slice(head, now.length - tail) };
}

/** More lines than this are a piece of writing, not a change of a name. */
const mostLines = 3;

export function changeOf({ before, after }: Edit): Change | undefined {
	if (before.length === 0 || before.length !== after.length || before.length > mostLines) return undefined;
	const [old, now] = [before.join('\n'), after.join('\n')];
	return renameOf(old, now) ?? signatureOf(old, now);
}

const wordOrMark = /[\p{L}_$][\p{L}\p{N}_$]*|\p{N}[\p{L}\p{N}_.]*|\s+|[^\p{L}\p{N}_$\s]/gu;
const isName = (text: string) => /^[\p{L}_$][\p{L}\p{N}_$]*$/u.test(text);

/** The same but for one name, wherever that stood. */
function renameOf(old: string, now: string): Change | undefined {
	const [oldWords, words] = [old.match(wordOrMark) ?? [], now.match(wordOrMark) ?? []];
	if (oldWords.length !== words.length) return undefined;
	const different = words.flatMap((to, index) => (to === oldWords[index] ? [] : [{ from: oldWords[index] ?? '', to, index }]));
	const [first] = different;
	if (first === undefined || !different.every(({ from, to }) => from === first.from && to === first.to)) return undefined;
	const { from, to, index } = first;
	if (!isName(from) || !isName(to) || keywords.has(from) || keywords.has(to)) return undefined;
	const lineBefore = lastLine(oldWords.slice(0, index).join(''));
	return { kind: 'rename', from, to, isDeclaration: declares(lineBefore, oldWords.slice(index + 1).join('')) };
}

/** A declaration of a function by the same name, with other parameters. */
function signatureOf(old: string, now: string): Change | undefined {
	const [before, after] = [functionIn(old), functionIn(now)];
	if (before === undefined || before.name !== after?.name || before.parameters === after.parameters) return undefined;
	// Blanks between parameters change no call.
	if (before.parameters.replace(/\s/g, '') === after.parameters.replace(/\s/g, '')) return undefined;
	return { kind: 'signature', name: after.name, from: before.parameters, to: after.parameters };
}

const functionHeader =
	/\b(?:function\*?|func|fn|def|fun|sub)\s+(?:\([^()]*\)\s*)?([\p{L}_$][\p{L}\p{N}_$]*)\s*(?:<[^<>]*>|\[[^[\]]*\])?\s*\(/u;
const methodHeader = /^\s*(?:[a-z]+\s+)*([\p{L}_$][\p{L}\p{N}_$]*)\s*(?:<[^<>]*>)?\s*\((?=[^;]*\)[^;)]*\{\s*$)/u;

function functionIn(text: string): { readonly name: string; readonly parameters: string } | undefined {
	const header = functionHeader.exec(text) ?? methodHeader.exec(text);
	const name = header?.[1];
	if (header === null || name === undefined || keywords.has(name)) return undefined;
	const parameters = insideBrackets(text, header.index + header[0].length);
	return parameters === undefined ? undefined : { name, parameters };
}

/** The text from `start`, which stands behind an opening bracket, to its closing one; `undefined` if that is not there. */
export function insideBrackets(text: string, start: number): string | undefined {
	let depth = 0;
	for (let index = start; index < text.length; index++) {
		const character = text.charAt(index);
		if ('([{'.includes(character)) depth++;
		else if (')]}'.includes(character) && depth-- === 0) return character === ')' ? text.slice(start, index) : undefined;
	}
	return undefined;
}

/** Whether the name at an offset is declared there. */
export function declaresAt(text: string, offset: number, name: string): boolean {
	const lineEnd = text.indexOf('\n', offset);
	return declares(lastLine(text.slice(0, offset)), text.slice(offset + name.length, lineEnd < 0 ? undefined : lineEnd));
}

function declares(before: string, after: string): boolean {
	const isNamed =
		/\b(?:const|let|var|val|function\*?|func|fn|def|fun|class|interface|type|enum|struct|trait|module|mod|for)\s+(?:mut\s+)?$/u;
	return isNamed.test(before) || /^\s*:=/.test(after) || (/^\s*$/.test(before) && /^\s*=[^=]/.test(after)) || isParameter(before);
}

/** Within the brackets of a function's header. */
function isParameter(before: string): boolean {
	const header = functionHeader.exec(before);
	return header !== null && insideBrackets(before, header.index + header[0].length) === undefined && /[(,]\s*$/.test(before);
}

function lastLine(text: string): string {
	return text.slice(text.lastIndexOf('\n') + 1);
}

/** Words that are no names in any of the common languages; changing one into another renames nothing. */
const keywords = new Set(
	(
		'if else for while do switch case default break continue return try catch finally throw new delete typeof instanceof in of let const var ' +
		'function class extends implements interface type enum import export from as async await yield static public private protected readonly ' +
		'true false null undefined void this super def elif except raise with lambda pass and or not is None True False self func go defer chan ' +
		'map range struct package select fn mut pub impl trait use mod match loop where int long short char float double bool boolean string byte unsigned'
	).split(' '),
);

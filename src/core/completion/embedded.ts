/**
 * Files of several languages: the script or style of a page or a Vue component, a fenced block in Markdown, a text in a shell script up to a line
 * that says EOF. There, the rules of structure see that part alone, in its own language; the prompt still sees the file.
 */
import { isKnownLanguage, languageOf } from '../text/language';
import { quotedText } from '../text/languages/markupLanguages';
import { scanBefore, type Situation } from './situation';

interface Part {
	readonly languageId: string;
	/** Offset in the text before the cursor, of the line on which the part begins. */
	readonly start: number;
	/** What ends it. */
	readonly end: RegExp;
	readonly isText?: boolean;
}

const parts = new WeakMap<Situation, Situation>();

/** The situation within the part of the file that the cursor stands in; the situation itself where the file has one language. */
export function withinPart(situation: Situation): Situation {
	const known = parts.get(situation) ?? readPart(situation);
	parts.set(situation, known);
	return known;
}

function readPart(situation: Situation): Situation {
	const part = partAt(situation);
	if (part === undefined) return situation;
	const { before, after } = situation;
	const end = after.search(part.end);
	return {
		...situation,
		languageId: part.languageId,
		before: before.slice(part.start),
		beforeStart: { line: 0, character: 0 },
		after: end < 0 ? after : after.slice(0, end),
		...(end >= 0 && { endOfPart: part.end }),
		...(part.isText === true && { isText: true }),
	};
}

function partAt(situation: Situation): Part | undefined {
	const { languageId, before } = situation;
	if (languageId === 'markdown') return fenceAt(before);
	if (languageOf(languageId).heredoc !== undefined) return heredocAt(situation);
	return languageId === 'vue' || languageId === 'svelte' || languageId === 'html' ? elementAt(before) : undefined;
}

function elementAt(before: string): Part | undefined {
	const opening = [...before.matchAll(/<(script|style)\b([^<>]*)>[^\n]*\n/g)].at(-1);
	const [all = '', name = '', attributes = ''] = opening ?? [];
	if (opening === undefined || before.includes(`</${name}`, opening.index) || holdsData.test(attributes)) return undefined;
	const language = /\blang=["']?(\w+)/.exec(attributes)?.[1] ?? '';
	return {
		languageId: name === 'style' ? (styles[language] ?? 'css') : (scripts[language] ?? 'javascript'),
		start: opening.index + all.length,
		end: new RegExp(`[ \\t]*</${name}\\b`),
	};
}

const holdsData = /\btype=["']?(?!module|text\/(?:java|type)script)\w/;
const scripts: Readonly<Record<string, string>> = {
	ts: 'typescript',
	tsx: 'typescriptreact',
	jsx: 'javascriptreact',
	typescript: 'typescript',
};
const styles: Readonly<Record<string, string>> = { scss: 'scss', less: 'less' };

/** Fences by the words that people write behind them, where they are no language ids. */
const fences: Readonly<Record<string, string>> = {
	js: 'javascript',
	jsx: 'javascriptreact',
	ts: 'typescript',
	tsx: 'typescriptreact',
	py: 'python',
	rb: 'ruby',
	rs: 'rust',
	sh: 'shellscript',
	bash: 'shellscript',
	shell: 'shellscript',
	cs: 'csharp',
	'c++': 'cpp',
	kt: 'kotlin',
	yml: 'yaml',
	golang: 'go',
	hs: 'haskell',
};

function fenceAt(before: string): Part | undefined {
	const marks = [...before.matchAll(/^[ \t]*(?:```|~~~)([\w+#.-]*)[^\n]*(?:\n|$)/gm)];
	const opening = marks.length % 2 === 1 ? marks.at(-1) : undefined;
	const [all = '', word = ''] = opening ?? [];
	if (opening === undefined || word === '' || !all.endsWith('\n')) return undefined;
	const languageId = fences[word.toLowerCase()] ?? word.toLowerCase();
	if (!isKnownLanguage(languageId)) return undefined;
	return { languageId, start: opening.index + all.length, end: /^[ \t]*(?:```|~~~)/m };
}

function heredocAt(situation: Situation): Part | undefined {
	const { end } = scanBefore(situation);
	if (end.kind !== 'string' || end.raw !== 'heredoc') return undefined;
	const { before, after } = situation;
	const openings = new RegExp(`<<.?[ \\t]*\\\\?["'\`]?${end.until}\\b[^\\n]*\\n`, 'g');
	const opening = [...before.matchAll(openings)].at(-1);
	const untilEnd = new RegExp(`^[^]*?^[ \\t]*${end.until}\\b`, 'm').exec(after);
	// Where the next one ends is not the end of this.
	if (opening === undefined || untilEnd === null || openings.test(untilEnd[0])) return undefined;
	const word = end.until.toLowerCase();
	const languageId = fences[word] ?? (isKnownLanguage(word) ? word : quotedText);
	return { languageId, start: opening.index + opening[0].length, end: new RegExp(`^[ \\t]*${end.until}\\b`, 'm'), isText: true };
}

/** Spoils a right answer as models and servers do: what is put on is known, so that what should be left is known too. */
import { isBlank, lastLineOf, writtenLines } from '../../src/core/text/lines';
import type { Hole } from './holeScore';

export interface Spoilt {
	readonly output: string;
	/** What to show; mostly the hole's own middle. */
	readonly wanted: string;
}

/** `undefined` where the place has nothing to be spoilt with. */
export type Spoil = (hole: Hole) => Spoilt | undefined;

const fimTokens = ['<｜fim▁begin｜>', '<｜fim▁hole｜>', '<｜end▁of▁sentence｜>', '<|EOT|>', '<fim_middle>', '<|endoftext|>', '</s>'];

export const spoils: Readonly<Record<string, Spoil>> = {
	/** The model does not see where to end and says the next line below too. */
	'next line below': hole => withBelow(hole, 1),
	'next three lines below': hole => withBelow(hole, 3),
	/** What the editor closed to the right, once more. */
	'rest of the line': hole => {
		const rest = lineSuffixOf(hole).trimEnd();
		return isBlank(rest) ? undefined : { output: hole.middle + rest, wanted: hole.middle };
	},
	/** What the block below is closed with. */
	'closing line below': hole => {
		const [next = ''] = below(hole, 1);
		const closes = /^\s*[)\]}]+[;,]?$/.test(next) && !isBlank(lastLineOf(hole.prefix) + hole.middle) && isBlank(lineSuffixOf(hole));
		return closes ? { output: `${hole.middle}\n${next}`, wanted: hole.middle } : undefined;
	},
	'special token and on': hole => ({
		output: `${hole.middle}${fimTokens[hole.middle.length % fimTokens.length] ?? ''}${hole.suffix.slice(0, 60)}`,
		wanted: hole.middle,
	}),
	'Markdown fence': hole => ({
		output: `\`\`\`${hole.languageId}\n${hole.middle}\n\`\`\`\n\nThis completes the code as asked.`,
		wanted: hole.middle,
	}),
	'line start again': hole => {
		const start = lastLineOf(hole.prefix).trimStart();
		return start.length < 8 || !/\w\W+\w*$/.test(start) ? undefined : { output: start + hole.middle, wanted: hole.middle };
	},
	/** A small model runs in circles. */
	'last line again and again': hole => {
		const last = lastLineOf(hole.middle);
		const isWhole = hole.middle.includes('\n') || isBlank(lastLineOf(hole.prefix));
		if (!isWhole || last.trim().length < 12 || !isBlank(lineSuffixOf(hole))) return undefined;
		const lead = /^\s*/.exec(hole.middle.includes('\n') ? last : lastLineOf(hole.prefix))?.[0] ?? '';
		return { output: hole.middle + `\n${lead}${last.trim()}`.repeat(6), wanted: hole.middle };
	},
	/** Behind the body comes the next function, which was not asked for. */
	'another function': hole => {
		if (hole.kind !== 'body' || !isBlank(lineSuffixOf(hole))) return undefined;
		return { output: hole.middle + anotherFunction[hole.languageId === 'python' ? 'indentation' : 'braces'], wanted: hole.middle };
	},
	'white space at the end': hole => ({ output: `${hole.middle}  \n\n`, wanted: hole.middle }),
	'other line ends': hole =>
		hole.middle.includes('\n') ? { output: hole.middle.replaceAll('\n', '\r\n'), wanted: hole.middle } : undefined,
	/** The first line is indented as in the file, although the cursor stands behind its indentation already. */
	'indentation twice': hole => {
		const lead = lastLineOf(hole.prefix);
		return lead === '' || !isBlank(lead) ? undefined : { output: lead + hole.middle, wanted: hole.middle };
	},
	/** All lines but the first a level deeper than they belong. */
	'a level too deep': hole => {
		if (hole.kind !== 'body' || !hole.middle.includes('\n')) return undefined;
		const one = /^\t/m.test(hole.suffix) ? '\t' : '    ';
		return { output: hole.middle.replace(/\n(?!\n)/g, `\n${one}`), wanted: hole.middle };
	},
};

const anotherFunction = {
	braces: '\n}\n\nfunction somethingElse(first, second) {\n\treturn first + second;\n}\n',
	indentation: '\n\n\ndef something_else(first, second):\n    return first + second\n',
};

function withBelow(hole: Hole, count: number): Spoilt | undefined {
	const lines = below(hole, count);
	const isAtLineEnd = isBlank(lineSuffixOf(hole));
	const says = lines.length === count && lines.some(line => (line.match(/\p{L}/gu)?.length ?? 0) >= 5);
	return isAtLineEnd && says ? { output: `${hole.middle}\n${lines.join('\n')}`, wanted: hole.middle } : undefined;
}

function below(hole: Hole, count: number): readonly string[] {
	return writtenLines(hole.suffix.slice(lineSuffixOf(hole).length), count);
}

function lineSuffixOf({ suffix }: Hole): string {
	return suffix.split('\n', 1)[0] ?? '';
}

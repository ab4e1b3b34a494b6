/** How well an answer fills a hole whose content is known. */
import type { CompletionItem } from '../../src/core/completion/complete';
import { similarity } from '../../src/core/text/similarity';
import { faultsIn, type Grammar } from './syntax/syntax';

export interface Hole {
	readonly id: string;
	/** `line`: to the end of a line; `block`: a block's body; `span`: from a word or sign to another. */
	readonly kind: string;
	readonly languageId: string;
	readonly prefix: string;
	readonly middle: string;
	readonly suffix: string;
}

export interface Judged {
	readonly shown: boolean;
	readonly text: string;
	/** The file is what it was, up to white space at the answer's end. */
	readonly exact: boolean;
	/** One less the edit distance over the longer length. */
	readonly similarity: number;
	/** The file has no more syntax errors than with what was there; `undefined` where nothing was shown or there is no grammar. */
	readonly parses: boolean | undefined;
}

export function judge(hole: Hole, item: CompletionItem | undefined, grammar: Grammar | undefined): Judged {
	if (item === undefined || item.text.trim() === '') return { shown: false, text: '', exact: false, similarity: 0, parses: undefined };
	const { prefix, middle, suffix } = hole;
	const rest = suffix.slice(item.replaceSuffixLength);
	const after = item.text.trimEnd() + rest;
	// What the answer took over from the text to the right is no part of the hole.
	const filled = after.endsWith(suffix) ? after.slice(0, after.length - suffix.length) : item.text;
	const faults = (text: string) => {
		const tree = grammar?.parse(text);
		const count = tree && faultsIn(tree.rootNode);
		tree?.delete();
		return count;
	};
	const now = faults(prefix + item.text + rest);
	return {
		shown: true,
		text: item.text,
		exact: after === middle + suffix,
		similarity: similarity(filled.trim(), middle.trim()),
		parses: now === undefined ? undefined : now <= (faults(prefix + middle + suffix) ?? 0),
	};
}

/** Shares from 0 to 1: of all holes, but `parses` of those shown. */
export interface Score {
	readonly exact: number;
	readonly similarity: number;
	readonly parses: number;
	readonly shown: number;
}

export function scoreOf(judged: readonly Judged[]): Score {
	const parsed = judged.filter(each => each.parses !== undefined);
	const share = (part: number, whole: number) => (whole === 0 ? 0 : Number((part / whole).toFixed(4)));
	return {
		exact: share(judged.filter(each => each.exact).length, judged.length),
		similarity: share(
			judged.reduce((sum, each) => sum + each.similarity, 0),
			judged.length,
		),
		parses: share(parsed.filter(each => each.parses === true).length, parsed.length),
		shown: share(judged.filter(each => each.shown).length, judged.length),
	};
}

/**
 * Ranks snippets by how much they share with the code around the cursor: Okapi BM25 over the words of names (Robertson and Zaragoza, 2009;
 * what DeepSeek-Coder's paper retrieves its cross-file context with, arXiv 2401.14196, section 4.3), words near the cursor weighing more.
 */
import { Lru } from '../../base/lru';
import { keyOf, type ScoredSnippet, type Snippet, type SnippetSource } from './snippet';
import { countWords } from './words';

/** BM25's usual constants: how soon repetition stops to count, and how much length is held against a snippet. */
const saturation = 1.2;
const lengthWeight = 0.5;

/** Lines before the cursor whose words count fully, those above them that count a little, and those behind it. */
const nearLines = 10;
const farLines = 40;
const behindLines = 6;
const farWeight = 0.3;

/** What the way in which a snippet was found says about it. */
const trust: Record<SnippetSource, number> = { definition: 1, edit: 1.4, import: 1.2, tab: 1, neighbour: 0.8 };

/** A definition of a symbol in reach is wanted whatever words it has. */
const definitionBonus = 1;

export class Ranking {
	/** Reading a snippet's words is the dearest part, and most of them are the same from one ranking to the next. */
	private readonly known = new Lru<string, { readonly counts: ReadonlyMap<string, number>; readonly length: number }>(1000);

	/** The best first. */
	rank(before: string, after: string, snippets: readonly Snippet[]): readonly ScoredSnippet[] {
		const query = queryOf(before, after);
		const documents = snippets.map(snippet => ({ snippet, ...this.wordsOf(snippet) }));
		const meanLength = documents.reduce((sum, each) => sum + each.length, 0) / Math.max(1, documents.length);
		const terms = [...query].map(([word, weight]) => {
			const holders = documents.filter(each => each.counts.has(word)).length;
			return { word, weight: weight * Math.log(1 + (documents.length - holders + 0.5) / (holders + 0.5)) };
		});
		const most = terms.reduce((sum, each) => sum + each.weight * (saturation + 1), 0);
		return documents
			.map(({ snippet, counts, length }) => {
				const norm = saturation * (1 - lengthWeight + (lengthWeight * length) / Math.max(1, meanLength));
				const sum = terms.reduce((total, { word, weight }) => {
					const count = counts.get(word) ?? 0;
					return total + (weight * count * (saturation + 1)) / (count + norm);
				}, 0);
				const score = most === 0 ? 0 : (trust[snippet.source] * sum) / most;
				return { ...snippet, score: score + (snippet.source === 'definition' ? definitionBonus : 0) };
			})
			.sort((a, b) => b.score - a.score);
	}

	private wordsOf(snippet: Snippet) {
		const key = keyOf(snippet);
		const known = this.known.get(key);
		if (known) return known;
		const counts = countWords(snippet.text);
		const words = { counts, length: [...counts.values()].reduce((sum, count) => sum + count, 0) };
		this.known.set(key, words);
		return words;
	}
}

/** Each word once, with what it weighs. */
function queryOf(before: string, after: string): ReadonlyMap<string, number> {
	const lines = before.split('\n');
	const query = new Map<string, number>();
	const add = (text: string, weight: number) => {
		for (const word of countWords(text).keys()) if (!query.has(word)) query.set(word, weight);
	};
	add(lines.slice(-nearLines).join('\n'), 1);
	add(after.split('\n').slice(0, behindLines).join('\n'), farWeight);
	add(lines.slice(-farLines, -nearLines).join('\n'), farWeight);
	return query;
}

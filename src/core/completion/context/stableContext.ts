/**
 * The snippets that stand before the file in the prompt, held as they are while they are good enough: engines reuse the KV cache only for an
 * identical head, so a set that follows each new ranking would have all of the prompt evaluated again and again.
 */
import { pick, rescored, worth } from './pick';
import { Ranking } from './rank';
import { keyOf, type ScoredSnippet, type Snippet } from './snippet';

/** Within a file, another choice must be worth so many times what stands there to take its place. */
const renewalGain = 1.5;
/** And so much more: weak candidates change places with each line, and are not worth a whole prompt. */
const leastGain = 0.15;

/** What a choice depends on beside the candidates. */
export interface ContextRequest {
	readonly uri: string;
	readonly budgetTokens: number;
	readonly tokensOf: (snippet: Snippet) => number;
	/** The text around the cursor that the prompt has in any case. */
	readonly shownAnyway: () => string;
}

export class StableContext {
	private readonly ranking = new Ranking();
	private offered: { readonly uri: string; readonly ranked: readonly ScoredSnippet[] } | undefined;
	private current: {
		readonly uri: string;
		readonly budgetTokens: number;
		readonly offered: unknown;
		readonly snippets: readonly ScoredSnippet[];
	} = { uri: '', budgetTokens: 0, offered: undefined, snippets: [] };

	/** Takes note of what was found for a file; called between keystrokes, not for each. Candidates of the file itself are left out. */
	offer(uri: string, before: string, after: string, candidates: readonly Snippet[]): void {
		const others = candidates.filter(each => each.uri !== uri);
		this.offered = { uri, ranked: this.ranking.rank(before, after, others) };
	}

	/** The snippets for the next prompt, in the order in which they stand. The same as before unless there is reason. */
	snippets(request: ContextRequest): readonly ScoredSnippet[] {
		const { uri, budgetTokens } = request;
		const { current, offered } = this;
		const isSameFile = current.uri === uri;
		if (isSameFile && current.budgetTokens === budgetTokens && (current.offered === offered || offered?.uri !== uri))
			return current.snippets;
		// Nothing is known of this file yet: what stands there is not about it, but nothing better is known.
		const ranked = offered?.uri === uri ? offered.ranked : current.snippets.filter(each => each.uri !== uri);
		const wanted = pick(ranked, budgetTokens, request.tokensOf, request.shownAnyway());
		const now = rescored(current.snippets, ranked);
		const isWrong = current.budgetTokens > budgetTokens || isOutdated(now, ranked);
		const isRenewed = !isSameFile || isWrong || isWorthIt(worth(wanted), worth(now));
		const snippets = isRenewed ? inOldOrder(wanted, current.snippets) : now;
		this.current = { uri, budgetTokens, offered, snippets };
		return snippets;
	}

	/** What was found may not be used any more, because what is excluded has changed. */
	clear(): void {
		this.offered = undefined;
		this.current = { uri: '', budgetTokens: 0, offered: undefined, snippets: [] };
	}
}

/** Whether what stands there is known to read differently now: a model would follow the old names. */
function isOutdated(snippets: readonly Snippet[], ranked: readonly Snippet[]): boolean {
	const [known, places] = [new Set(ranked.map(keyOf)), new Set(ranked.map(placeOf))];
	return snippets.some(each => places.has(placeOf(each)) && !known.has(keyOf(each)));
}

function placeOf({ uri, source, startLine }: Snippet): string {
	return `${uri}\n${source}\n${startLine}`;
}

function isWorthIt(wanted: number, now: number): boolean {
	return wanted > renewalGain * now && wanted - now > leastGain;
}

/** What stood there stays in front, in its order, so that at least the beginning of the prompt is the same. */
function inOldOrder(wanted: readonly ScoredSnippet[], before: readonly ScoredSnippet[]): readonly ScoredSnippet[] {
	const indexes = new Map(before.map((each, index) => [keyOf(each), index]));
	const indexOf = (snippet: ScoredSnippet) => indexes.get(keyOf(snippet)) ?? Infinity;
	const kept = wanted.filter(each => indexOf(each) < Infinity).sort((a, b) => indexOf(a) - indexOf(b));
	return [...kept, ...wanted.filter(each => indexOf(each) === Infinity)];
}

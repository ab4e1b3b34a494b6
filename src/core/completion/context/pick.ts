/** Chooses which of the ranked snippets go into the prompt. */
import { keyOf, type ScoredSnippet } from './snippet';

/** Below this a snippet shares only what all code shares. */
const leastScore = 0.02;

/** Two snippets with more of their lines in common than this say the same. */
const sameShare = 0.6;

const mostSnippets = 8;

/** The best within the budget, none that repeats another or what the prompt shows anyway. */
export function pick(
	ranked: readonly ScoredSnippet[],
	budgetTokens: number,
	tokensOf: (snippet: ScoredSnippet) => number,
	shownAnyway: string,
): readonly ScoredSnippet[] {
	const picked: ScoredSnippet[] = [];
	const shown = [linesOf(shownAnyway)];
	let left = budgetTokens;
	for (const snippet of ranked) {
		if (picked.length === mostSnippets || snippet.score < leastScore) break;
		const tokens = tokensOf(snippet);
		const lines = linesOf(snippet.text);
		if (tokens > left || shown.some(other => shareOf(lines, other) > sameShare) || picked.some(other => isInside(snippet, other))) continue;
		picked.push(snippet);
		shown.push(lines);
		left -= tokens;
	}
	return picked;
}

/** The sum that a choice is worth. */
export function worth(snippets: readonly ScoredSnippet[]): number {
	return snippets.reduce((sum, { score }) => sum + score, 0);
}

/** The same snippets with the scores that a later ranking gives them; what it does not have any more is worth nothing. */
export function rescored(snippets: readonly ScoredSnippet[], ranked: readonly ScoredSnippet[]): readonly ScoredSnippet[] {
	const scores = new Map(ranked.map(each => [keyOf(each), each.score]));
	return snippets.map(each => ({ ...each, score: scores.get(keyOf(each)) ?? 0 }));
}

function isInside(a: ScoredSnippet, b: ScoredSnippet): boolean {
	return a.uri === b.uri && a.startLine < b.startLine + lineCount(b) && b.startLine < a.startLine + lineCount(a);
}

function lineCount({ text }: ScoredSnippet): number {
	return text.split('\n').length - 1;
}

/** Without indentation, brackets alone and blank lines. */
function linesOf(text: string): ReadonlySet<string> {
	return new Set(
		text
			.split('\n')
			.map(line => line.trim())
			.filter(line => /\p{L}{2}/u.test(line)),
	);
}

/** How much of `lines` is in `others`. */
function shareOf(lines: ReadonlySet<string>, others: ReadonlySet<string>): number {
	let common = 0;
	for (const line of lines) if (others.has(line)) common++;
	return lines.size === 0 ? 1 : common / lines.size;
}

/** Code of another file that may help to complete this one. */

/** Why it is a candidate: the surest first. */
export type SnippetSource = 'definition' | 'edit' | 'import' | 'tab' | 'neighbour';

export interface Snippet {
	readonly uri: string;
	/** As it stands above the code in the prompt: relative to the workspace, with `/`. */
	readonly path: string;
	readonly source: SnippetSource;
	/** Zero-based line of the file at which it begins. */
	readonly startLine: number;
	/** Whole lines with `\n` line ends, the last one too. */
	readonly text: string;
}

export interface ScoredSnippet extends Snippet {
	/** 0: shares nothing with the code around the cursor; 1: all of it; definitions have one more. */
	readonly score: number;
}

/** What a snippet is known by: the same code of the same file, whatever found it. */
export function keyOf({ uri, text }: Snippet): string {
	return `${uri}\n${text}`;
}

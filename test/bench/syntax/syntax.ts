/** What a grammar makes of a text: the port to the parser. */

export interface SyntaxNode {
	/** The grammar's name for it. */
	readonly type: string;
	/** A rule of the grammar, and no mere word or sign. */
	readonly isNamed: boolean;
	/** Where it begins and ends, in UTF-16 units. */
	readonly startIndex: number;
	readonly endIndex: number;
	/** Text that fits no rule. */
	readonly isError: boolean;
	/** Not in the text: the parser put it there to go on. */
	readonly isMissing: boolean;
	/** It, or something in it, is an error or missing. */
	readonly hasError: boolean;
	readonly children: readonly (SyntaxNode | null)[];
}

export interface SyntaxTree {
	readonly rootNode: SyntaxNode;
	/** Gives the parser's memory back; the nodes must not be used any more. */
	delete(): void;
}

/** One language's parser, ready to use. */
export interface Grammar {
	parse(text: string): SyntaxTree | undefined;
}

/** Errors and missing pieces under a node. Looks only where there are some. */
export function faultsIn(node: SyntaxNode): number {
	if (!node.hasError) return 0;
	const inside = node.children.reduce((sum, child) => sum + (child === null ? 0 : faultsIn(child)), 0);
	return inside + (node.isError || node.isMissing ? 1 : 0);
}

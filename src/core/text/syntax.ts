/** What a grammar makes of a text: the port to the parser. Offsets are UTF-16 units, as everywhere. */

export interface SyntaxNode {
	readonly type: string;
	/** Named in the grammar; not a bracket, a word or a comma. */
	readonly isNamed: boolean;
	/** Text that fits no rule. */
	readonly isError: boolean;
	/** Not in the text: the parser put it there to go on. */
	readonly isMissing: boolean;
	/** It, or something in it, is an error or missing. */
	readonly hasError: boolean;
	readonly startIndex: number;
	readonly endIndex: number;
	readonly parent: SyntaxNode | null;
	readonly children: readonly (SyntaxNode | null)[];
	/** The smallest node that spans these offsets. */
	descendantForIndex(start: number, end?: number): SyntaxNode | null;
}

export interface SyntaxTree {
	readonly rootNode: SyntaxNode;
	/** Gives the parser's memory back; the nodes must not be used any more. */
	delete(): void;
}

/** One language's parser, ready to use. */
export interface Grammar {
	/** `undefined` where it would take longer than so many milliseconds. */
	parse(text: string, milliseconds?: number): SyntaxTree | undefined;
}

/** The grammar if it is loaded already; asking for one that is not makes it load. */
export type GrammarOf = (languageId: string) => Grammar | undefined;

/** Errors and missing pieces under a node. Looks only where there are some. */
export function faultsIn(node: SyntaxNode): number {
	if (!node.hasError) return 0;
	const inside = node.children.reduce((sum, child) => sum + (child === null ? 0 : faultsIn(child)), 0);
	return inside + (node.isError || node.isMissing ? 1 : 0);
}

/** The words that code is about: names, and the parts that names are made of. */

/** Shorter ones are in all code. */
const leastLength = 3;

/** `orderByName` is four words: itself and its parts, in lower case. */
export function wordsOf(text: string): string[] {
	return [...text.matchAll(/[\p{L}_$][\p{L}\p{N}_$]*/gu)].flatMap(([name]) => {
		const parts = name.split(/_+|\$+|(?<=[\p{Ll}\p{N}])(?=\p{Lu})|(?<=\p{Lu})(?=\p{Lu}\p{Ll})/u);
		const words = parts.length > 1 ? [name, ...parts] : [name];
		return words.filter(word => word.length >= leastLength).map(word => word.toLowerCase());
	});
}

/** How often each word is in the text. */
export function countWords(text: string): ReadonlyMap<string, number> {
	const counts = new Map<string, number>();
	for (const word of wordsOf(text)) counts.set(word, (counts.get(word) ?? 0) + 1);
	return counts;
}

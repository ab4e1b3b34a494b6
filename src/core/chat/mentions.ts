/**
 * Context that a question names: `#selection`, `#problems`, `#file:src/cart.ts`, with `@` in place of `#` where one is used to that. Chosen from
 * the list it becomes a chip at once; typed by hand it is looked up when the question is sent.
 */

/** What is named by its kind alone. */
export const plainMentions = ['selection', 'file', 'openFiles', 'problems', 'changes', 'terminal', 'lastCommand'] as const;
/** What needs a name after a colon. */
export const namedMentions = ['file', 'folder', 'sym'] as const;

export type PlainMention = (typeof plainMentions)[number];
export type NamedMention = (typeof namedMentions)[number];

/** `file` without a name is the file in the editor. */
export type Mention = { readonly kind: PlainMention; readonly name?: undefined } | { readonly kind: NamedMention; readonly name: string };

/** All that a question names, each once, in order. A name ends at a blank; a full stop or comma after it belongs to the sentence. */
export function mentionsIn(text: string): readonly Mention[] {
	const found = [...text.matchAll(/(?<![^\s(])[#@]([A-Za-z]+)(?::([^\s#@]+))?/g)].map(match => toMention(match[1] ?? '', match[2]));
	const known = found.filter(mention => mention !== undefined);
	return [...new Map(known.map(mention => [mentionText(mention), mention])).values()];
}

/** "#file:src/cart.ts" to what it means; nothing for what is no mention. */
export function readMention(text: string): Mention | undefined {
	const [mention] = mentionsIn(text);
	return mention && mentionText(mention) === text ? mention : undefined;
}

export function mentionText({ kind, name }: Mention): string {
	return name === undefined ? `#${kind}` : `#${kind}:${name}`;
}

function toMention(word: string, rest: string | undefined): Mention | undefined {
	const kind = word.toLowerCase();
	const name = rest?.replace(/[.,;:!?)'"`]+$/, '');
	if (name !== undefined && name !== '') {
		const named = namedMentions.find(each => each === kind);
		return named && { kind: named, name };
	}
	const plain = plainMentions.find(each => each.toLowerCase() === kind);
	return plain && { kind: plain };
}

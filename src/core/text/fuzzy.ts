/** Finds what somebody means by a few letters, as file pickers do: the letters in order, best at the starts of words and close together. */

/**
 * The best matches first, at most `most`; a text without all the letters in order is none. Among equals the shorter, then the earlier;
 * without letters all match, in their own order.
 */
export function bestMatches<T>(query: string, items: readonly T[], textOf: (item: T) => string, most: number): readonly T[] {
	if (query === '') return items.slice(0, most);
	const scored = items.flatMap(item => {
		const text = textOf(item);
		const score = matchScore(query, text);
		return score === undefined ? [] : [{ item, score, length: text.length }];
	});
	return scored
		.sort((a, b) => b.score - a.score || a.length - b.length)
		.slice(0, most)
		.map(({ item }) => item);
}

/** Higher is better; nothing when the letters are not all there in order. A match in a path's last name counts more than one in its folders. */
export function matchScore(query: string, text: string): number | undefined {
	const letters = query.toLowerCase();
	const nameStart = text.lastIndexOf('/') + 1;
	const inName = scoreFrom(letters, text, nameStart);
	if (nameStart === 0) return inName;
	const anywhere = scoreFrom(letters, text, 0);
	return inName === undefined ? anywhere : Math.max(inName + letters.length, anywhere ?? 0);
}

function scoreFrom(letters: string, text: string, from: number): number | undefined {
	const scores = [wholeScore(letters, text, from), scatteredScore(letters, text, from, true), scatteredScore(letters, text, from, false)];
	const found = scores.filter(score => score !== undefined);
	return found.length === 0 ? undefined : Math.max(...found);
}

/** All letters in a row are worth more than the same letters apart. */
function wholeScore(letters: string, text: string, from: number): number | undefined {
	const at = text.toLowerCase().indexOf(letters, from);
	return at < 0 ? undefined : letters.length * 4 + (isWordStart(text, at) ? letters.length : 0);
}

/** Each letter at the next place that has it; with `atStarts` at the next start of a word that has it, where there is one. */
function scatteredScore(letters: string, text: string, from: number, atStarts: boolean): number | undefined {
	const small = text.toLowerCase();
	let score = 0;
	let last = from - 1;
	for (const letter of letters) {
		const next = small.indexOf(letter, last + 1);
		if (next < 0) return undefined;
		const at = (atStarts && next !== last + 1 ? startWith(letter, text, small, last + 1) : undefined) ?? next;
		score += isWordStart(text, at) ? 3 : at === last + 1 ? 2 : 1;
		last = at;
	}
	return score;
}

function startWith(letter: string, text: string, small: string, from: number): number | undefined {
	for (let at = small.indexOf(letter, from); at >= 0; at = small.indexOf(letter, at + 1)) if (isWordStart(text, at)) return at;
	return undefined;
}

/** After a sign or a blank, and at the hump of a camel. */
function isWordStart(text: string, at: number): boolean {
	const [before, own] = [text[at - 1] ?? '/', text[at] ?? ''];
	return !/[\p{L}\p{N}]/u.test(before) || (/\p{Ll}/u.test(before) && /\p{Lu}/u.test(own));
}

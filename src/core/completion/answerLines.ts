/** What a single line of an answer tells by itself. */

/** What instruct models like to say before the code. */
export const introduction = /^\s*(?:here(?:'s| is| are)|sure|certainly|of course)\b.*[:.!]$/i;

/** A line with some letters can be recognised; a bracket, `end` or `continue;` is on many lines and says nothing. */
export function saysEnough(line: string): boolean {
	return line.trim().length >= 10 && (line.match(/\p{L}/gu)?.length ?? 0) >= 5;
}

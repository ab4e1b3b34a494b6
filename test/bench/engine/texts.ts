/** What the engines are asked. */

let asked = 1000;

/** Code that no two calls share the beginning of, so that nothing of it is cached, and that is as long each time: some sixteen tokens a line. */
export function freshCode(lines: number): string {
	const code = Array.from({ length: lines }, (_, line) => `const value${line} = compute${line % 7}(value, ${line});\n`);
	return [`// ${asked++}\n`, ...code].join('');
}

const source = [
	'export class Basket {',
	'\tprivate readonly items = new Map<string, number>();',
	'',
	'\tadd(name: string, count: number): void {',
	'\t\tconst before = this.items.get(name) ?? 0;',
	'\t\tthis.items.set(name, before + count);',
	'\t}',
	'',
	'\tremove(name: string, count: number): void {',
	'\t\tconst before = this.items.get(name) ?? 0;',
	"\t\tif (before < count) throw new Error('not enough');",
	'\t\tthis.items.set(name, before - count);',
	'\t}',
	'',
	'\ttotal(prices: Map<string, number>): number {',
	'\t\tlet sum = 0;',
	'\t\tfor (const [name, count] of this.items) sum += count * (prices.get(name) ?? 0);',
	'\t\treturn sum;',
	'\t}',
	'}',
].join('\n');

/** Texts of different kinds, for guesses. As raw text, which models of all families go on with. */
export const kinds = {
	copy: `basket.ts:\n\`\`\`ts\n${source}\n\`\`\`\nbasket.ts again:\n\`\`\`ts\n${source.slice(0, 120)}`,
	edit: `Before:\n\`\`\`ts\n${source}\n\`\`\`\nAfter, with \`count\` renamed to \`amount\`:\n\`\`\`ts\nexport class Basket {\n`,
	repetitive: `${Array.from('abcdefghijkl', each => `\t\tcase '${each}':\n\t\t\treturn settings.${each};\n`).join('')}`,
	'new code': '/** A queue that gives its values in the order of their priority. */\nexport class PriorityQueue<T> {\n',
	prose: 'A hash map is a data structure that',
} as const;

export type Kind = keyof typeof kinds;

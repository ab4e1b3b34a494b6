/** Globs as VS Code writes them in settings: `*`, `**`, `?`, `[…]`, `{a,b}`; letters' case does not matter, so that `.ENV` is `.env`. */

/**
 * Whether a path is matched, or lies in a folder that is.
 * @param path with `/`, relative to the workspace
 */
export type PathMatcher = (path: string) => boolean;

/** A pattern without a slash matches a name in any folder. Patterns that can't be read match nothing. */
export function globMatcher(patterns: readonly string[]): PathMatcher {
	const expressions = patterns.flatMap(pattern => toExpression(pattern) ?? []);
	return path => expressions.some(expression => expression.test(path));
}

function toExpression(pattern: string): RegExp | undefined {
	const plain = pattern
		.trim()
		.replace(/\\/g, '/')
		.replace(/^\/|^\.\//, '');
	if (plain === '') return undefined;
	const anywhere = plain.replace(/\/$/, '').includes('/') ? '' : '(?:.*/)?';
	try {
		return new RegExp(`^${anywhere}${translated(plain.replace(/\/$/, ''))}(?:/.*)?$`, 'iu');
	} catch {
		return undefined;
	}
}

const translations: Readonly<Record<string, string>> = { '**/': '(?:.*/)?', '/**': '(?:/.*)?', '**': '.*', '*': '[^/]*', '?': '[^/]' };

function translated(glob: string): string {
	let depth = 0;
	return glob.replace(/\*\*\/|\/\*\*$|\*\*|\*|\?|\[!?[^\]/]+\]|[{},]|[^*?[\]{},]+|./gu, part => {
		const known = translations[part];
		if (known !== undefined) return known;
		if (/^\[.+\]$/u.test(part)) return part.replace(/^\[!/, '[^').replace(/\\/g, '\\\\');
		if (part === '{') return (depth++, '(?:');
		if (part === '}' && depth > 0) return (depth--, ')');
		if (part === ',' && depth > 0) return '|';
		return part.replace(/[$()+.[\]\\^{|}]/g, '\\$&');
	});
}

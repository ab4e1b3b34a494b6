/** The files of a folder as an indented tree, as a model reads it with the fewest tokens: each folder once, folders first. */

interface Folder {
	readonly folders: Map<string, Folder>;
	readonly files: string[];
}

/** Of paths with slashes. More than `maxLines` are cut from the deepest folders first, and it is said how many files each of those holds. */
export function pathTree(paths: readonly string[], maxLines: number): string {
	const root = folderOf(paths);
	const depths = Math.max(1, ...paths.map(path => path.split('/').length));
	for (let depth = depths; depth > 1; depth--) {
		const lines = linesOf(root, depth);
		if (lines.length <= maxLines) return lines.join('\n');
	}
	const lines = linesOf(root, 1);
	return lines.length <= maxLines
		? lines.join('\n')
		: [...lines.slice(0, maxLines - 1), `… ${lines.length - maxLines + 1} more`].join('\n');
}

function folderOf(paths: readonly string[]): Folder {
	const root: Folder = { folders: new Map(), files: [] };
	for (const path of paths) {
		const names = path.split('/');
		const file = names.pop() ?? '';
		let folder = root;
		for (const name of names) {
			const inner = folder.folders.get(name) ?? { folders: new Map(), files: [] };
			folder.folders.set(name, inner);
			folder = inner;
		}
		folder.files.push(file);
	}
	return root;
}

function linesOf({ folders, files }: Folder, depth: number): readonly string[] {
	const byName = [...folders].sort(([a], [b]) => compare(a, b));
	const inner = byName.flatMap(([name, folder]) => {
		if (depth > 1) return [`${name}/`, ...linesOf(folder, depth - 1).map(line => `  ${line}`)];
		const count = countFiles(folder);
		return [`${name}/ (${count} ${count === 1 ? 'file' : 'files'})`];
	});
	return [...inner, ...[...files].sort(compare)];
}

function countFiles({ folders, files }: Folder): number {
	return [...folders.values()].reduce((count, folder) => count + countFiles(folder), files.length);
}

function compare(a: string, b: string): number {
	return a < b ? -1 : a > b ? 1 : 0;
}

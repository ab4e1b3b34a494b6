/** The files that a file says it uses, by its import lines. Packages are not looked for: what they offer, the editor's definitions know. */

/** Each import as the paths it may mean, the likeliest first: relative to the file's folder, or to the workspace where they begin with `/`. */
export function importedPaths(text: string, languageId: string): readonly (readonly string[])[] {
	return (readers[languageId] ?? (() => []))(text);
}

const scriptExtensions = ['.ts', '.tsx', '.mts', '.js', '.jsx', '.mjs', '.vue', '.svelte', '/index.ts', '/index.js'];

function ofScript(text: string): readonly string[][] {
	const imports = text.matchAll(/(?:\bfrom|\bimport|\brequire\s*\(|\bimport\s*\()\s*['"](\.{1,2}\/[^'"\n]+)['"]/g);
	return [...imports].map(([, path = '']) => {
		const bare = path.replace(/\.(?:m|c)?jsx?$/, '');
		return [...(bare === path ? [path] : []), ...scriptExtensions.map(extension => bare + extension)];
	});
}

function ofPython(text: string): readonly string[][] {
	const imports = text.matchAll(/^[ \t]*(?:from[ \t]+(\.*[\w.]*)[ \t]+import\b|import[ \t]+([\w.]+))/gm);
	return [...imports].map(([, from, whole]) => {
		const name = from ?? whole ?? '';
		const dots = /^\.*/.exec(name)?.[0].length ?? 0;
		const path = name.slice(dots).replace(/\./g, '/');
		if (path === '') return [];
		if (dots > 0) return modulePaths(`${'../'.repeat(dots - 1)}${path}`);
		return [...modulePaths(path), ...modulePaths(`/${path}`), ...modulePaths(`/src/${path}`)];
	});
}

function modulePaths(path: string): string[] {
	return [`${path}.py`, `${path}/__init__.py`];
}

function ofC(text: string): readonly string[][] {
	return [...text.matchAll(/^[ \t]*#[ \t]*include[ \t]*"([^"\n]+)"/gm)].map(([, path = '']) => [
		path,
		`/${path}`,
		`/include/${path}`,
		`/src/${path}`,
	]);
}

function ofRust(text: string): readonly string[][] {
	const modules = [...text.matchAll(/^[ \t]*(?:pub(?:\([^)]*\))?[ \t]+)?mod[ \t]+(\w+)[ \t]*;/gm)].map(([, name = '']) => [
		`${name}.rs`,
		`${name}/mod.rs`,
	]);
	const uses = [...text.matchAll(/^[ \t]*(?:pub[ \t]+)?use[ \t]+crate::(\w+)/gm)].map(([, name = '']) => [
		`/src/${name}.rs`,
		`/src/${name}/mod.rs`,
	]);
	return [...modules, ...uses];
}

const readers: Readonly<Record<string, (text: string) => readonly string[][]>> = {
	typescript: ofScript,
	typescriptreact: ofScript,
	javascript: ofScript,
	javascriptreact: ofScript,
	vue: ofScript,
	svelte: ofScript,
	python: ofPython,
	c: ofC,
	cpp: ofC,
	'objective-c': ofC,
	rust: ofRust,
};

/** Copies tree-sitter's parsers to where test/bench/syntax reads them: the library's own WebAssembly and one file for each language. */
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

const require = createRequire(import.meta.url);
const languages = ['bash', 'c-sharp', 'cpp', 'css', 'go', 'java', 'javascript', 'php', 'python', 'ruby', 'rust', 'tsx', 'typescript'];

/** @param {string} folder */
export function copyGrammars(folder) {
	fs.mkdirSync(folder, { recursive: true });
	const source = path.join(path.dirname(require.resolve('@vscode/tree-sitter-wasm/package.json')), 'wasm');
	const files = languages.map(name => path.join(source, `tree-sitter-${name}.wasm`));
	copyIfOther(require.resolve('web-tree-sitter/web-tree-sitter.wasm'), path.join(folder, 'tree-sitter.wasm'));
	for (const file of files) copyIfOther(file, path.join(folder, path.basename(file)));
}

/**
 * They are 20 MB together and change with their packages' versions only.
 * @param {string} from
 * @param {string} to
 */
function copyIfOther(from, to) {
	const isThere = fs.existsSync(to) && fs.statSync(to).size === fs.statSync(from).size;
	if (!isThere) fs.copyFileSync(from, to);
}

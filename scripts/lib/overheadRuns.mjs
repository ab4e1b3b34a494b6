/** The half of `npm run bench:overhead` that needs a VS Code: one window for each size of workspace, with an extension that does nothing. */
import { build } from 'esbuild';
import fs from 'node:fs';
import path from 'node:path';
import { runInExtensionHost } from './extensionHost.mjs';
import { remove, temporaryFolder } from './leftBehind.mjs';
import { inRoot } from './root.mjs';

/** The first window compares files of many sizes, the others workspaces, by one size of file: what else a window runs makes the code in it faster. */
const windows = [{ files: 10, allSizes: true }, ...[10, 100, 1000, 10_000].map(files => ({ files, allSizes: false }))];

/** @returns {Promise<unknown[]>} what test/bench/overheadInHost.ts measured in each window */
export async function overheadRuns() {
	const module = inRoot('out', 'bench', 'overheadInHost.js');
	const entryPoints = [inRoot('test', 'bench', 'overheadInHost.ts')];
	const external = ['vscode'];
	await build({ entryPoints, bundle: true, platform: 'node', format: 'cjs', outfile: module, external, logLevel: 'warning' });
	const extension = temporaryFolder('bench');
	const manifest = { name: 'nothing', publisher: 'bench', version: '0.0.0', engines: { vscode: '^1.104.0' } };
	fs.writeFileSync(path.join(extension, 'package.json'), JSON.stringify(manifest));
	try {
		const runs = [];
		for (const { files, allSizes } of windows) {
			console.log(`In a workspace of ${files} files …`);
			const env = { DEEPSEEK_CODER_BENCH_FILES: String(files), DEEPSEEK_CODER_BENCH_ALL_SIZES: allSizes ? '1' : '' };
			runs.push(await runInExtensionHost({ module, extension, env, fillWorkspace: folder => fill(folder, files) }));
		}
		return runs;
	} finally {
		remove(extension);
	}
}

/** What VS Code's own extensions do with each change, in the same process: they read all of the text, and their garbage is collected on our time. */
const quiet = {
	'merge-conflict.codeLens.enabled': false,
	'merge-conflict.decorators.enabled': false,
	'editor.links': false,
	'git.enabled': false,
};

/** Small Go files, a hundred in a folder. */
function fill(workspace, files) {
	fs.mkdirSync(path.join(workspace, '.vscode'));
	fs.writeFileSync(path.join(workspace, '.vscode', 'settings.json'), JSON.stringify(quiet));
	for (let index = 0; index < files; index++) {
		const folder = path.join(workspace, `part${Math.floor(index / 100)}`);
		if (index % 100 === 0) fs.mkdirSync(folder, { recursive: true });
		const text = `package part\n\nfunc value${index}(items []Item) int {\n\tsum := 0\n\tfor _, item := range items {\n\t\tsum += item.Price\n\t}\n\treturn sum\n}\n`;
		fs.writeFileSync(path.join(folder, `file${index}.go`), text);
	}
}

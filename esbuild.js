/**
 * Builds everything that runs:
 *   dist/extension.js     the extension (CommonJS, `vscode` stays outside)
 *   dist/panel.js|.css    the chat panel, for the browser
 *   dist/plan.js|.css     the model plan, for the browser
 *   engine/dist/child.mjs the embedded engine's process (ES module, node-llama-cpp stays outside, in engine/node_modules)
 *   out/test/**           the tests, one file each            (--tests)
 * Flags: --production minifies, --watch rebuilds on change, --tests builds the tests too, --into=FOLDER puts all of it into another folder.
 */
const { context } = require('esbuild');
const fs = require('node:fs');
const path = require('node:path');
const { usedIcons } = require('./scripts/lib/usedIcons.cjs');

const production = process.argv.includes('--production');
const watch = process.argv.includes('--watch');
const tests = process.argv.includes('--tests');
const into = process.argv.find(each => each.startsWith('--into='))?.slice('--into='.length) ?? '.';

const shared = { bundle: true, minify: production, sourcemap: !production, logLevel: 'warning', metafile: true, legalComments: 'none' };
const onNode = { ...shared, platform: 'node', target: 'node20' };

const builds = [
	{
		...onNode,
		entryPoints: ['src/extension.ts'],
		outfile: path.join(into, 'dist/extension.js'),
		format: 'cjs',
		external: ['vscode'],
		plugins: [plainVscode()],
	},
	{
		...onNode,
		entryPoints: ['src/engines/embedded/child.ts'],
		outfile: path.join(into, 'engine/dist/child.mjs'),
		format: 'esm',
		external: ['node-llama-cpp'],
	},
	{
		...shared,
		entryPoints: { panel: 'src/panel/main.ts', plan: 'src/panel/plan/main.ts' },
		outdir: path.join(into, 'dist'),
		platform: 'browser',
		target: 'chrome120',
		format: 'iife',
		plugins: [usedIcons()],
	},
];
if (tests) {
	builds.push({
		...onNode,
		minify: false,
		entryPoints: filesUnder('test').filter(file => /\.test\.ts$|\/index\.ts$/.test(file)),
		outbase: '.',
		outdir: path.join(into, 'out'),
		format: 'cjs',
		packages: 'external',
		external: ['vscode'],
	});
}

main().catch(error => {
	console.error(error.message ?? error);
	process.exit(1); // a context that failed to build would keep us alive
});

async function main() {
	if (tests) fs.rmSync(path.join(into, 'out/test'), { recursive: true, force: true });
	const contexts = await Promise.all(
		builds.map(build => context({ ...build, plugins: [...(build.plugins ?? []), ...(watch ? [reporter()] : [])] })),
	);
	if (watch) {
		await Promise.all(contexts.map(each => each.watch()));
		return;
	}
	await Promise.all(contexts.map(each => each.rebuild()));
	await Promise.all(contexts.map(each => each.dispose()));
}

/**
 * For `import * as vscode`, esbuild copies the whole API object once per file, getter by getter: 55 of 66 ms of loading the extension.
 * `import vscode = require('vscode')` is the same object without the copies; this writes it so, and the sources stay as everybody writes them.
 */
function plainVscode() {
	return {
		name: 'plain-vscode',
		setup(build) {
			build.onLoad({ filter: /[\\/]src[\\/].*\.ts$/ }, async ({ path: file }) => {
				const text = await fs.promises.readFile(file, 'utf8');
				return { loader: 'ts', contents: text.replace("import * as vscode from 'vscode';", "import vscode = require('vscode');") };
			});
		},
	};
}

/** Prints what VS Code's problem matcher for esbuild looks for. */
function reporter() {
	return {
		name: 'reporter',
		setup(build) {
			build.onStart(() => console.log('[watch] build started'));
			build.onEnd(result => {
				for (const { text, location } of result.errors) {
					console.error(`✘ [ERROR] ${text}`);
					if (location) console.error(`    ${location.file}:${location.line}:${location.column}:`);
				}
				console.log('[watch] build finished');
			});
		},
	};
}

function filesUnder(folder) {
	return fs
		.readdirSync(folder, { recursive: true })
		.map(name => path.posix.join(folder, name.split(path.sep).join('/')))
		.filter(file => !file.startsWith('test/fixtures'));
}

/** The checks of `npm run check`: what can be said about the code without running the extension. */
import fs from 'node:fs';
import path from 'node:path';
import { remove, temporaryFolder } from './leftBehind.mjs';
import { CommandFailed, run } from './processes.mjs';
import { inRoot, readJson } from './root.mjs';

/** What a download and an activation may cost, in bytes. */
const largest = { 'dist/extension.js': 1_000_000, 'dist/panel.js': 340_000, 'dist/panel.css': 60_000, 'dist/plan.js': 20_000 };

/** Unit tests that are about the repository, not about behaviour; they run in `npm test` too. */
const aboutTheRepository = ['test/unit/architecture.test.ts', 'test/unit/settings.test.ts', 'test/unit/l10n.test.ts'];

/** @type {readonly {name: string, run(): Promise<unknown>}[]} */
export const checks = [
	{ name: 'format', run: () => tool('prettier', ['--check', '--log-level', 'warn', '.']) },
	{ name: 'lint', run: () => tool('eslint', ['--max-warnings', '0', '.']) },
	{
		name: 'types',
		run: () => Promise.all(['.', 'src/panel', 'test/ui', 'scripts'].map(project => tool('typescript', ['-p', project], 'tsc'))),
	},
	{ name: 'architecture and manifest', run: testRepository },
	{ name: 'dead code', run: () => tool('knip', ['--no-progress']) },
	{ name: 'bundle size', run: checkBundleSize },
];

/**
 * Runs a tool of node_modules with the Node that runs us.
 * @param {string} name of the package
 * @param {readonly string[]} args
 * @param {string} [command] where it differs from the package's name
 */
function tool(name, args, command = name) {
	const folder = inRoot('node_modules', name);
	const { bin } = readJson(path.join(folder, 'package.json'));
	return run(process.execPath, [path.join(folder, typeof bin === 'string' ? bin : bin[command]), ...args], { cwd: inRoot() });
}

async function testRepository() {
	const { build } = await import('esbuild');
	const outdir = inRoot('out', 'check');
	const entryPoints = aboutTheRepository.map(file => inRoot(file));
	await build({
		entryPoints,
		bundle: true,
		platform: 'node',
		packages: 'external',
		format: 'cjs',
		outdir,
		outbase: inRoot(),
		logLevel: 'silent',
	});
	const built = aboutTheRepository.map(file => path.join(outdir, file.replace(/\.ts$/, '.js')));
	await tool('mocha', ['--no-config', '--reporter', 'dot', ...built]);
}

async function checkBundleSize() {
	const folder = temporaryFolder('size');
	try {
		await run(process.execPath, ['esbuild.js', '--production', `--into=${folder}`], { cwd: inRoot() });
		const tooLarge = Object.entries(largest)
			.map(([file, limit]) => ({ file, limit, size: fs.statSync(path.join(folder, file)).size }))
			.filter(({ limit, size }) => size > limit);
		if (tooLarge.length) {
			throw new CommandFailed(
				'A bundle is too large',
				tooLarge.map(each => `${each.file}: ${each.size} bytes, at most ${each.limit}`).join('\n'),
			);
		}
	} finally {
		remove(folder);
	}
}

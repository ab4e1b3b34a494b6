/** `npm run bench:NAME`: builds test/bench/NAME.ts (a few milliseconds) and runs it with the arguments. */
import { build } from 'esbuild';
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import { inRoot } from './lib/root.mjs';

const [name = '', ...parameters] = process.argv.slice(2);
const source = inRoot('test', 'bench', `${name}.ts`);
if (!fs.existsSync(source)) {
	console.error(`There is no bench "${name}".`);
	process.exit(2);
}
const outfile = inRoot('out', 'bench', `${name}.mjs`);
await build({
	absWorkingDir: inRoot(),
	entryPoints: [source],
	bundle: true,
	platform: 'node',
	target: 'node20',
	format: 'esm',
	outfile,
	alias: { vscode: inRoot('test', 'bench', 'vscodeStandIn.ts') },
	external: ['node-llama-cpp'],
	// For the packages that are still CommonJS.
	banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" },
	sourcemap: 'inline',
	logLevel: 'warning',
});
const { status } = spawnSync(process.execPath, ['--enable-source-maps', outfile, ...parameters], { cwd: inRoot(), stdio: 'inherit' });
process.exitCode = status ?? 1;

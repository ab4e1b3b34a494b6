/** Builds the extension (and the tests) by esbuild.js. */
import { run } from './processes.mjs';
import { inRoot } from './root.mjs';
import { saying } from './say.mjs';

/** @param {{tests?: boolean, production?: boolean}} [what] */
export async function build({ tests = false, production = false } = {}) {
	const flags = [...(tests ? ['--tests'] : []), ...(production ? ['--production'] : [])];
	await saying(['Building', ...flags].join(' '), () => run(process.execPath, ['esbuild.js', ...flags], { cwd: inRoot() }));
}

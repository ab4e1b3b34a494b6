/** `npm run -s lab -- hardware|estimate|plan|trim|multiline …`: builds src/lab (a few milliseconds) and runs it with the arguments. */
import { build } from 'esbuild';
import * as path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const outfile = path.join(root, 'out', 'lab', 'main.mjs');

await build({
	absWorkingDir: root,
	entryPoints: ['src/lab/main.ts'],
	bundle: true,
	platform: 'node',
	target: 'node20',
	format: 'esm',
	outfile,
	logLevel: 'warning',
});
await import(pathToFileURL(outfile).href);

/** `npm run test:soak`: builds test/soak/main.ts and runs it; `-- --ollama` puts a real Ollama beside the other engines. */
import { build } from 'esbuild';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { startOllama } from './lib/ollama.mjs';
import { inRoot } from './lib/root.mjs';

const outfile = inRoot('out', 'soak', 'main.js');
await build({
	absWorkingDir: inRoot(),
	entryPoints: ['test/soak/main.ts'],
	bundle: true,
	platform: 'node',
	target: 'node20',
	packages: 'external',
	external: ['vscode'],
	outfile,
	sourcemap: 'inline',
	logLevel: 'warning',
});
const parameters = process.argv.slice(2).filter(each => each !== '--ollama');
const isWanted = parameters.length < process.argv.length - 2;
const ollama = isWanted ? await startOllama(inRoot('media', 'demo-model', 'demo.gguf'), 'deepseek-coder-demo') : undefined;
const env = { ...process.env, ...(ollama && { DEEPSEEK_CODER_TEST_OLLAMA: ollama.address }) };
const child = spawn(process.execPath, ['--enable-source-maps', outfile, ...parameters], {
	cwd: inRoot(),
	env,
	stdio: 'inherit',
});
const [status] = await once(child, 'exit');
await ollama?.stop();
process.exitCode = status ?? 1;

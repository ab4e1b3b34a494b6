/** `npm run test:soak`: builds test/soak/main.ts and runs it, with a real Ollama beside the other engines where one can be had. */
import { build } from 'esbuild';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { startOllama } from './lib/ollama.mjs';
import { inRoot } from './lib/root.mjs';
import { Missing, say } from './lib/say.mjs';

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
const ollama = await startOllama(inRoot('media', 'demo-model', 'demo.gguf'), 'deepseek-coder-demo').catch(error => {
	if (!(error instanceof Missing)) throw error;
	say(error.message);
	return undefined;
});
const env = { ...process.env, ...(ollama && { DEEPSEEK_CODER_TEST_OLLAMA: ollama.address }) };
const child = spawn(process.execPath, ['--enable-source-maps', outfile, ...process.argv.slice(2)], {
	cwd: inRoot(),
	env,
	stdio: 'inherit',
});
const [status] = await once(child, 'exit');
await ollama?.stop();
process.exitCode = status ?? 1;

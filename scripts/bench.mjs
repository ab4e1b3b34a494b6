/** `npm run bench:NAME`: builds test/bench/NAME.ts, or test/ui/bench/NAME.ts where it is about a page, and runs it with the arguments. */
import { build } from 'esbuild';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import { benchModels } from './lib/benchModels.mjs';
import { copyGrammars } from './lib/copyGrammars.mjs';
import { startInstalledServers } from './lib/modelServers.mjs';
import { startOllama } from './lib/ollama.mjs';
import { overheadRuns } from './lib/overheadRuns.mjs';
import { inRoot } from './lib/root.mjs';
import { Missing, say } from './lib/say.mjs';

const [name = '', ...parameters] = process.argv.slice(2);
const source = [inRoot('test', 'bench', `${name}.ts`), inRoot('test', 'ui', 'bench', `${name}.ts`)].find(file => fs.existsSync(file));
if (source === undefined) {
	console.error(`There is no bench "${name}".`);
	process.exit(2);
}
const outfile = inRoot('out', 'bench', `${name}.mjs`);
copyGrammars(inRoot('out', 'grammars'));
await build({
	absWorkingDir: inRoot(),
	entryPoints: [source],
	bundle: true,
	platform: 'node',
	target: 'node20',
	format: 'esm',
	outfile,
	external: ['node-llama-cpp', 'playwright-core', 'web-tree-sitter'],
	// For the packages that are still CommonJS.
	banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" },
	sourcemap: 'inline',
	logLevel: 'warning',
});

const models = name === 'engine' ? await benchModels() : [];
const ollama = needsOllama() ? await ollamaIfItCanBeHad() : undefined;
if (name === 'overhead') fs.writeFileSync(inRoot('out', 'bench', 'overhead-runs.json'), JSON.stringify(await overheadRuns()));
const servers = name === 'load' ? await startInstalledServers() : undefined;
const env = { ...process.env, ...servers?.env };
if (ollama) Object.assign(env, { DEEPSEEK_CODER_TEST_OLLAMA: ollama.address, DEEPSEEK_CODER_TEST_OLLAMA_PID: String(ollama.pid) });
if (models.length > 0) Object.assign(env, { DEEPSEEK_CODER_BENCH_MODELS: JSON.stringify(models) });
const bench = spawn(process.execPath, ['--enable-source-maps', outfile, ...parameters], { cwd: inRoot(), env, stdio: 'inherit' });
const [status] = await once(bench, 'exit');
await ollama?.stop();
await servers?.stop();
process.exitCode = status ?? 1;

function needsOllama() {
	const text = parameters.join(' ');
	if (name === 'completion' && !text.includes('embedded')) return true;
	return text.includes('ollama') || (name === 'engine' && !text.includes('--engines'));
}

/** One that is running, by its address in the environment, or one of our own with the demo model; `undefined` where there can be none. */
async function ollamaIfItCanBeHad() {
	if (process.env.DEEPSEEK_CODER_TEST_OLLAMA) return undefined;
	try {
		return await startOllama(inRoot('media', 'demo-model', 'demo.gguf'), 'deepseek-coder-demo', models);
	} catch (error) {
		if (!(error instanceof Missing)) throw error;
		say(error.message);
		return undefined;
	}
}

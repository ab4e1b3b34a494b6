/**
 * A real llama-server (llama.cpp) for the tests, built once from the sources that the `llama-cpp-python` package carries.
 * `$DEEPSEEK_CODER_LLAMA_SERVER` names another binary.
 */
import fs from 'node:fs';
import path from 'node:path';
import { cacheFolder, installOnce, isInstalled } from './cache.mjs';
import { freePort, isHealthy, isOnPath, run, start } from './processes.mjs';
import { Missing, saying } from './say.mjs';

/** Carries llama.cpp 0.5.0. */
const packageVersion = '0.3.36';
const folder = () => cacheFolder(`llama-server-${packageVersion}`);
const built = () => path.join(folder(), 'build', 'bin', 'llama-server');

/** The binary if there is one already; nothing is installed for the question. */
export function findLlamaServer() {
	const named = process.env.DEEPSEEK_CODER_LLAMA_SERVER;
	if (named) return named;
	return isInstalled(folder(), packageVersion) ? built() : undefined;
}

export async function installLlamaServer() {
	const there = findLlamaServer();
	if (there) return there;
	const missing = ['python3', 'cmake', 'c++'].filter(tool => !isOnPath(tool));
	if (missing.length) {
		throw new Missing(
			`llama-server can't be built here: ${missing.join(', ')} not found.`,
			'Install them (Debian: apt-get install python3-venv cmake g++).',
		);
	}
	await saying('Building llama-server from source (8 to 16 minutes on two cores, once)', () =>
		installOnce(folder(), packageVersion, build),
	);
	return built();
}

async function build(into) {
	const venv = path.join(into, 'venv');
	await run('python3', ['-m', 'venv', venv]);
	const pip = path.join(venv, 'bin', 'pip');
	await run(pip, ['-q', 'install', 'scikit-build-core']); // pip reads a source package's metadata with its build backend
	const download = ['--no-deps', '--no-binary', ':all:', '--no-build-isolation', '-d', into, `llama-cpp-python==${packageVersion}`];
	await run(pip, ['-q', 'download', ...download]);
	await run('tar', ['xzf', path.join(into, `llama_cpp_python-${packageVersion}.tar.gz`), '-C', into]);
	const source = path.join(into, `llama_cpp_python-${packageVersion}`, 'vendor', 'llama.cpp');
	const off = ['BUILD_SHARED_LIBS', 'LLAMA_OPENSSL', 'LLAMA_BUILD_TESTS', 'LLAMA_BUILD_EXAMPLES', 'LLAMA_BUILD_APP'];
	// Without the last one the build wants to download a web page.
	off.push('LLAMA_BUILD_UI', 'LLAMA_USE_PREBUILT_UI');
	const target = path.join(into, 'build');
	const flags = ['-DCMAKE_BUILD_TYPE=Release', '-DGGML_NATIVE=ON', ...off.map(name => `-D${name}=OFF`)];
	await run('nice', ['cmake', '-S', source, '-B', target, ...flags]);
	await run('nice', ['cmake', '--build', target, '-j', '2', '--target', 'llama-server']);
	for (const waste of [venv, source]) fs.rmSync(waste, { recursive: true, force: true });
}

/**
 * Starts one that serves `gguf` under the name `model`, in two slots of `contextTokens` each.
 * @param {string} gguf
 * @param {string} model
 * @param {{contextTokens?: number, apiKey?: string, flags?: readonly string[]}} [options]
 */
export async function startLlamaServer(gguf, model, { contextTokens = 2048, apiKey, flags = [] } = {}) {
	const binary = await installLlamaServer();
	const port = await freePort();
	const address = `http://127.0.0.1:${port}`;
	const args = ['-m', gguf, '-a', model, '--host', '127.0.0.1', '--port', String(port), '-c', String(2 * contextTokens), '-np', '2'];
	// With more threads than free cores the workers wait for each other in a spin loop, and a step takes a second.
	args.push('-t', '1', '-tb', '1', '--metrics', '--no-ui', '--offline', ...(apiKey ? ['--api-key', apiKey] : []), ...flags);
	const server = await start(binary, args, { name: 'llama-server', ready: () => isHealthy(address), timeoutMilliseconds: 60_000 });
	return { address, pid: server.pid, output: () => server.output, stop: () => server.stop() };
}

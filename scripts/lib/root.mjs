/** Where the repository is. npm starts every script in it, and the tests run there too. */
import fs from 'node:fs';
import path from 'node:path';

export const root = repository(process.cwd());

export function inRoot(...parts) {
	return path.join(root, ...parts);
}

export function readJson(file) {
	return JSON.parse(fs.readFileSync(file, 'utf8'));
}

function repository(folder) {
	const manifest = path.join(folder, 'package.json');
	if (fs.existsSync(manifest) && readJson(manifest).name === 'deepseek-coder-local') return folder;
	throw new Error(`${folder} is not the repository's folder: start this through npm, or from there.`);
}

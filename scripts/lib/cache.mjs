/** The folder of things that are installed once per user: VS Code, Node for it, Ollama. Deleting it is always safe. */
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { say } from './say.mjs';

/** `$DEEPSEEK_CODER_CACHE`, else `deepseek-coder-local` in the user's cache folder. */
export function cacheFolder(...parts) {
	const own = process.env.DEEPSEEK_CODER_CACHE;
	const base = own ? path.resolve(own) : path.join(process.env.XDG_CACHE_HOME || path.join(os.homedir(), '.cache'), 'deepseek-coder-local');
	return path.join(base, ...parts);
}

/**
 * Fills `folder` by `make`, once. A marker is written last, so an installation that was cut off is thrown away and done again.
 * @param {string} folder
 * @param {string} wanted what is installed; another value means that the folder is stale
 * @param {(folder: string) => Promise<unknown>} make gets the empty folder
 */
export async function installOnce(folder, wanted, make) {
	if (isInstalled(folder, wanted)) return folder;
	await locked(folder, async () => {
		if (isInstalled(folder, wanted)) return; // somebody else did it while we waited
		fs.rmSync(folder, { recursive: true, force: true });
		fs.mkdirSync(folder, { recursive: true });
		await make(folder);
		fs.writeFileSync(marker(folder), wanted);
	});
	return folder;
}

export function isInstalled(folder, wanted) {
	try {
		return fs.readFileSync(marker(folder), 'utf8') === wanted;
	} catch {
		return false;
	}
}

function marker(folder) {
	return path.join(folder, '.installed');
}

/** One process at a time; the lock of a process that died is taken over. */
async function locked(folder, work) {
	const lock = `${folder}.lock`;
	fs.mkdirSync(path.dirname(lock), { recursive: true });
	let told = false;
	while (!take(lock)) {
		if (!told) say(`Another run is installing ${path.basename(folder)}; waiting for it (lock: ${lock})`);
		told = true;
		await sleep(500);
	}
	try {
		await work();
	} finally {
		fs.rmSync(lock, { force: true });
	}
}

function take(lock) {
	try {
		fs.writeFileSync(lock, String(process.pid), { flag: 'wx' });
		return true;
	} catch {
		const owner = Number(readOr(lock, ''));
		if (owner && !isAlive(owner)) fs.rmSync(lock, { force: true });
		return false;
	}
}

function readOr(file, otherwise) {
	try {
		return fs.readFileSync(file, 'utf8');
	} catch {
		return otherwise;
	}
}

function isAlive(pid) {
	try {
		process.kill(pid, 0);
		return true;
	} catch (error) {
		return error.code === 'EPERM';
	}
}

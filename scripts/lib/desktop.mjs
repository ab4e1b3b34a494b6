/** A desktop VS Code: the one the user names, else one that `@vscode/test-electron` downloads, where there is a screen and a way to it. */
import fs from 'node:fs';
import path from 'node:path';
import { spawn } from 'node:child_process';
import { cacheFolder } from './cache.mjs';
import { say, Missing } from './say.mjs';

const downloadTimeout = 10_000;
const retryAfter = 24 * 60 * 60 * 1000;

/**
 * The path of a VS Code to start, or undefined where none can be had.
 * @param {string} [named] by the user
 */
export async function findDesktopCode(named) {
	if (named) {
		if (fs.existsSync(named)) return named;
		throw new Missing(`There is no ${named}.`, 'Name the VS Code executable: npm start -- --code PATH');
	}
	return hasScreen() ? download() : undefined;
}

function hasScreen() {
	return process.platform !== 'linux' || Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY);
}

/** A download that failed is not tried again for a day: whoever works offline should not wait for it at every start. */
async function download() {
	const failed = cacheFolder('vscode-download-failed');
	if (isRecent(failed)) return undefined;
	say('Looking for a desktop VS Code to download …');
	try {
		const { downloadAndUnzipVSCode, SilentReporter } = await import('@vscode/test-electron');
		const cachePath = cacheFolder('vscode-desktop');
		return await downloadAndUnzipVSCode({ version: 'stable', cachePath, timeout: downloadTimeout, reporter: new SilentReporter() });
	} catch (error) {
		fs.mkdirSync(path.dirname(failed), { recursive: true });
		fs.writeFileSync(failed, error.message);
		say(`It can't be downloaded here (${firstLine(error.message)}); the VS Code from npm is used, today without asking again.`);
		return undefined;
	}
}

function isRecent(file) {
	return fs.existsSync(file) && Date.now() - fs.statSync(file).mtimeMs < retryAfter;
}

function firstLine(text) {
	return text.split('\n')[0];
}

/**
 * Opens a window that shares no settings and no extensions with the user's own, and waits until it is closed.
 * @param {string} executable
 * @param {{extension: string, folder: string, home: string}} what
 */
export function runDesktopCode(executable, { extension, folder, home }) {
	const args = [
		folder,
		`--extensionDevelopmentPath=${extension}`,
		`--user-data-dir=${path.join(home, 'user')}`,
		`--extensions-dir=${path.join(home, 'extensions')}`,
		'--disable-workspace-trust',
		'--skip-welcome',
		'--wait',
		...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
	];
	return new Promise((resolve, reject) => {
		const child = spawn(executable, args, { stdio: 'ignore' });
		child.once('error', reject);
		child.once('exit', resolve);
		process.once('SIGINT', () => child.kill());
	});
}

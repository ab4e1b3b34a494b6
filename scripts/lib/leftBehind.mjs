/** What must not outlive us, however we end: child processes and temporary folders. */
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

/** @type {Set<import('node:child_process').ChildProcess>} */
const children = new Set();
/** @type {Set<string>} */
const folders = new Set();

process.on('exit', () => {
	for (const child of children) child.kill('SIGKILL');
	for (const folder of folders) remove(folder);
});
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, endUnlessHandled);

/** By itself a signal ends Node without an `exit` event. A bundled test holds a copy of this module, hence the name instead of the function. */
function endUnlessHandled(signal) {
	if (process.listeners(signal).every(({ name }) => name === endUnlessHandled.name)) process.exit(130);
}

/**
 * Kills a child that is still there when we end.
 * @param {import('node:child_process').ChildProcess} child
 */
export function endWithUs(child) {
	children.add(child);
	child.once('exit', () => children.delete(child));
}

/**
 * An empty folder that is removed when we end.
 * @param {string} purpose a word of its name
 */
export function temporaryFolder(purpose) {
	const folder = fs.mkdtempSync(path.join(os.tmpdir(), `deepseek-coder-${purpose}-`));
	folders.add(folder);
	return folder;
}

/**
 * Removes it before that.
 * @param {string} folder
 */
export function remove(folder) {
	folders.delete(folder);
	fs.rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
}

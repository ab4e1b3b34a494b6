/**
 * Everything a run in a real VS Code needs, set up and taken down as one: a copy of the demo workspace, the server, the browser, a window.
 * The extension tells its figures through the file that DEEPSEEK_CODER_REPORT names.
 */
import fs from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { launchBrowser } from '../../scripts/lib/browser.mjs';
import { startCodeServer, windowAddress } from '../../scripts/lib/codeServer.mjs';
import { remove, temporaryFolder } from '../../scripts/lib/leftBehind.mjs';
import { inRoot, root } from '../../scripts/lib/root.mjs';
import { Workbench } from './workbench.mjs';

/**
 * @typedef {object} StageOptions
 * @property {string} [vsix] install this package instead of running the source folder
 * @property {string} [file] a file of the workspace to open, for example `src/users.ts`
 * @property {(workspace: string) => void} [prepare] changes the copy of the demo workspace before the window opens
 * @property {Record<string, string>} [env] more environment for the extension host
 * @property {Record<string, unknown>} [settings] VS Code settings
 * @property {{width: number, height: number}} [size] of the window
 * @property {boolean} [asksForTrust] in the workspace's authors, as VS Code does for folders it has not seen; otherwise they are trusted
 *
 * @typedef {object} Report what src/editor/report.ts writes
 * @property {number} activationMilliseconds
 * @property {string} [engine]
 * @property {unknown} [hardware]
 * @property {unknown} [plan]
 * @property {{text: string, tooltip: string}} [statusBar]
 * @property {{completionTokensPerSecond?: number, chatTokensPerSecond?: number, firstTokenMilliseconds?: number}} [figures]
 */

/** For `env`: nobody listens there, so that the developer's own Ollama changes nothing. */
export const withoutOllama = { OLLAMA_HOST: '127.0.0.1:9' };

export class Stage {
	#closers;

	/**
	 * @param {string} workspace a copy of the demo workspace
	 * @param {string} reportFile
	 * @param {import('../../scripts/lib/processes.mjs').Running} server
	 * @param {Workbench} workbench
	 * @param {(() => Promise<unknown>)[]} closers run from the last to the first
	 */
	constructor(workspace, reportFile, server, workbench, closers) {
		this.workspace = workspace;
		this.reportFile = reportFile;
		this.server = server;
		this.workbench = workbench;
		this.#closers = closers;
	}

	/** @param {StageOptions} [options] */
	static async open({ vsix, file, prepare, env, settings, size, asksForTrust } = {}) {
		const closers = [];
		try {
			const home = temporaryFolder('stage');
			closers.push(async () => remove(home));
			const workspace = path.join(home, 'workspace');
			const reportFile = path.join(home, 'report.json');
			fs.cpSync(inRoot('demo', 'workspace'), workspace, { recursive: true });
			prepare?.(workspace);
			writeSettings(home, settings);

			const { server, authority } = await startCodeServer({
				home,
				vsix,
				asksForTrust,
				env: { ...process.env, DEEPSEEK_CODER_REPORT: reportFile, ...env },
			});
			closers.push(() => server.stop());

			const browser = await launchBrowser();
			closers.push(() => browser.close());
			const address = windowAddress(authority, {
				folder: workspace,
				extension: vsix ? undefined : root,
				file: file && path.join(workspace, file),
			});
			const workbench = await Workbench.open(browser, address, size);
			return new Stage(workspace, reportFile, server, workbench, closers);
		} catch (error) {
			await closeAll(closers);
			throw error;
		}
	}

	/**
	 * What the extension says of itself now; undefined before it said anything.
	 * @returns {Report | undefined}
	 */
	report() {
		try {
			return JSON.parse(fs.readFileSync(this.reportFile, 'utf8'));
		} catch {
			return undefined; // not there yet, or being written
		}
	}

	/**
	 * Waits until the extension's report satisfies `isRight`, and returns it.
	 * @param {(report: Report) => boolean} isRight
	 * @param {string} what it is then, in words
	 * @param {number} [timeout] in milliseconds
	 * @returns {Promise<Report>}
	 */
	waitForReport(isRight, what, timeout) {
		return waitUntil(
			() => {
				const report = this.report();
				return report && isRight(report) ? report : undefined;
			},
			`the extension's report to have ${what}`,
			timeout,
		);
	}

	/**
	 * Waits until a file of the workspace holds `text` on the disk. VS Code in a browser saves by itself a second after the last key.
	 * @param {string} file relative to the workspace
	 * @param {string} text
	 * @param {number} [timeout] in milliseconds
	 */
	waitForSaved(file, text, timeout) {
		const name = path.join(this.workspace, file);
		const read = () => fs.readFileSync(name, 'utf8').replaceAll('\r\n', '\n');
		return waitUntil(
			() => (read().includes(text) ? read() : undefined),
			() => `${file} to hold\n${text}\nbut it holds\n${read()}`,
			timeout,
		);
	}

	async close() {
		await closeAll(this.#closers);
	}
}

/**
 * Polls until `get` returns something.
 * @template T
 * @param {() => T | undefined} get
 * @param {string | (() => string)} what for the error, after "waited for"
 * @param {number} [timeout] in milliseconds
 * @returns {Promise<T>}
 */
export async function waitUntil(get, what, timeout = 30_000) {
	const deadline = performance.now() + timeout;
	for (;;) {
		const found = get();
		if (found !== undefined) return found;
		if (performance.now() > deadline) throw new Error(`Waited ${timeout / 1000} s for ${typeof what === 'string' ? what : what()}`);
		await sleep(50);
	}
}

async function closeAll(closers) {
	for (const close of closers.splice(0).reverse()) await close();
}

/**
 * Of the machine, in the server's folder.
 * @param {string} home
 * @param {Record<string, unknown>} [settings]
 */
export function writeSettings(home, settings) {
	const folder = path.join(home, 'server', 'data', 'Machine');
	fs.mkdirSync(folder, { recursive: true });
	fs.writeFileSync(path.join(folder, 'settings.json'), JSON.stringify({ 'workbench.startupEditor': 'none', ...settings }, null, '\t'));
}

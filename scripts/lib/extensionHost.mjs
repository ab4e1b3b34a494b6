/** Runs a module inside the extension host of a real VS Code (the server from npm, with a page open in Chromium), and brings its result back. */
import fs from 'node:fs';
import path from 'node:path';
import { waitUntil, writeSettings } from '../../test/support/stage.mjs';
import { launchBrowser } from './browser.mjs';
import { startCodeServer, windowAddress } from './codeServer.mjs';
import { remove, temporaryFolder } from './leftBehind.mjs';

/**
 * @param {object} what
 * @param {string} what.module exports `run()`, which writes JSON to the file that DEEPSEEK_CODER_TEST_RESULT names
 * @param {string} what.extension the extension to develop meanwhile
 * @param {(folder: string) => void} what.fillWorkspace gets an empty folder
 * @param {NodeJS.ProcessEnv} [what.env] more environment
 * @param {Record<string, unknown>} [what.settings] VS Code settings
 * @param {number} [what.timeout] in milliseconds
 * @returns {Promise<unknown>} what the module wrote
 */
export async function runInExtensionHost({ module, extension, fillWorkspace, env = {}, settings = {}, timeout = 5 * 60_000 }) {
	const home = temporaryFolder('editor');
	const resultFile = path.join(home, 'result.json');
	const workspace = path.join(home, 'workspace');
	fs.mkdirSync(workspace);
	fillWorkspace(workspace);
	writeSettings(home, settings);
	const { server, authority } = await startCodeServer({
		home,
		env: { ...process.env, OLLAMA_HOST: nobody, ...env, DEEPSEEK_CODER_TEST_RESULT: resultFile },
	});
	const browser = await launchBrowser();
	try {
		const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
		await page.goto(windowAddress(authority, { folder: workspace, extension, tests: module }));
		return await waitUntil(
			() => (fs.existsSync(resultFile) ? JSON.parse(fs.readFileSync(resultFile, 'utf8')) : undefined),
			() => `the results of the extension host. The server said:\n${server.output.slice(-3000)}`,
			timeout,
		);
	} finally {
		await browser.close();
		await server.stop();
		remove(home);
	}
}

/** A developer's own Ollama must not change what is seen. Nobody listens on the discard port. */
const nobody = '127.0.0.1:9';

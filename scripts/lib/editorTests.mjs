/** Runs test/editor inside the extension host of a real VS Code: the server from npm, with a page open in Chromium. */
import fs from 'node:fs';
import path from 'node:path';
import { waitUntil } from '../../test/support/stage.mjs';
import { launchBrowser } from './browser.mjs';
import { startCodeServer, windowAddress } from './codeServer.mjs';
import { remove, temporaryFolder } from './leftBehind.mjs';
import { inRoot, root } from './root.mjs';
import { describeTest } from './results.mjs';

const timeout = 5 * 60_000;

/** @returns {Promise<import('./results.mjs').TestResult[]>} */
export async function runEditorTests() {
	const home = temporaryFolder('editor');
	const resultFile = path.join(home, 'result.json');
	const workspace = path.join(home, 'workspace');
	fs.cpSync(inRoot('demo', 'workspace'), workspace, { recursive: true });
	const env = { ...process.env, DEEPSEEK_CODER_TEST_RESULT: resultFile, OLLAMA_HOST: nobody };
	const { server, authority } = await startCodeServer({ home, env });
	const browser = await launchBrowser();
	try {
		const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
		await page.goto(windowAddress(authority, { folder: workspace, extension: root, tests: inRoot('out', 'test', 'editor', 'index.js') }));
		const results = await waitUntil(
			() => (fs.existsSync(resultFile) ? JSON.parse(fs.readFileSync(resultFile, 'utf8')) : undefined),
			() => `the results of the extension host. The server said:\n${server.output.slice(-3000)}`,
			timeout,
		);
		for (const result of results) console.log(`  ${describeTest(result)}`);
		return results;
	} finally {
		await browser.close();
		await server.stop();
		remove(home);
	}
}

/** A developer's own Ollama must not change what the tests see. Nobody listens on the discard port. */
const nobody = '127.0.0.1:9';

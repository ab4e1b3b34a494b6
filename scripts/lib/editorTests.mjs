/**
 * Runs test/editor inside the extension host of a real VS Code: all of it with the engine that comes along, and what other extensions see of the
 * model once more with a real Ollama.
 */
import fs from 'node:fs';
import { runInExtensionHost } from './extensionHost.mjs';
import { ollamaUnderTest } from './ollamaUnderTest.mjs';
import { describeTest } from './results.mjs';
import { inRoot, root } from './root.mjs';

/** @typedef {import('./results.mjs').TestResult} TestResult */

/** Files of test/editor that ask the loaded model through VS Code's own API. */
const filesAboutProviders = ['builtInChat', 'toolCalling'];

/** @returns {Promise<TestResult[]>} */
export async function runEditorTests() {
	const results = [...(await runTests()), ...(await runWithOllama())];
	for (const result of results) console.log(`  ${describeTest(result)}`);
	return results;
}

async function runWithOllama() {
	const { address, env, stop, skipped } = await ollamaUnderTest();
	if (address === undefined) return [/** @type {TestResult} */ ({ title: `with Ollama: ${skipped}`, state: 'skipped', milliseconds: 0 })];
	try {
		const results = await runTests({
			env: { ...env, DEEPSEEK_CODER_TEST_FILES: filesAboutProviders.join(',') },
			settings: { 'deepseekCoder.engine': 'ollama', 'deepseekCoder.ollama.host': address },
		});
		return results.map(result => ({ ...result, title: `with Ollama: ${result.title}` }));
	} finally {
		await stop();
	}
}

/**
 * @param {{env?: NodeJS.ProcessEnv, settings?: Record<string, unknown>}} [how]
 * @returns {Promise<TestResult[]>}
 */
async function runTests(how) {
	return /** @type {TestResult[]} */ (
		await runInExtensionHost({
			module: inRoot('out', 'test', 'editor', 'index.js'),
			extension: root,
			fillWorkspace: workspace => fs.cpSync(inRoot('demo', 'workspace'), workspace, { recursive: true }),
			...how,
		})
	);
}

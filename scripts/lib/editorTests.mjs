/** Runs test/editor inside the extension host of a real VS Code. */
import fs from 'node:fs';
import { runInExtensionHost } from './extensionHost.mjs';
import { describeTest } from './results.mjs';
import { inRoot, root } from './root.mjs';

/** @returns {Promise<import('./results.mjs').TestResult[]>} */
export async function runEditorTests() {
	const results = /** @type {import('./results.mjs').TestResult[]} */ (
		await runInExtensionHost({
			module: inRoot('out', 'test', 'editor', 'index.js'),
			extension: root,
			fillWorkspace: workspace => fs.cpSync(inRoot('demo', 'workspace'), workspace, { recursive: true }),
		})
	);
	for (const result of results) console.log(`  ${describeTest(result)}`);
	return results;
}

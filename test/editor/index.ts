/**
 * What VS Code calls inside its extension host (`extensionTestsPath`): runs the mocha suites of this folder there, or only those that
 * DEEPSEEK_CODER_TEST_FILES names. The results are written to the file that DEEPSEEK_CODER_TEST_RESULT names; without one, a failure is thrown, as
 * `@vscode/test-electron` expects.
 */
import { readdirSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { runMocha } from '../support/mochaRun.mjs';

const timeout = 60_000;

export async function run(): Promise<void> {
	const named = process.env.DEEPSEEK_CODER_TEST_FILES?.split(',').map(name => `${name}.test.js`);
	const files = readdirSync(__dirname, { recursive: true, encoding: 'utf8' }).filter(
		file => named?.includes(file) ?? file.endsWith('.test.js'),
	);
	const results = await runMocha(
		files.sort().map(file => path.join(__dirname, file)),
		{ timeout },
	);
	const { DEEPSEEK_CODER_TEST_RESULT: resultFile } = process.env;
	if (resultFile) {
		writeFileSync(`${resultFile}.part`, JSON.stringify(results));
		renameSync(`${resultFile}.part`, resultFile); // whoever waits for it never reads half of it
		return;
	}
	const failed = results.filter(({ state }) => state === 'failed');
	if (failed.length) throw new Error(failed.map(({ title, error }) => `${title}\n${error}`).join('\n\n'));
}

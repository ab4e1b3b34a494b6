/** The suites of `npm test`: what each needs, and how it is run. */
import fs from 'node:fs';
import path from 'node:path';
import { runPrivacy } from '../../test/privacy/privacy.mjs';
import { chromium } from './browser.mjs';
import { build } from './build.mjs';
import { checks } from './checks.mjs';
import { runEditorTests } from './editorTests.mjs';
import { remove, temporaryFolder } from './leftBehind.mjs';
import { startInstalledServers } from './modelServers.mjs';
import { ollamaUnderTest } from './ollamaUnderTest.mjs';
import { packageExtension } from './packaging.mjs';
import { run } from './processes.mjs';
import { inRoot } from './root.mjs';
import { saying } from './say.mjs';

/** @typedef {import('./results.mjs').TestResult} TestResult */

/** What is tested is what users get: the production bundles. */
const buildTests = () => build({ tests: true, production: true });

/** @type {readonly {name: string, needs: readonly (() => Promise<unknown>)[], run(): Promise<TestResult[]>}[]} */
export const suites = [
	{ name: 'check', needs: [], run: runChecks },
	{ name: 'unit', needs: [buildTests], run: () => runInNode('unit', 10_000) },
	{ name: 'golden', needs: [buildTests], run: () => runInNode('golden', 10_000) },
	{ name: 'contract', needs: [buildTests], run: runContract },
	{ name: 'faults', needs: [buildTests], run: () => runInNode('faults', 60_000) },
	{ name: 'editor', needs: [buildTests], run: runEditorTests },
	{ name: 'ui', needs: [buildTests], run: runUi },
	{ name: 'privacy', needs: [], run: runPrivacy },
];

async function runChecks() {
	/** @type {TestResult[]} */
	const results = [];
	for (const { name, run: check } of checks) {
		const start = performance.now();
		const error = await check().then(
			() => undefined,
			reason => reason.message,
		);
		results.push({ title: name, state: error === undefined ? 'passed' : 'failed', milliseconds: performance.now() - start, error });
	}
	return results;
}

/**
 * The contract suite against a real Ollama, and against llama-server and vLLM where they are installed. Where one can't be had its tests say so
 * and are skipped; a build that failed, or a server that does not start, fails them.
 */
async function runContract() {
	const servers = await startInstalledServers();
	try {
		const ollama = await ollamaUnderTest();
		return await runInNode('contract', 60_000, { ...servers.env, ...ollama.env }).finally(ollama.stop);
	} finally {
		await servers.stop();
	}
}

/** One of the UI tests installs the package that users get. */
async function runUi() {
	const vsix = await saying('Packaging the extension for a test that installs it', () => packageExtension({ withVulkan: false }));
	return runInNode('ui', 180_000, { DEEPSEEK_CODER_TEST_VSIX: vsix.file, CHROMIUM_PATH: await chromium() });
}

/**
 * Runs the built tests of a folder in a process of their own.
 * @param {string} folder of out/test
 * @param {number} timeout per test, in milliseconds
 * @param {Record<string, string>} [env]
 * @param {(name: string) => boolean} [isWanted] by the file's name; absent: all
 * @returns {Promise<TestResult[]>}
 */
export async function runInNode(folder, timeout, env = {}, isWanted = () => true) {
	const files = testFiles(inRoot('out', 'test', folder)).filter(file => isWanted(path.basename(file)));
	if (files.length === 0) return [];
	const temporary = temporaryFolder('test');
	const resultFile = path.join(temporary, 'result.json');
	try {
		const args = [inRoot('scripts', 'lib', 'mochaChild.mjs'), resultFile, String(timeout), ...files];
		await run(process.execPath, args, { cwd: inRoot(), env: { ...process.env, ...env }, show: true });
		return JSON.parse(fs.readFileSync(resultFile, 'utf8'));
	} finally {
		remove(temporary);
	}
}

function testFiles(folder) {
	if (!fs.existsSync(folder)) return [];
	const names = fs.readdirSync(folder, { recursive: true, encoding: 'utf8' });
	return names
		.filter(name => name.endsWith('.test.js'))
		.sort()
		.map(name => path.join(folder, name));
}

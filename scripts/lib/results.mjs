/** The results of suites, for people. */
import { seconds } from './say.mjs';

/**
 * @typedef {import('../../test/support/mochaRun.mjs').TestResult} TestResult
 * @typedef {{name: string, results: TestResult[], milliseconds: number}} SuiteResult
 */

const marks = { passed: '✔', failed: '✘', skipped: '-' };

/** @param {TestResult} result */
export function describeTest({ title, state, milliseconds }) {
	return `${marks[state]} ${title} (${seconds(milliseconds)})`;
}

/**
 * @param {readonly TestResult[]} results
 * @param {TestResult['state']} state
 */
export function count(results, state) {
	return results.filter(each => each.state === state).length;
}

/** @param {readonly TestResult[]} results */
export function summary(results) {
	return `${count(results, 'passed')} passed, ${count(results, 'failed')} failed, ${count(results, 'skipped')} skipped`;
}

/**
 * The failures of all suites, each with its reason, and what was skipped. The last line is the sum.
 * @param {readonly SuiteResult[]} suites
 */
export function printSuites(suites) {
	for (const { name, results } of suites) {
		for (const { title, error } of results.filter(each => each.state === 'failed')) {
			console.log(`\n✘ ${name}: ${title}\n${(error ?? 'no reason given').replace(/^/gm, '    ')}`);
		}
	}
	const skipped = suites.flatMap(({ name, results }) =>
		results.filter(each => each.state === 'skipped').map(({ title }) => `- ${name}: ${title}`),
	);
	if (skipped.length) console.log(`\nSkipped:\n${skipped.join('\n')}`);
	console.log();
	for (const { name, results, milliseconds } of suites) console.log(`${name.padEnd(9)} ${summary(results)} (${seconds(milliseconds)})`);
	console.log(`\n${summary(suites.flatMap(({ results }) => results))}`);
}

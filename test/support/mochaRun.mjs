/** Runs mocha and gives the results as values: the same in Node and inside VS Code's extension host. */
import Mocha from 'mocha';

/**
 * @typedef {object} TestResult
 * @property {string} title the whole sentence, with the titles of the suites before it
 * @property {'passed' | 'failed' | 'skipped'} state
 * @property {number} milliseconds
 * @property {string} [error] what failed, with what was expected and what came
 */

/**
 * @param {readonly string[]} files built test files
 * @param {object} options
 * @param {number} options.timeout per test, in milliseconds
 * @param {(result: TestResult) => void} [options.onResult] called after each test
 * @returns {Promise<TestResult[]>}
 */
export async function runMocha(files, { timeout, onResult }) {
	const mocha = new Mocha({ timeout, ui: 'bdd', reporter: silent });
	for (const file of files) mocha.addFile(file);
	await mocha.loadFilesAsync();
	/** @type {TestResult[]} */
	const results = [];
	/** @type {(state: TestResult['state']) => (test: Mocha.Runnable, error?: Error) => void} */
	const note = state => (test, error) => {
		const result = { title: test.fullTitle(), state, milliseconds: test.duration ?? 0, ...(error && { error: describeFailure(error) }) };
		results.push(result);
		onResult?.(result);
	};
	return new Promise(resolve => {
		const runner = mocha.run(() => resolve(results));
		runner.on('pass', note('passed'));
		runner.on('fail', note('failed')); // a failed hook too: its tests never run, so it has to count
		runner.on('pending', note('skipped'));
	});
}

/** The results are printed by whoever asked for them. */
class silent extends Mocha.reporters.Base {}

/** Our own lines of the stack are enough to find the place. */
function describeFailure(error) {
	const { message = String(error), stack = '' } = error;
	const places = stack.split('\n').filter(line => /^\s+at /.test(line) && !/node:internal|node_modules/.test(line));
	return [message, ...places.slice(0, 4)].join('\n');
}

/**
 * `npm test`: installs what is missing, builds, and runs every check and every test.
 *   -- --only unit,contract   only those suites
 */
import { parseArgs } from 'node:util';
import { installEngine, installPackages } from './lib/install.mjs';
import { printSuites, summary } from './lib/results.mjs';
import { main, Missing, say, seconds } from './lib/say.mjs';
import { suites } from './lib/suites.mjs';

main(async () => {
	const chosen = choose();
	await installPackages();
	await installEngine();
	const done = [];
	const prepared = new Set();
	for (const { name, needs, run } of chosen) {
		for (const prepare of needs) {
			if (!prepared.has(prepare)) await prepare();
			prepared.add(prepare);
		}
		say(`Testing: ${name}`);
		const start = performance.now();
		const results = await run().catch(error => [failedAsAWhole(name, error)]);
		if (results.length === 0) results.push(failedAsAWhole(name, new Error('It has no tests.')));
		const milliseconds = performance.now() - start;
		say(`${name}: ${summary(results)} in ${seconds(milliseconds)}`);
		done.push({ name, results, milliseconds });
	}
	printSuites(done);
	process.exitCode = done.some(({ results }) => results.some(({ state }) => state === 'failed')) ? 1 : 0;
});

/**
 * A suite that gave no results has failed, whatever the reason.
 * @returns {import('./lib/results.mjs').TestResult}
 */
function failedAsAWhole(name, error) {
	return {
		title: `the whole suite ${name}`,
		state: 'failed',
		milliseconds: 0,
		error: error.name === 'CommandFailed' ? error.message : (error.stack ?? String(error)),
	};
}

function choose() {
	const names = suites.map(({ name }) => name).join(', ');
	try {
		const { only } = parseArgs({ options: { only: { type: 'string' } } }).values;
		const wanted = only?.split(',') ?? suites.map(({ name }) => name);
		const unknown = wanted.filter(name => !suites.some(suite => suite.name === name));
		if (unknown.length) throw new Error(`There is no suite ${unknown.join(', ')}.`);
		return suites.filter(({ name }) => wanted.includes(name));
	} catch (error) {
		throw new Missing(error.message, `npm test [-- --only ${names}]`);
	}
}

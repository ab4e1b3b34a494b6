/**
 * The process in which a suite runs: node scripts/lib/mochaChild.mjs RESULT TIMEOUT FILE…
 * Tells on stdout what is slow or fails while it runs, and writes all results to RESULT.
 */
import fs from 'node:fs';
import { runMocha } from '../../test/support/mochaRun.mjs';
import { describeTest } from './results.mjs';

const slow = 1000;
const [resultFile = '', timeout, ...files] = process.argv.slice(2);
const results = await runMocha(files, {
	timeout: Number(timeout),
	onResult: result => {
		if (result.state === 'failed' || result.milliseconds > slow) console.log(`  ${describeTest(result)}`);
	},
});
fs.writeFileSync(resultFile, JSON.stringify(results));
process.exit(0); // what a test left open must not keep us; a suite that cares tests for it

/** A suite whose tests each open a page of ours, in one browser. What a passed test opened must have loaded nothing but its own and had no error. */
import assert from 'node:assert/strict';
import { type Browser } from 'playwright-core';
import { launchBrowser } from '../../scripts/lib/browser.mjs';
import { type PageUnderTest } from './pageUnderTest';

/**
 * To be called in the suite's `describe`.
 * @param launched gets the browser before the first test
 * @param opened the page of the test that has just ended
 */
export function inOneBrowser(launched: (browser: Browser) => void, opened: () => PageUnderTest): void {
	let browser: Browser;
	before(async () => {
		browser = await launchBrowser();
		launched(browser);
	});
	after(() => browser.close());
	afterEach(async function () {
		const { requests, errors } = opened();
		if (this.currentTest?.state === 'passed') assert.deepEqual({ requests, errors }, { requests: [], errors: [] });
		await opened().close();
	});
}

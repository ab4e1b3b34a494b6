/** What axe-core finds on a page that would keep somebody from using it. */
import axe from 'axe-core';
import { type Page } from 'playwright-core';

export async function seriousViolations(page: Page): Promise<readonly string[]> {
	// The page's policy allows no script but its own; Playwright's way in is not the page's.
	await page.evaluate(axe.source);
	const { violations } = await page.evaluate(() => (window as unknown as { axe: typeof axe }).axe.run());
	return violations
		.filter(({ impact }) => impact === 'serious' || impact === 'critical')
		.map(({ id, nodes }) => `${id}: ${nodes.map(node => `${node.html} ${node.failureSummary ?? ''}`).join(', ')}`);
}

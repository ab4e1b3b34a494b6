/** What would keep somebody from using a page: what axe-core finds, and icons that the build left out. */
import axe from 'axe-core';
import { type Page } from 'playwright-core';

export async function seriousViolations(page: Page): Promise<readonly string[]> {
	// The page's policy allows no script but its own; Playwright's way in is not the page's.
	await page.evaluate(axe.source);
	const { violations } = await page.evaluate(() => (window as unknown as { axe: typeof axe }).axe.run());
	const serious = violations
		.filter(({ impact }) => impact === 'serious' || impact === 'critical')
		.map(({ id, nodes }) => `${id}: ${nodes.map(node => `${node.html} ${node.failureSummary ?? ''}`).join(', ')}`);
	return [...serious, ...(await missingIcons(page))];
}

function missingIcons(page: Page): Promise<readonly string[]> {
	return page.evaluate(() =>
		[...document.querySelectorAll('.codicon')]
			.filter(icon => getComputedStyle(icon, '::before').content === 'none')
			.map(icon => `no such icon: ${icon.className}`),
	);
}

/** "Show Model Plan" as a person sees it: plans of the real planner on the built page, in a real browser. */
import assert from 'node:assert/strict';
import { mkdirSync, statSync } from 'node:fs';
import { type Browser } from 'playwright-core';
import { seriousViolations } from './accessibility';
import { inOneBrowser } from './inOneBrowser';
import { demoModel, gaming, middleModel, type PlanOptions, PlanUnderTest, smallModel, viewOf } from './planUnderTest';
import { themes } from './themes';

let browser: Browser;
let plan: PlanUnderTest;

async function open(options: PlanOptions): Promise<PlanUnderTest> {
	plan = await PlanUnderTest.open(browser, options);
	return plan;
}

const installed = viewOf(gaming, [smallModel, middleModel]);
const offered = viewOf(gaming, [demoModel]);

describe('the model plan', function () {
	this.timeout(60_000);
	before(() => mkdirSync('out/ui', { recursive: true }));
	inOneBrowser(
		launched => (browser = launched),
		() => plan,
	);

	for (const theme of themes) {
		for (const width of [300, 1000]) {
			it(`can be used by everybody and fits into ${width} pixels in the theme ${theme.name}`, async () => {
				const { page } = await open({ view: installed, theme, width });
				assert.deepEqual(await seriousViolations(plan.page), []);
				const tooWide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
				assert.ok(tooWide <= 0, `${tooWide} pixels too wide`);
				await page.screenshot({ path: `out/ui/plan-${theme.name}-${width}.png`, fullPage: true });
			});
		}
	}

	it('draws each memory as a bar whose parts are as wide as their share, and says the same in words', async () => {
		const { page } = await open({ view: installed });
		const bars = page.getByTestId('bar');
		assert.equal(await bars.count(), 2, 'the GPU and RAM; of the other GPU nothing is known');
		assert.match(
			(await bars.first().getAttribute('aria-label'))!,
			/^NVIDIA GeForce RTX 4070: 11\.2 GB of 12\.0 GB free\. .*1\.3B.* weights \d\.\d GB, .*free \d/,
		);
		const [memory] = installed.page.memories;
		const widths = await bars
			.first()
			.locator('.segment')
			.evaluateAll(all => all.map(each => each.getBoundingClientRect().width));
		const whole = widths.reduce((sum, width) => sum + width, 0);
		memory!.segments.forEach(({ bytes, part }, index) => {
			const drawn = widths[index]! / whole;
			assert.ok(Math.abs(drawn - bytes / memory!.totalBytes!) < 0.02, `${part}: ${drawn}`);
		});
	});

	it('marks what was chosen, and puts another installed model to work', async () => {
		const small = viewOf(gaming, [smallModel, middleModel], undefined, { chat: middleModel.id, completion: middleModel.id });
		const { page } = await open({ view: small });
		assert.match(await page.locator('tr.chosen').first().innerText(), /deepseek-coder 6\.7B/);
		await page.getByRole('button', { name: /^Use deepseek-coder 1\.3B/ }).click();
		const row = small.page.rows.find(({ action, name }) => action === 'use' && name.includes('1.3B'));
		assert.deepEqual(await plan.posted(), [{ kind: 'use', row: row?.id }]);
	});

	it('says what the user’s settings cost, in numbers, under a heading of its own, and nothing where they cost nothing', async () => {
		const chosen = viewOf(gaming, [smallModel, middleModel], undefined, { chat: smallModel.id, completion: smallModel.id });
		const { page } = await open({ view: chosen, width: 300 });
		const costs = page.getByRole('region', { name: 'What your settings cost' });
		assert.match(
			await costs.innerText(),
			/You chose deepseek-coder 1\.3B .*, the plan would take deepseek-coder .*: about \d+ instead of \d+ tok\/s/,
		);
		assert.deepEqual(await seriousViolations(plan.page), []);
		const tooWide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
		assert.ok(tooWide <= 0, `${tooWide} pixels too wide`);
		await page.screenshot({ path: 'out/ui/plan-costs.png', fullPage: true });
		await plan.send({ kind: 'page', page: installed.page });
		assert.equal(await costs.count(), 0);
	});

	it('can be gone through with the keyboard alone, from the top to every button in the table', async () => {
		const { page } = await open({ view: offered });
		const seen: string[] = [];
		for (let step = 0; step < 40; step++) {
			await page.keyboard.press('Tab');
			const label = await page.evaluate(() => {
				const each = document.activeElement;
				return each === document.body ? '' : (each?.getAttribute('aria-label') ?? each?.id ?? '') || (each?.textContent ?? '');
			});
			if (label !== '') seen.push(label);
		}
		const buttons = offered.page.rows.filter(({ action }) => action !== undefined).length;
		assert.ok(seen.includes('Look Again') && seen.includes('context') && seen.includes('kv-type'));
		assert.ok(new Set(seen.filter(each => /^(Download|Use) /.test(each))).size >= Math.min(buttons, 30), seen.join(' · '));
	});

	it('offers what fits and is not here, with its size', async () => {
		const { page } = await open({ view: offered });
		await page.screenshot({ path: 'out/ui/plan-offer.png', fullPage: true });
		const [first] = offered.page.rows;
		assert.ok(first?.isRecommended && !first.isInstalled);
		const button = page.getByTestId('download').first();
		assert.match((await button.getAttribute('aria-label'))!, /^Download deepseek-coder .* \(\d+\.\d GB\)$/);
		await button.click();
		assert.deepEqual(await plan.posted(), [{ kind: 'download', row: first.id }]);
	});

	it('asks what another context and cache would change, with the keyboard, and shows it', async () => {
		const { page } = await open({ view: installed });
		await page.getByLabel('Context', { exact: true }).focus();
		await page.keyboard.press('ArrowDown');
		await page.keyboard.press('Tab');
		await page.keyboard.press('ArrowDown');
		assert.deepEqual(await plan.posted(), [
			{ kind: 'tryOut', contextTokens: 2048, kvType: 'auto' },
			{ kind: 'tryOut', contextTokens: 2048, kvType: 'f16' },
		]);
		const tried = viewOf(gaming, [smallModel, middleModel], { contextTokens: 16384, kvType: 'q4_0' });
		await plan.send({ kind: 'page', page: tried.page });
		assert.match(await page.getByTestId('changes').innerText(), /Context: .* → 16384[\s\S]*GPU memory: .* GB → .* GB[\s\S]*q4_0/);
		assert.equal(await page.evaluate(() => document.activeElement?.id), 'kv-type', 'the answer leaves the focus alone');
		await page.screenshot({ path: 'out/ui/plan-what-if.png', fullPage: true });
		await page.getByRole('button', { name: 'Use This Context' }).click();
		await page.getByRole('button', { name: 'Reset' }).click();
		assert.deepEqual(await plan.posted(), [{ kind: 'keepContext' }, { kind: 'tryOut', contextTokens: 'auto', kvType: 'auto' }]);
	});

	it('shows a name with markup as text', async () => {
		const view = viewOf(gaming, [{ ...smallModel, label: '<img src=x onerror=alert(1)>' }]);
		const { page } = await open({ view });
		assert.match(await page.getByTestId('alternatives').innerText(), /<img src=x onerror=alert\(1\)>/);
		assert.equal(await page.locator('img').count(), 0);
	});

	it('is small', async () => {
		await open({ view: installed });
		const bytes = statSync('dist/plan.js').size + statSync('dist/plan.css').size;
		assert.ok(bytes < 60_000, `${bytes} bytes`);
	});
});

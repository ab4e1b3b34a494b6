/** What the panel's input suggests while one writes `#`, `@` or `/`, and the switch for a model that reasons. The built page in a real browser. */
import assert from 'node:assert/strict';
import { type Browser } from 'playwright-core';
import { type PanelCompletion } from '../../src/protocol/panel';
import { seriousViolations } from './accessibility';
import { inOneBrowser } from './inOneBrowser';
import { type PanelOptions, PanelUnderTest, realModel } from './panelUnderTest';
import { themes } from './themes';

let browser: Browser;
let panel: PanelUnderTest;

async function open(options: PanelOptions = {}): Promise<PanelUnderTest> {
	panel = await PanelUnderTest.open(browser, options);
	return panel;
}

const rows: readonly PanelCompletion[] = [
	{ kind: 'selection', label: '#selection', detail: 'what is selected', insert: '', mention: '#selection' },
	{ kind: 'problems', label: '#problems', detail: 'errors and warnings', insert: '', mention: '#problems' },
	{ kind: 'file', label: '#file:', detail: 'a file by its name', insert: '#file:', goesOn: true },
	{
		kind: 'file',
		label: 'cart.ts',
		detail: 'src/a/rather/deep/folder/inside/another',
		insert: '`src/cart.ts` ',
		mention: '#file:src/cart.ts',
	},
	{ kind: 'symbol', label: 'total', detail: 'src/cart.ts', insert: '`total` ', mention: '#sym:total' },
];
const reasoning = { ...realModel, reasoner: 'R1 7B Q4_K_M' };

describe("the chat panel's input", function () {
	this.timeout(60_000);
	inOneBrowser(
		launched => (browser = launched),
		() => panel,
	);

	const list = () => panel.page.getByRole('listbox', { name: 'Suggestions' });
	const active = () => panel.page.locator('[role=option][aria-selected=true]');
	/** Answers the panel's last question for suggestions, and gives it back. */
	const suggest = async (items: readonly PanelCompletion[] = rows) => {
		const asked = (await panel.posted()).filter(message => message.kind === 'complete').at(-1);
		assert.ok(asked, 'nothing was asked');
		await panel.send({ kind: 'completions', request: asked.request, items });
		return asked.text;
	};

	it('asks what the word at the cursor may become, and opens a list that screen readers follow', async () => {
		await open();
		await panel.input.pressSequentially('See #pr');
		assert.equal(await suggest(), '#pr');
		assert.ok(await list().isVisible());
		assert.equal(await active().innerText(), '#selection\nwhat is selected');
		assert.equal(await panel.input.getAttribute('aria-activedescendant'), await active().getAttribute('id'));
		assert.equal(await panel.input.getAttribute('aria-controls'), await list().getAttribute('id'));
		assert.ok(await panel.input.evaluate(input => input === document.activeElement));
	});

	it('opens for nothing but a sign at the start of a word, and for a command only at the very start', async () => {
		await open();
		await panel.input.pressSequentially('mail@host a#b 1/2 /x');
		assert.deepEqual(await panel.posted(), []);
		await panel.input.fill('');
		await panel.input.pressSequentially('/ex');
		assert.equal(await suggest([{ kind: 'command', label: '/explain', detail: 'step by step', insert: '/explain ' }]), '/ex');
		await panel.input.press('Tab');
		assert.equal(await panel.input.inputValue(), '/explain ');
	});

	it('is chosen from with the arrows and Enter or Tab, which brings the context along and leaves the name in the sentence', async () => {
		await open();
		await panel.input.pressSequentially('Is @ca');
		await suggest();
		for (const _ of [1, 2]) await panel.input.press('ArrowUp');
		assert.match(await active().innerText(), /^cart\.ts/);
		await panel.input.press('Enter');
		assert.equal(await panel.input.inputValue(), 'Is `src/cart.ts` ');
		assert.ok(await list().isHidden());
		await panel.input.pressSequentially('right? #');
		await suggest();
		await panel.input.press('ArrowDown');
		await panel.input.press('Tab');
		assert.equal(await panel.input.inputValue(), 'Is `src/cart.ts` right? ');
		await panel.input.press('Enter');
		assert.deepEqual(await panel.posted(), [
			{ kind: 'mention', mention: '#problems' },
			{ kind: 'ask', text: 'Is `src/cart.ts` right?' },
		]);
	});

	it('goes on where there is more to choose, and takes the mouse', async () => {
		const { page } = await open();
		await panel.input.pressSequentially('#');
		await suggest();
		await page.getByRole('option', { name: '#file:' }).click();
		assert.equal(await panel.input.inputValue(), '#file:');
		assert.equal(await suggest(rows.slice(3)), '#file:');
		await page.getByRole('option', { name: 'cart.ts' }).first().click();
		assert.deepEqual(await panel.posted(), [{ kind: 'mention', mention: '#file:src/cart.ts' }]);
		assert.ok(await panel.input.evaluate(input => input === document.activeElement));
	});

	it('closes with Escape, which then stops no answer, and when the word is gone; late suggestions open nothing', async () => {
		await open();
		await panel.send({ kind: 'turnStarted', question: { id: 'q', role: 'user', text: 'Hi' }, answerId: 'a' });
		await panel.input.pressSequentially('#s');
		await suggest();
		await panel.input.press('Escape');
		assert.ok(await list().isHidden());
		assert.deepEqual(await panel.posted(), []);
		await panel.input.press('Escape');
		assert.deepEqual(await panel.posted(), [{ kind: 'stop' }]);
		await panel.input.pressSequentially('e');
		await suggest();
		await panel.input.pressSequentially(' ');
		assert.ok(await list().isHidden());
		await panel.input.pressSequentially('#t');
		const [late] = await panel.posted();
		await panel.input.pressSequentially('e');
		assert.ok(late?.kind === 'complete');
		await panel.send({ kind: 'completions', request: late.request, items: rows });
		assert.ok(await list().isHidden());
		await suggest([]);
		assert.ok(await list().isHidden());
	});

	it('has a switch for a model that reasons where there is one, and remembers it', async () => {
		await open();
		const toggle = () => panel.page.getByRole('switch', { name: 'Reason' });
		assert.equal(await toggle().count(), 0);
		await panel.send({ kind: 'model', model: reasoning });
		assert.equal(await toggle().getAttribute('aria-checked'), 'false');
		assert.match((await toggle().getAttribute('title'))!, /^R1 7B Q4_K_M thinks before it answers/);
		await toggle().press('Enter');
		await panel.input.fill('Why?');
		await panel.input.press('Enter');
		await panel.load();
		await panel.send({ kind: 'model', model: reasoning });
		assert.equal(await toggle().getAttribute('aria-checked'), 'true');
		await toggle().click();
		await panel.input.fill('Why?');
		await panel.input.press('Enter');
		assert.deepEqual(await panel.posted(), [{ kind: 'ask', text: 'Why?' }]);
	});

	for (const theme of themes) {
		it(`can be read and used by everybody in ${theme.name}`, async () => {
			for (const width of [250, 400, 900]) {
				const { page } = await open({ theme, width, model: reasoning });
				await page.getByTestId('reason').click();
				await panel.input.pressSequentially('Is it #');
				await suggest();
				await page.screenshot({ path: `out/ui/panel-completions-${theme.name}-${width}.png` });
				assert.deepEqual(await seriousViolations(page), [], `at ${width}`);
				const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
				assert.ok(overflow <= 0, `${overflow} pixels too wide at ${width}`);
				if (width !== 900) await panel.close();
			}
		});
	}
});

/** What the chat panel offers around the conversation: thoughts, history, editing, files, context. The built page in a real browser. */
import assert from 'node:assert/strict';
import { type Browser } from 'playwright-core';
import { eventually } from '../support/eventually';
import { type PanelContext, type PanelTurn } from '../../src/protocol/panel';
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

const done = { kind: 'done', figures: '312 tokens · 48 tok/s · first token 0.4 s · R1 7B Q4_K_M' } as const;
const thought: PanelTurn = {
	id: 'a1',
	role: 'assistant',
	thinking: 'The user wants a sum.\n\nI should use `reduce`, and say what happens with an empty list.',
	thoughtMilliseconds: 12_345,
	text: 'Use `reduce`:\n\n```ts\nconst total = prices.reduce((sum, price) => sum + price, 0);\n```',
	outcome: done,
};
const turns: readonly PanelTurn[] = [
	{ id: 'q1', role: 'user', text: 'How do I sum prices?' },
	thought,
	{
		id: 'q2',
		role: 'user',
		text: 'And here?',
		attachments: [
			{
				kind: 'selection',
				label: 'src/cart.ts',
				languageId: 'typescript',
				code: 'let sum = 0;',
				uri: 'file:///w/src/cart.ts',
				startLine: 3,
				endLine: 3,
			},
			{ kind: 'problems', label: 'src/cart.ts', languageId: '', code: 'src/cart.ts:3:5 error: unused' },
		],
	},
	{ id: 'a2', role: 'assistant', text: 'The same.', outcome: done },
];
const context: PanelContext = {
	chips: [
		{ id: 'c1', kind: 'selection', label: 'src/cart.ts:3-9', tokens: '84 tokens' },
		{ id: 'c2', kind: 'file', label: 'src/a/rather/deep/folder/withAnEvenLongerFileName.ts', tokens: '1,204 tokens' },
		{ id: 'c3', kind: 'problems', label: 'src/cart.ts' },
	],
	fill: { share: 0.42, isOver: false, words: '2,580 of 6,144 tokens' },
};

describe('the chat panel offers', function () {
	this.timeout(60_000);
	inOneBrowser(
		launched => (browser = launched),
		() => panel,
	);

	const thinking = () => panel.lastAnswer.getByTestId('thinking');
	const isOpen = () => thinking().evaluate(node => (node as HTMLDetailsElement).open);

	describe('what a model thinks', () => {
		const start = () => panel.send({ kind: 'turnStarted', question: { id: 'q', role: 'user', text: 'Hi' }, answerId: 'a' });

		it('open while it thinks, folded with its time when the answer begins', async () => {
			await open();
			await start();
			await panel.send(
				{ kind: 'turnThinking', answerId: 'a', text: 'Let me see. ' },
				{ kind: 'turnThinking', answerId: 'a', text: '<b>1</b> \u202e' },
			);
			assert.ok(await isOpen());
			assert.match(await thinking().innerText(), /^Thinking…\s+Let me see\. <b>1<\/b> ⟦U\+202E⟧$/);
			await panel.send({ kind: 'turnThought', answerId: 'a', milliseconds: 12_345 }, { kind: 'turnText', answerId: 'a', text: 'Four.' });
			await panel.send({ kind: 'turnEnded', answerId: 'a', outcome: done });
			assert.equal(await thinking().innerText(), 'Thought for 12 s');
			assert.match(await panel.page.getByTestId('announcer').innerText(), /^Four\./);
			await thinking().locator('summary').press('Enter');
			assert.ok(await thinking().getByText('Let me see.').isVisible());
		});

		it('as the reader left it', async () => {
			await open();
			await start();
			await panel.send({ kind: 'turnThinking', answerId: 'a', text: 'Hm' });
			await thinking().locator('summary').click();
			await thinking().locator('summary').click();
			await panel.send({ kind: 'turnThought', answerId: 'a', milliseconds: 900 }, { kind: 'turnEnded', answerId: 'a', outcome: done });
			assert.ok(await isOpen());
			assert.match(await thinking().innerText(), /^Thought for 0\.9 s/);
		});

		it('open when it is all there is, as the end of the thoughts never came', async () => {
			await open({
				turns: [turns[0]!, { id: 'a1', role: 'assistant', text: '', thinking: 'Hm', outcome: { kind: 'stopped', figures: '' } }],
			});
			assert.ok(await isOpen());
			assert.match(await thinking().innerText(), /^Thoughts\s+Hm$/);
		});

		it('and corrects itself when what came was the other', async () => {
			await open();
			await start();
			await panel.send({ kind: 'turnThinking', answerId: 'a', text: 'Four.' });
			await panel.send({ kind: 'turnChanged', answer: { id: 'a', role: 'assistant', text: '' } });
			await panel.send({ kind: 'turnText', answerId: 'a', text: 'Four.' }, { kind: 'turnEnded', answerId: 'a', outcome: done });
			assert.equal(await thinking().count(), 0);
			assert.equal(await panel.lastAnswer.locator('.markdown').innerText(), 'Four.');
			assert.equal(await panel.page.getByTestId('answer').count(), 1);
		});
	});

	describe('the chats', () => {
		it('by name, with history, export and copy, by keyboard too', async () => {
			const { page } = await open({ turns, title: 'Sums\u202e' });
			const heading = page.getByRole('heading', { level: 1 });
			assert.equal(await heading.innerText(), 'Sums⟦U+202E⟧');
			await page.getByRole('button', { name: 'Copy chat as Markdown' }).focus();
			await page.keyboard.press('Enter');
			for (const _ of [1, 2]) {
				await page.keyboard.press('Tab');
				await page.keyboard.press('Enter');
			}
			assert.deepEqual(await panel.posted(), [{ kind: 'copyChat' }, { kind: 'exportChat' }, { kind: 'showHistory' }]);
			await panel.send({ kind: 'title', title: 'Other' });
			assert.equal(await heading.innerText(), 'Other');
			await panel.send({ kind: 'conversation', title: '', turns: [] });
			assert.equal(await heading.innerText(), 'New chat');
			assert.ok(await page.getByTestId('export').isDisabled());
			assert.ok(await page.getByTestId('history').isEnabled());
		});

		it('and says quietly how many tokens stayed here', async () => {
			const { page } = await open({ kept: '12,345 tokens stayed on this machine so far.' });
			assert.equal(await page.getByTestId('kept').innerText(), '12,345 tokens stayed on this machine so far.');
			await panel.send({ kind: 'kept', kept: '' });
			assert.ok(await page.getByTestId('kept').isHidden());
		});
	});

	it('to who has only a keyboard, in the order it is read', async () => {
		const reasoning = { ...realModel, reasoner: 'R1 7B Q4_K_M' };
		const { page } = await open({ turns: turns.slice(0, 2), context, model: reasoning });
		await panel.input.fill('Why?');
		await page.getByRole('button', { name: 'Copy chat as Markdown' }).focus();
		const reached: string[] = [];
		for (let name = await focused(); name !== '' && reached.length < 50; name = await focused()) {
			reached.push(name);
			await page.keyboard.press('Tab');
		}
		assert.deepEqual(reached, [
			...['Copy chat as Markdown', 'Export as Markdown', 'Earlier chats', 'New chat', 'Conversation'],
			...['Change and ask again', 'Delete question and answer', 'Thought for 12 s'],
			...['Compare with the file and apply', 'Insert at cursor', 'Put into a new file', 'Copy'],
			'const total = prices.reduce((sum, price) => sum + price, 0);',
			...['Copy answer as Markdown', 'Retry'],
			...context.chips.map(({ label }) => `Remove ${label}`),
			...['Ask about code; # for context', 'Add context: files, a selection, problems…', '6.7B Q4_K_M', 'Reason', 'Send (Enter)'],
		]);
	});

	/** What the focus is on, by the name a screen reader says; empty where nothing of the page has it. */
	const focused = () =>
		panel.page.evaluate(() => {
			const { activeElement: on } = document;
			return on === null || on === document.body ? '' : (on.getAttribute('aria-label') ?? on.textContent ?? '').trim();
		});

	it('to change any question, to delete it, and to copy an answer', async () => {
		const { page } = await open({ turns });
		const [first] = await page.getByTestId('question').all();
		await first!.hover();
		await first!.getByTestId('edit-question').click();
		assert.equal(await panel.input.inputValue(), 'How do I sum prices?');
		assert.ok(await panel.input.evaluate(input => input === document.activeElement));
		await panel.input.fill('How do I sum prices in Go?');
		await panel.input.press('Enter');
		await first!.getByTestId('delete-question').focus();
		await page.keyboard.press('Enter');
		await page.getByRole('button', { name: 'Copy answer as Markdown' }).first().click();
		assert.deepEqual(await panel.posted(), [
			{ kind: 'ask', text: 'How do I sum prices in Go?', replaces: 'q1' },
			{ kind: 'deleteQuestion', questionId: 'q1' },
			{ kind: 'copyAnswer', answerId: 'a1' },
		]);
	});

	it('to take code into a new file, and to compare it with the file it is for', async () => {
		await open({ turns });
		const code = 'const total = prices.reduce((sum, price) => sum + price, 0);';
		await panel.page.getByRole('button', { name: 'Put into a new file' }).click();
		await panel.page.getByRole('button', { name: 'Compare with the file and apply' }).click();
		assert.deepEqual(await panel.posted(), [
			{ kind: 'newFile', text: code, language: 'ts' },
			{ kind: 'apply', text: code, answerId: 'a1' },
		]);
	});

	describe('context', () => {
		it('as chips with their tokens, each with a button to remove it, and a bar that says how full it is', async () => {
			const { page } = await open({ context });
			assert.deepEqual(
				await page.getByTestId('chip').locator('.chip-label').allInnerTexts(),
				context.chips.map(({ label }) => label),
			);
			assert.deepEqual(await page.locator('.chip-tokens').allInnerTexts(), ['84 tokens', '1,204 tokens']);
			await page.getByRole('button', { name: 'Remove src/cart.ts:3-9' }).click();
			await page.getByTestId('attach').click();
			assert.deepEqual(await panel.posted(), [{ kind: 'detach', id: 'c1' }, { kind: 'attach' }]);
			const bar = page.getByRole('meter', { name: 'How full the context is' });
			assert.equal(await bar.getAttribute('aria-valuetext'), '2,580 of 6,144 tokens');
			const share = await bar.evaluate(node => node.firstElementChild!.clientWidth / node.clientWidth);
			assert.ok(Math.abs(share - 0.42) < 0.01, `${share}`);
			const words = '9,000 of 6,144 tokens: some of it will be left out, the oldest first';
			await panel.send({ kind: 'context', context: { chips: [], fill: { share: 1, isOver: true, words } } });
			assert.ok(await page.getByText(words).isVisible());
			await panel.send({ kind: 'context', context: { chips: [] } });
			assert.ok((await bar.isHidden()) && (await page.getByTestId('chips').isHidden()));
		});

		it('under the question it went with, folded and linked', async () => {
			const { page } = await open({ turns });
			const links = page.getByTestId('question').nth(1).getByTestId('source-link');
			assert.deepEqual(await links.allInnerTexts(), ['src/cart.ts:3', 'src/cart.ts']);
			await links.nth(1).click();
			assert.deepEqual(await panel.posted(), [{ kind: 'openAttachment', questionId: 'q2', index: 1 }]);
		});

		it('for files that are dragged here, and for nothing else', async () => {
			const { page } = await open();
			const drag = (type: string, data: Record<string, string>) =>
				page.evaluate(
					([name, texts]) => {
						const dataTransfer = new DataTransfer();
						for (const [format, text] of Object.entries(texts)) dataTransfer.setData(format, text);
						document.body.dispatchEvent(new DragEvent(name, { dataTransfer, bubbles: true, cancelable: true }));
					},
					[type, data] as const,
				);
			await drag('dragover', { 'text/plain': 'words' });
			assert.ok(await page.getByTestId('drop-hint').isHidden());
			const files = { 'text/uri-list': '# from the explorer\r\nfile:///w/a.ts\r\nfile:///w/b.ts' };
			await drag('dragover', files);
			assert.ok(await page.getByTestId('drop-hint').isVisible());
			await panel.page.screenshot({ path: 'out/ui/panel-drop.png' });
			await drag('drop', files);
			await drag('drop', { 'text/plain': 'file:///w/c.ts' });
			assert.ok(await page.getByTestId('drop-hint').isHidden());
			assert.deepEqual(await panel.posted(), [{ kind: 'attachFiles', uris: ['file:///w/a.ts', 'file:///w/b.ts'] }]);
		});
	});

	it('a long conversation without colouring code that nobody looks at yet', async () => {
		const block = `\`\`\`ts\n${'export const sum = (a: number, b: number): number => a + b; // adds\n'.repeat(30)}\`\`\`\n\n`;
		const long = Array.from({ length: 20 }, (_, index): PanelTurn[] => [
			{ id: `q${index}`, role: 'user', text: 'Again?' },
			{ id: `a${index}`, role: 'assistant', text: block.repeat(2), outcome: done },
		]).flat();
		const { page } = await open({ turns: long });
		const coloured = () => page.locator('figure:has(.hljs-keyword)').count();
		await page.locator('figure').last().locator('.hljs-keyword').first().waitFor();
		// Each time more is put above, the end is brought back into sight, also when the way up is a frame old.
		await eventually('all turns to be there', async () => (await page.locator('.turn').count()) === long.length);
		assert.ok((await coloured()) < 10, `${await coloured()} of 40 blocks`);
		await panel.scroller.evaluate(scroller => (scroller.scrollTop = 0));
		await page.locator('figure').first().locator('.hljs-keyword').first().waitFor();
		assert.match(await page.locator('figure').nth(20).innerText(), /export const sum/);
	});

	it('a long conversation from its end, and the rest above it in order, without moving who reads', async () => {
		const long = Array.from({ length: 60 }, (_, index): PanelTurn[] => [
			{ id: `q${index}`, role: 'user', text: `Question ${index}` },
			{ id: `a${index}`, role: 'assistant', text: `Answer ${index}.\n\n${'Word after word. '.repeat(100)}`, outcome: done },
		]).flat();
		const { page } = await open({ turns: long });
		await page.getByText('Answer 59.').waitFor();
		await eventually('all turns to be there', async () => (await page.locator('.turn').count()) === long.length);
		const order = await page.locator('.turn').allInnerTexts();
		assert.deepEqual(
			order.map(each => /(Question|Answer) \d+/.exec(each)?.[0]),
			long.map(({ text }) => /(Question|Answer) \d+/.exec(text)?.[0]),
		);
		const fromEnd = ({ scrollHeight, scrollTop, clientHeight }: Element) => scrollHeight - scrollTop - clientHeight;
		assert.ok((await panel.scroller.evaluate(fromEnd)) < 24, 'the end is in sight');
	});

	for (const theme of themes) {
		it(`all of it to everybody in ${theme.name}`, async () => {
			for (const width of [250, 400, 900]) {
				for (const [name, options] of [
					['thinking', { turns: [turns[0]!, { id: 'a1', role: 'assistant', text: '', thinking: thought.thinking! }], context }],
					[
						'thought',
						{
							turns,
							context: {
								chips: [],
								fill: { share: 1, isOver: true, words: '9,000 of 6,144 tokens: some of it will be left out, the oldest first' },
							},
						},
					],
					['kept', { kept: '1,234,567 tokens stayed on this machine so far; at 10 per million they would have cost 12.35.' }],
				] as const satisfies readonly (readonly [string, PanelOptions])[]) {
					const { page } = await open({ ...options, theme, width });
					if (name === 'thought') await page.getByTestId('edit-question').first().focus();
					await page.screenshot({ path: `out/ui/panel-${name}-${theme.name}-${width}.png` });
					assert.deepEqual(await seriousViolations(page), [], `${name} at ${width}`);
					const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
					assert.ok(overflow <= 0, `${name} is ${overflow} pixels too wide at ${width}`);
					if (width !== 900 || name !== 'kept') await panel.close();
				}
			}
		});
	}
});

/** The chat panel as a person uses it: the built page in a real browser, fed by hand. */
import assert from 'node:assert/strict';
import { statSync } from 'node:fs';
import { type Browser } from 'playwright-core';
import { type PanelTurn, type ToHost } from '../../src/protocol/panel';
import { seriousViolations } from './accessibility';
import { inOneBrowser } from './inOneBrowser';
import { demoModel, type PanelOptions, PanelUnderTest, realModel } from './panelUnderTest';
import { payloads, tricks } from './payloads';
import { themes } from './themes';

let browser: Browser;
let panel: PanelUnderTest;

async function open(options: PanelOptions = {}): Promise<PanelUnderTest> {
	panel = await PanelUnderTest.open(browser, options);
	return panel;
}

const answerText = [
	'# Totals\n\nThe *function* adds **every** price: `sum`.\nSecond line.\n',
	'\n1. First\n2. Second\n   - inner\n\n   ```py\n   def f(): pass\n   ```\n',
	'\n```ts\nexport function total(prices: number[]): number {\n\treturn prices.reduce((sum, price) => sum + price, 0);\n}\n```\n',
	'\n> quoted\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n***bold italic*** at the start, then [a link](https://example.com/a?b=c) and [another][ref].\n\n',
	'[ref]: https://example.com/ref\n\nHeading\n---\n\n~~~\nplain\n~~~\n\nEnd.',
].join('');

const asked: PanelTurn = {
	id: 'q1',
	role: 'user',
	text: 'Explain total',
	source: {
		uri: 'file:///work/src/cart.ts',
		label: 'src/cart.ts',
		languageId: 'typescript',
		startLine: 10,
		endLine: 14,
		code: 'function total(prices: number[]): number {\n\tlet sum = 0;\n\tfor (const price of prices) sum += price;\n\treturn sum;\n}',
	},
};
const done = { kind: 'done', figures: '312 tokens · 48 tok/s · first token 0.4 s · 6.7B Q4_K_M' } as const;

const explanation = [
	'**What it does**: `total` adds the prices of a cart and applies the discount.\n',
	'**Step by step**:\n\n1. Starts with a sum of 0 (L10).\n2. Adds each price, and skips what is not a number (L11-L12).\n3. Returns the sum (L13).\n',
	'**Watch out**: an empty cart gives `0`. See [reduce](https://developer.mozilla.org/docs).\n',
	'```typescript\n/** Adds what can be added. */\nexport class Cart {\n\ttotal(prices: number[], discount = 0.1): number {',
	"\n\t\tif (prices.length === 0) throw new Error('empty');\n\t\treturn prices.reduce((sum, price) => sum + price, 0) * (1 - discount);\n\t}\n}\n```\n",
	'| case | result |\n|---|---|\n| `[]` | throws |\n| `[1, 2]` | 2.7 |\n\n> Prices are in cents.',
].join('\n');

/** In a language that reads from the right, with what does not: code, a paragraph in English, a point in it. */
const arabic = [
	'**ماذا تفعل**: `total` تجمع أسعار السلة (L10).\n',
	'`reduce` هي الدالة المناسبة.\n',
	'This paragraph is English, and stays so.\n',
	'- اثنان\n- one.\n',
	'| حالة | نتيجة |\n|---|---|\n| `[]` | خطأ |\n',
	'```ts\nlet a = 1; // تعليق\n```',
].join('\n');

describe('the chat panel', function () {
	this.timeout(60_000);
	inOneBrowser(
		launched => (browser = launched),
		() => panel,
	);

	describe('when it is empty', () => {
		it('offers three things to try, and says who answers and that nothing leaves the machine', async () => {
			const { page } = await open({ model: demoModel });
			for (const what of ['explain', 'test', 'ask']) await page.getByTestId(`try-${what}`).click();
			assert.deepEqual(await panel.posted(), [
				{ kind: 'try', what: 'explain' },
				{ kind: 'try', what: 'test' },
				{ kind: 'try', what: 'ask' },
			]);
			assert.match(await page.getByTestId('empty').innerText(), /demo model.*not DeepSeek[\s\S]*Nothing leaves this machine\./);
			assert.equal(await page.getByTestId('model').innerText(), 'demo model');
		});

		it('says where questions go when that is not this machine', async () => {
			const { page } = await open({ model: { ...realModel, elsewhere: 'gpu.example.com' } });
			assert.equal(await page.getByTestId('privacy').innerText(), 'Questions go to gpu.example.com.');
			assert.doesNotMatch(await page.getByTestId('empty').innerText(), /Nothing leaves/);
		});

		it('says what is wrong with the model and offers another', async () => {
			const { page } = await open({ model: { label: '', isDemo: false, state: 'none', problem: 'No model is installed.' } });
			assert.match(await page.getByTestId('empty').innerText(), /No model is installed\./);
			await page.getByTestId('choose-model').click();
			await page.getByTestId('model').click();
			assert.deepEqual(await panel.posted(), [{ kind: 'chooseModel' }, { kind: 'chooseModel' }]);
		});

		it('has the cursor in its input, and is empty again after a new chat', async () => {
			const { page } = await open();
			assert.ok(await panel.input.evaluate(input => input === document.activeElement));
			assert.ok(await page.getByTestId('new-chat').isDisabled());
			await panel.answer('a1', 'Hello.');
			assert.ok(await page.getByTestId('empty').isHidden());
			await page.getByTestId('new-chat').click();
			assert.deepEqual(await panel.posted(), [{ kind: 'newChat' }]);
			await panel.send({ kind: 'conversation', title: '', turns: [] });
			assert.ok(await page.getByTestId('empty').isVisible());
			assert.equal(await panel.lastAnswer.count(), 0);
		});
	});

	describe('while an answer streams', () => {
		it('shows the same page in the end, however the text was cut', async () => {
			await open();
			await panel.answer('whole', answerText);
			const whole = await panel.lastAnswer.locator('.markdown').innerHTML();
			for (const size of [1, 7, 64]) {
				await panel.answer(`by-${size}`, answerText, size);
				assert.equal(await panel.lastAnswer.locator('.markdown').innerHTML(), whole, `in pieces of ${size}`);
			}
			const link = panel.lastAnswer.getByRole('link', { name: 'another' });
			assert.equal(await link.getAttribute('href'), 'https://example.com/ref');
			assert.deepEqual(await panel.lastAnswer.locator('.code-language').allInnerTexts(), ['py', 'ts', '']);
		});

		it('never touches a finished block again', async () => {
			await open();
			await panel.send({ kind: 'turnStarted', question: { id: 'q', role: 'user', text: 'Hi' }, answerId: 'a' });
			await panel.send({ kind: 'turnText', answerId: 'a', text: 'First.\n\n```ts\nlet a = 1;\n```\n\nSecond' });
			await panel.lastAnswer.locator('p, figure').evaluateAll(nodes => nodes.forEach((node, index) => (node.id = `block-${index}`)));
			await panel.send({ kind: 'turnText', answerId: 'a', text: ' and more.\n\nThird.' });
			assert.deepEqual(
				await panel.lastAnswer.locator('.markdown > *').evaluateAll(nodes => nodes.map(node => [node.id, node.textContent?.trim()])),
				[
					['block-0', 'First.'],
					['block-1', 'tslet a = 1;'],
					['', 'Second and more.'],
					['', 'Third.'],
				],
			);
		});

		it('keeps the block of code that grows, with the focus in it', async () => {
			const { page } = await open();
			await panel.send({ kind: 'turnStarted', question: { id: 'q', role: 'user', text: 'Hi' }, answerId: 'a' });
			await panel.send({ kind: 'turnText', answerId: 'a', text: '```ts\nconst one = 1;\n' });
			const copy = panel.lastAnswer.getByRole('button', { name: 'Copy', exact: true });
			await copy.focus();
			for (let line = 0; line < 50; line++) await panel.send({ kind: 'turnText', answerId: 'a', text: `const x${line} = ${line};\n` });
			assert.ok(await copy.evaluate(button => button === document.activeElement));
			await page.keyboard.press('Enter');
			const [message] = await panel.posted();
			assert.ok(
				message?.kind === 'copy' && message.text.startsWith('const one = 1;\nconst x0 = 0;') && message.text.endsWith('const x49 = 49;'),
			);
		});

		it('goes through its states, and stops at the button that sent and at Escape', async () => {
			const { page } = await open();
			await panel.send({ kind: 'turnStarted', question: { id: 'q', role: 'user', text: 'Hi' }, answerId: 'a' });
			assert.equal(await panel.lastAnswer.getAttribute('data-state'), 'streaming');
			assert.match(await panel.lastAnswer.innerText(), /Thinking…/);
			assert.ok(await page.getByTestId('send').isHidden());
			await page.getByTestId('stop').click();
			await panel.input.press('Escape');
			assert.deepEqual(await panel.posted(), [{ kind: 'stop' }, { kind: 'stop' }]);
			await panel.send({ kind: 'turnText', answerId: 'a', text: 'Half' });
			await panel.send({ kind: 'turnEnded', answerId: 'a', outcome: { kind: 'stopped', figures: '1 token' } });
			assert.equal(await panel.lastAnswer.getAttribute('data-state'), 'stopped');
			assert.match(await panel.lastAnswer.innerText(), /^Half\s+Stopped\.\s+1 token$/);
			assert.ok(await page.getByTestId('stop').isHidden());
			await panel.input.press('Escape');
			assert.deepEqual(await panel.posted(), []);
		});

		it('is spoken once, when it has ended', async () => {
			const { page } = await open();
			await page.getByTestId('announcer').evaluate(region => {
				const spoken: string[] = [];
				Object.assign(window, { spoken });
				new MutationObserver(() => spoken.push(region.textContent ?? '')).observe(region, {
					childList: true,
					characterData: true,
					subtree: true,
				});
			});
			await panel.answer('a', 'One two three four five six.', 3);
			assert.deepEqual(await page.evaluate(() => (window as unknown as { spoken: string[] }).spoken.map(text => text.trim())), [
				'One two three four five six.\n12 tokens · 48 tok/s',
			]);
			assert.equal(await page.locator('[aria-live="polite"]').count(), 1);
		});

		it('follows the end, until the reader scrolls up and again when they come back', async () => {
			const { page } = await open();
			const line = 'A line of an answer that is long enough to fill the panel.\n\n';
			const fromEnd = () => panel.scroller.evaluate(({ scrollHeight, scrollTop, clientHeight }) => scrollHeight - scrollTop - clientHeight);
			await panel.send({ kind: 'turnStarted', question: { id: 'q', role: 'user', text: 'Hi' }, answerId: 'a' });
			for (let index = 0; index < 40; index++) await panel.send({ kind: 'turnText', answerId: 'a', text: line });
			assert.ok((await fromEnd()) < 2);

			await panel.scroller.hover();
			await page.mouse.wheel(0, -300);
			const toEnd = page.getByRole('button', { name: 'Scroll to the end' });
			await toEnd.waitFor();
			const top = await panel.scroller.evaluate(node => node.scrollTop);
			for (let index = 0; index < 10; index++) await panel.send({ kind: 'turnText', answerId: 'a', text: line });
			assert.equal(await panel.scroller.evaluate(node => node.scrollTop), top);

			await toEnd.click();
			for (let index = 0; index < 10; index++) await panel.send({ kind: 'turnText', answerId: 'a', text: line });
			assert.ok((await fromEnd()) < 2);
			assert.ok(await toEnd.isHidden());
		});

		it('does not bring back who has just turned the wheel up, before anything has moved', async () => {
			await open();
			const line = 'A line of an answer that is long enough to fill the panel.\n\n';
			await panel.send({ kind: 'turnStarted', question: { id: 'q', role: 'user', text: 'Hi' }, answerId: 'a' });
			await panel.send({ kind: 'turnText', answerId: 'a', text: line.repeat(40) });
			const top = await panel.scroller.evaluate(node => {
				node.dispatchEvent(new WheelEvent('wheel', { deltaY: -300 }));
				return node.scrollTop;
			});
			assert.ok(top > 0);
			await panel.send({ kind: 'turnText', answerId: 'a', text: line.repeat(10) });
			assert.equal(await panel.scroller.evaluate(node => node.scrollTop), top);
		});
	});

	describe('its input', () => {
		it('sends with Enter, breaks with Shift+Enter, and sends nothing when there is nothing', async () => {
			const { page } = await open();
			await panel.input.press('Enter');
			assert.ok(await page.getByTestId('send').isDisabled());
			await panel.input.pressSequentially('one');
			await panel.input.press('Shift+Enter');
			await panel.input.pressSequentially('two');
			await panel.input.press('Enter');
			await panel.input.fill('three');
			await page.getByTestId('send').click();
			assert.deepEqual(await panel.posted(), [
				{ kind: 'ask', text: 'one\ntwo' },
				{ kind: 'ask', text: 'three' },
			]);
			assert.equal(await panel.input.inputValue(), '');
		});

		it('leaves Enter to an input method that composes', async () => {
			await open();
			await panel.input.fill('に');
			await panel.input.dispatchEvent('keydown', { key: 'Enter', isComposing: true });
			assert.deepEqual(await panel.posted(), []);
		});

		it('brings the last question back with Up, to be changed or left', async () => {
			const { page } = await open();
			await panel.input.press('ArrowUp');
			assert.equal(await panel.input.inputValue(), '');
			await panel.answer('a1', 'Hello.', 9, 'First?');
			await panel.answer('a2', 'Hello.', 9, 'Second?');
			await panel.input.press('ArrowUp');
			assert.equal(await panel.input.inputValue(), 'Second?');
			await panel.input.press('Escape');
			assert.equal(await panel.input.inputValue(), '');
			assert.ok(await page.getByTestId('editing').isHidden());
			await panel.input.press('ArrowUp');
			await panel.input.pressSequentially(' Really?');
			await panel.input.press('Enter');
			assert.deepEqual(await panel.posted(), [{ kind: 'ask', text: 'Second? Really?', replaces: 'q-a2' }]);
		});

		it('grows with its text, but not over the conversation', async () => {
			await open();
			const height = async () => (await panel.input.boundingBox())!.height;
			const low = await height();
			await panel.input.fill('one\ntwo\nthree');
			const three = await height();
			await panel.input.fill('line\n'.repeat(200));
			assert.ok(three > low && (await height()) > three && (await height()) <= 720 * 0.4 + 1);
			await panel.input.fill('');
			assert.equal(await height(), low);
		});

		it('still holds its draft after VS Code threw the page away', async () => {
			await open();
			await panel.input.fill('half a thought');
			await panel.load();
			assert.equal(await panel.input.inputValue(), 'half a thought');
		});
	});

	describe('what it shows', () => {
		it('copies and inserts exactly the code of a block', async () => {
			await open();
			await panel.answer('a', 'Use:\n\n```ts\nif (a < b && c) {\n\t`x`;\n}\n```\n\n- in a list:\n  ```sh\n  ls | wc\n  ```');
			for (const name of ['Copy', 'Insert at cursor']) {
				for (const button of await panel.lastAnswer.getByRole('button', { name, exact: true }).all()) await button.click();
			}
			const code = 'if (a < b && c) {\n\t`x`;\n}';
			assert.deepEqual(await panel.posted(), [
				{ kind: 'copy', text: code },
				{ kind: 'copy', text: 'ls | wc' },
				{ kind: 'insertAtCursor', text: code },
				{ kind: 'insertAtCursor', text: 'ls | wc' },
			]);
		});

		it('shows the code asked about folded and linked, and links the lines an answer cites', async () => {
			const { page } = await open({ turns: [asked] });
			const question = page.getByTestId('question');
			assert.ok(await question.locator('pre').isHidden());
			await question.locator('summary').click();
			assert.equal(await question.locator('pre').innerText(), asked.source!.code);
			await question.locator('.hljs-keyword').first().waitFor();
			await question.getByTestId('source-link').click();
			assert.equal(await question.getByTestId('source-link').innerText(), 'src/cart.ts:10-14');

			await panel.send({ kind: 'conversation', title: '', turns: [asked, { id: 'a1', role: 'assistant', text: '' }] });
			await panel.send({ kind: 'turnText', answerId: 'a1', text: '1. Adds (L11-L12), see line 13 and satır 14, not line 99 or `L10`.' });
			for (const link of await panel.lastAnswer.locator('button.link').all()) await link.click();
			const lines = (startLine: number, endLine: number): ToHost => ({ kind: 'openSource', questionId: 'q1', startLine, endLine });
			assert.deepEqual(await panel.posted(), [{ kind: 'openSource', questionId: 'q1' }, lines(11, 12), lines(13, 13), lines(14, 14)]);
		});

		it('says what was left out of a question', async () => {
			const { page } = await open({ turns: [asked, { id: 'a1', role: 'assistant', text: '' }] });
			await panel.send({ kind: 'questionNote', questionId: 'q1', note: '80 lines did not fit into the model and were left out.' });
			assert.match(await page.getByTestId('question').innerText(), /80 lines did not fit/);
		});

		it('says why an answer failed, and asks again', async () => {
			const { page } = await open({ turns: [asked, { id: 'a1', role: 'assistant', text: '' }] });
			await panel.send({
				kind: 'turnEnded',
				answerId: 'a1',
				outcome: { kind: 'failed', message: 'Ollama at 127.0.0.1:11434 refused the connection.' },
			});
			assert.equal(await panel.lastAnswer.getAttribute('data-state'), 'failed');
			assert.match(await panel.lastAnswer.innerText(), /refused the connection/);
			await page.getByTestId('retry').click();
			assert.deepEqual(await panel.posted(), [{ kind: 'retry', answerId: 'a1' }]);
		});

		it('gives the figures under an answer, also after the page was thrown away', async () => {
			const { page } = await open({ turns: [asked, { id: 'a1', role: 'assistant', text: 'It adds.', outcome: done }] });
			assert.equal(await page.getByTestId('figures').innerText(), done.figures);
			assert.equal(await panel.lastAnswer.getAttribute('data-state'), 'done');
			assert.equal(await page.getByTestId('announcer').innerText(), '');
		});

		it('goes on with an answer that was streaming when the page came back', async () => {
			await open({ turns: [asked, { id: 'a1', role: 'assistant', text: 'It ad' }] });
			await panel.send({ kind: 'turnText', answerId: 'a1', text: 'ds.' });
			await panel.send({ kind: 'turnEnded', answerId: 'a1', outcome: done });
			assert.match(await panel.lastAnswer.innerText(), /^It adds\./);
		});

		it('sets each paragraph in the direction of its own words, and code always from the left', async () => {
			for (const width of [250, 900]) {
				await open({
					width,
					turns: [
						{ ...asked, text: 'اشرح الدالة total' },
						{ id: 'a1', role: 'assistant', text: arabic, outcome: done },
					],
				});
				await panel.page.screenshot({ path: `out/ui/panel-rtl-${width}.png` });
				const sides = await panel.lastAnswer.locator('.markdown > p, .markdown li').evaluateAll(sidesOf);
				assert.deepEqual(sides, ['right', 'right', 'left', 'right', 'right']);
				const directions = await panel.lastAnswer.locator('code').evaluateAll(all => all.map(code => getComputedStyle(code).direction));
				assert.deepEqual([...new Set(directions)], ['ltr']);
				if (width === 250) await panel.close();
			}
		});

		it('keeps a bracket and a full stop on the line of what they stand at', async () => {
			await open({ width: 250, turns: [asked, { id: 'a1', role: 'assistant', text: explanation, outcome: done }] });
			const citations = panel.lastAnswer.locator('.citation');
			assert.deepEqual(await citations.allInnerTexts(), ['(L10).', '(L11-L12).', '(L13).']);
			const heights = await citations.evaluateAll(all => all.map(each => each.getBoundingClientRect().height));
			assert.ok(Math.max(...heights) < 1.5 * Math.min(...heights), `each on one line: ${heights.join(', ')}`);
		});
	});

	describe('what a model may not do', () => {
		const harmless =
			/^(?:p|br|hr|strong|em|s|code|pre|span|a|blockquote|ul|ol|li|h[1-6]|table|thead|tbody|tr|th|td|figure|figcaption|button)$/;

		it(`runs, fetches and hides nothing with any of ${payloads.length} answers that try to`, async () => {
			await open();
			for (const [index, payload] of payloads.entries()) {
				await panel.answer(`a${index}`, payload, 7);
				const found = await panel.lastAnswer.locator('.markdown').evaluate(body => ({
					tags: [...body.querySelectorAll('*')].map(node => node.localName),
					attributes: [...body.querySelectorAll('*')].flatMap(node => node.getAttributeNames()),
					links: [...body.querySelectorAll('a')].map(link => ({ address: link.getAttribute('href') ?? '', shown: link.title })),
				}));
				const isHarmless =
					found.tags.every(tag => harmless.test(tag)) &&
					!found.attributes.some(name => /^on|^style$|^src/.test(name)) &&
					found.links.every(({ address, shown }) => /^https?:\/\//.test(address) && address === shown);
				assert.ok(isHarmless, `${payload} became ${JSON.stringify(found)}`);
			}
			assert.equal(await panel.page.getByTestId('chat-input').count(), 1);
			assert.deepEqual(await panel.posted(), []);
		});

		for (const [text, shown] of tricks) {
			it(`what is hidden in ${JSON.stringify(shown)} can be seen`, async () => {
				await open();
				await panel.answer('a', text);
				assert.equal(await panel.lastAnswer.locator('p').first().innerText(), shown);
			});
		}
	});

	describe('in every theme and width', () => {
		const conversation: readonly PanelTurn[] = [
			asked,
			{ id: 'a1', role: 'assistant', text: explanation, outcome: done },
			{ id: 'q2', role: 'user', text: 'And with an empty list?' },
			{
				id: 'a2',
				role: 'assistant',
				text: 'Then it gives `0`.',
				outcome: { kind: 'failed', message: 'The model was unloaded while it answered.' },
			},
		];

		for (const theme of themes) {
			it(`can be read and used by everybody in ${theme.name}`, async () => {
				for (const width of [250, 400, 900]) {
					for (const [name, turns] of [
						['empty', []],
						['conversation', conversation],
					] as const) {
						await open({ theme, width, turns, model: name === 'empty' ? demoModel : realModel });
						await panel.page.screenshot({ path: `out/ui/panel-${name}-${theme.name}-${width}.png` });
						if (name === 'conversation') {
							await panel.page.locator('summary').click();
							await panel.scroller.evaluate(scroller => (scroller.scrollTop = 0));
							await panel.page.screenshot({ path: `out/ui/panel-question-${theme.name}-${width}.png` });
						}
						assert.deepEqual(await seriousViolations(panel.page), [], `${name} at ${width}`);
						const overflow = await panel.page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
						assert.ok(overflow <= 0, `${name} is ${overflow} pixels too wide at ${width}`);
						if (width !== 900 || name === 'empty') await panel.close();
					}
				}
			});
		}
	});

	for (const language of ['tr', 'zh-cn'] as const) {
		it(`speaks ${language}, and fits into a narrow panel with it`, async () => {
			for (const turns of [[], [asked, { id: 'a1', role: 'assistant', text: explanation, outcome: done } as const]]) {
				const { page } = await open({ language, width: 250, turns, model: { ...realModel, reasoner: 'R1' } });
				const words = await page.evaluate(() => {
					const titles = [...document.querySelectorAll('[title], [aria-label], [placeholder]')].flatMap(node =>
						['title', 'aria-label', 'placeholder'].map(name => node.getAttribute(name) ?? ''),
					);
					return [document.body.innerText, ...titles].join('\n');
				});
				assert.doesNotMatch(words, /untranslated|Ask about|Copy|Retry|Nothing leaves/);
				await page.screenshot({ path: `out/ui/panel-${turns.length === 0 ? 'empty' : 'conversation'}-${language}-250.png` });
				const gaps = await page.getByTestId('privacy').filter({ visible: true }).evaluateAll(lockGaps);
				for (const gap of gaps) assert.ok(gap < 8, `the lock stands ${gap} pixels before its words`);
				const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
				assert.ok(overflow <= 0, `${overflow} pixels too wide`);
				if (turns.length === 0) await panel.close();
			}
		});
	}

	it('is a bundle of at most 400 KB', async () => {
		await open();
		assert.ok(statSync('dist/panel.js').size <= 400 * 1024);
	});
});

/** The side of its place that the last line of each paragraph stands at. In the page. */
function sidesOf(paragraphs: Element[]): string[] {
	return paragraphs.map(paragraph => {
		const range = document.createRange();
		range.selectNodeContents(paragraph);
		const pieces = [...range.getClientRects()].filter(({ width }) => width > 0);
		const line = pieces.filter(({ bottom }) => bottom > Math.max(...pieces.map(({ top }) => top)));
		const box = paragraph.getBoundingClientRect();
		const left = Math.min(...line.map(piece => piece.left)) - box.left;
		const right = box.right - Math.max(...line.map(piece => piece.right));
		return left < right ? 'left' : 'right';
	});
}

/** From the right of the picture to the left of the words' first line, in pixels. In the page. */
function lockGaps(notes: Element[]): number[] {
	return notes.map(note => {
		const range = document.createRange();
		range.selectNodeContents(note.lastElementChild!);
		return range.getClientRects()[0]!.left - note.firstElementChild!.getBoundingClientRect().right;
	});
}

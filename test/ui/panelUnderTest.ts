/** The built chat panel alone in a real browser, with a page like VS Code's around it: same policy, same colours, and a host that only listens. */
import { readFileSync } from 'node:fs';
import { type Browser, type Locator, type Page } from 'playwright-core';
import { panelHtml } from '../../src/editor/chat/panelHtml';
import { type PanelContext, type PanelModel, type PanelStrings, type PanelTurn, type ToHost, type ToPanel } from '../../src/protocol/panel';
import { type Theme, themes } from './themes';

const origin = 'https://panel.test';

export const demoModel: PanelModel = { label: 'demo model', isDemo: true, state: 'ready' };
export const realModel: PanelModel = { label: '6.7B Q4_K_M', isDemo: false, state: 'ready' };

export interface PanelOptions {
	readonly theme?: Theme;
	readonly width?: number;
	readonly model?: PanelModel;
	readonly turns?: readonly PanelTurn[];
	readonly title?: string;
	readonly context?: PanelContext;
	readonly kept?: string;
}

export class PanelUnderTest {
	/** Everything the page tried to load that is not the panel itself. */
	readonly requests: string[] = [];
	readonly errors: string[] = [];

	private constructor(
		readonly page: Page,
		private readonly options: PanelOptions,
	) {}

	static async open(browser: Browser, options: PanelOptions = {}): Promise<PanelUnderTest> {
		const page = await browser.newPage({ viewport: { width: options.width ?? 400, height: 720 } });
		const panel = new PanelUnderTest(page, options);
		await panel.serve();
		await page.addInitScript(fakeHost);
		await panel.load();
		return panel;
	}

	async close(): Promise<void> {
		await this.page.close();
	}

	/** Loads the page as when VS Code shows the view again, and sends it its setup. */
	async load(): Promise<void> {
		await this.page.goto(`${origin}/`);
		await this.dress(this.options.theme ?? themes[0]!);
		const { model = realModel, turns = [], title = turns[0]?.text ?? '', context = { chips: [] }, kept = '' } = this.options;
		await this.send({ kind: 'setup', strings: englishStrings(), model, title, turns, context, kept });
		await this.input.waitFor();
	}

	async send(...messages: readonly ToPanel[]): Promise<void> {
		await this.page.evaluate(sent => sent.forEach(message => window.postMessage(message, '*')), messages);
		await this.frames(2);
	}

	/** Waits until the page has drawn that many more frames. */
	async frames(count = 1): Promise<void> {
		await this.page.evaluate(async left => {
			for (; left > 0; left--) await new Promise(resolve => requestAnimationFrame(resolve));
		}, count);
	}

	/** What the panel told the host since the last time this was asked, without its greeting and with its messages in order. */
	async posted(): Promise<readonly ToHost[]> {
		const messages = await this.page.evaluate(() => window.posted.splice(0));
		return messages.filter(message => message.kind !== 'ready');
	}

	/** Asks and answers as the host would, in pieces of `size` characters with a frame between them. */
	async answer(id: string, text: string, size = text.length || 1, question = 'Question'): Promise<void> {
		await this.send({ kind: 'turnStarted', question: { id: `q-${id}`, role: 'user', text: question }, answerId: id });
		const pieces = Array.from({ length: Math.ceil(text.length / size) }, (_, index) => text.slice(index * size, (index + 1) * size));
		await this.page.evaluate(
			async ([answerId, texts]) => {
				for (const piece of texts) {
					window.postMessage({ kind: 'turnText', answerId, text: piece }, '*');
					await new Promise(resolve => requestAnimationFrame(resolve));
				}
			},
			[id, pieces] as const,
		);
		await this.send({ kind: 'turnEnded', answerId: id, outcome: { kind: 'done', figures: '12 tokens · 48 tok/s' } });
	}

	get input(): Locator {
		return this.page.getByTestId('chat-input');
	}

	get lastAnswer(): Locator {
		return this.page.getByTestId('answer').last();
	}

	get scroller(): Locator {
		return this.page.locator('.scroller');
	}

	private async dress({ bodyClass, colors }: Theme): Promise<void> {
		await this.page.evaluate(
			([name, variables]) => {
				document.body.className = name;
				for (const [color, value] of Object.entries(variables)) document.documentElement.style.setProperty(`--vscode-${color}`, value);
			},
			[bodyClass, { ...colors, ...fonts }] as const,
		);
	}

	private async serve(): Promise<void> {
		const { page } = this;
		page.on('pageerror', error => this.errors.push(error.message));
		page.on('console', message => message.type() === 'error' && this.errors.push(message.text()));
		page.on('dialog', dialog => {
			this.errors.push(`dialog: ${dialog.message()}`);
			void dialog.dismiss();
		});
		await page.route('**', route => {
			const address = route.request().url();
			const file = files[address];
			if (file) return route.fulfill(file());
			this.requests.push(address);
			return route.abort();
		});
	}
}

const files: Readonly<Record<string, () => { contentType: string; body: string }>> = {
	[`${origin}/`]: () => ({
		contentType: 'text/html',
		body: panelHtml({ language: 'en', nonce: 'test', source: origin, script: `${origin}/panel.js`, style: `${origin}/panel.css` }),
	}),
	[`${origin}/panel.js`]: () => ({ contentType: 'text/javascript', body: readFileSync('dist/panel.js', 'utf8') }),
	[`${origin}/panel.css`]: () => ({ contentType: 'text/css', body: readFileSync('dist/panel.css', 'utf8') }),
};

const fonts = {
	'font-family': 'system-ui, "Ubuntu", "Droid Sans", sans-serif',
	'font-size': '13px',
	'editor-font-family': '"Droid Sans Mono", "DejaVu Sans Mono", monospace',
	'editor-font-size': '12px',
};

declare global {
	interface Window {
		posted: ToHost[];
	}
}

/** Runs in the page before the panel does. The state survives a reload, as VS Code keeps it when it throws a page away. */
function fakeHost(): void {
	window.posted = [];
	Object.assign(window, {
		acquireVsCodeApi: () => ({
			postMessage: (message: ToHost) => window.posted.push(message),
			getState: () => JSON.parse(sessionStorage.getItem('state') ?? 'null') as unknown,
			setState: (state: unknown) => sessionStorage.setItem('state', JSON.stringify(state)),
		}),
	});
}

/** The English words, read from where the extension keeps them. */
export function englishStrings(): PanelStrings {
	const source = readFileSync('src/editor/chat/panelStrings.ts', 'utf8');
	return Object.fromEntries(
		[...source.matchAll(/(\w+): vscode\.l10n\.t\('([^']+)'/g)].map(([, name, words]) => [name, words]),
	) as PanelStrings;
}

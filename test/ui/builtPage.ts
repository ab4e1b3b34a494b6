/** One of our built pages alone in a real browser: the same policy as in VS Code, a theme's colours, and nothing else within reach. */
import { readFileSync } from 'node:fs';
import { type Browser, type Page } from 'playwright-core';
import { panelHtml } from '../../src/editor/chat/panelHtml';
import { type Theme } from './themes';

export class BuiltPage {
	/** Everything the page tried to load that is not its own. */
	readonly requests: string[] = [];
	readonly errors: string[] = [];

	private constructor(
		readonly page: Page,
		private readonly origin: string,
	) {}

	/**
	 * @param name of its script and its style in dist
	 * @param origin a server that has the page's files, where the browser shall fetch them itself; else they are put into its hands
	 */
	static async open(
		browser: Browser,
		name: string,
		size: { readonly width: number; readonly height: number },
		origin?: string,
	): Promise<BuiltPage> {
		const page = await browser.newPage({ viewport: size });
		const built = new BuiltPage(page, origin ?? `https://${name}.test`);
		page.on('pageerror', error => built.errors.push(error.message));
		page.on('console', message => message.type() === 'error' && built.errors.push(message.text()));
		page.on('dialog', dialog => {
			built.errors.push(`dialog: ${dialog.message()}`);
			void dialog.dismiss();
		});
		if (origin !== undefined) return built;
		const files = filesOf(built.origin, name);
		await page.route('**', route => {
			const file = files[route.request().url()];
			if (file) return route.fulfill(file());
			built.requests.push(route.request().url());
			return route.abort();
		});
		return built;
	}

	async load({ bodyClass, colors }: Theme): Promise<void> {
		await this.page.goto(`${this.origin}/`);
		await this.page.evaluate(
			([name, variables, styles]) => {
				const sheet = new CSSStyleSheet();
				sheet.replaceSync(styles);
				document.adoptedStyleSheets = [sheet, ...document.adoptedStyleSheets];
				document.body.className = name;
				for (const [color, value] of Object.entries(variables)) document.documentElement.style.setProperty(`--vscode-${color}`, value);
			},
			[bodyClass, { ...colors, ...fonts }, defaultStyles] as const,
		);
	}

	/** Waits until the page has drawn that many more frames. */
	async frames(count = 1): Promise<void> {
		await this.page.evaluate(async left => {
			for (; left > 0; left--) await new Promise(resolve => requestAnimationFrame(resolve));
		}, count);
	}
}

/** The English words of a page, read from where the extension keeps them. */
export function englishStrings(file: string): Readonly<Record<string, string>> {
	const source = readFileSync(file, 'utf8');
	return Object.fromEntries([...source.matchAll(/(\w+): vscode\.l10n\.t\('([^']+)'/g)].map(([, name = '', words = '']) => [name, words]));
}

/** What a server of a page has to give, by address. */
export function filesOf(origin: string, name: string): Readonly<Record<string, () => { contentType: string; body: string }>> {
	const script = `${origin}/${name}.js`;
	const style = `${origin}/${name}.css`;
	return {
		[`${origin}/`]: () => ({ contentType: 'text/html', body: panelHtml({ language: 'en', nonce: 'test', source: origin, script, style }) }),
		[script]: () => ({ contentType: 'text/javascript', body: readFileSync(`dist/${name}.js`, 'utf8') }),
		[style]: () => ({ contentType: 'text/css', body: readFileSync(`dist/${name}.css`, 'utf8') }),
	};
}

const fonts = {
	'font-family': 'system-ui, "Ubuntu", "Droid Sans", sans-serif',
	'font-size': '13px',
	'editor-font-family': '"Droid Sans Mono", "DejaVu Sans Mono", monospace',
	'editor-font-size': '12px',
};

/** What VS Code itself puts into every such page (its webview's index.html, MIT), in a layer below the page's own styles. */
const defaultStyles = `@layer vscode-default {
	body { padding: 0 20px; color: var(--vscode-editor-foreground); font-family: var(--vscode-font-family); font-size: var(--vscode-font-size); }
	img, video { max-width: 100%; max-height: 100%; }
	a, a code { color: var(--vscode-textLink-foreground); }
	a:hover { color: var(--vscode-textLink-activeForeground); }
	code {
		padding: 1px 3px;
		border-radius: 4px;
		background-color: var(--vscode-textPreformat-background);
		color: var(--vscode-textPreformat-foreground);
		font-family: var(--vscode-editor-font-family);
	}
	pre code { padding: 0; }
	blockquote { border-color: var(--vscode-textBlockQuote-border); background: var(--vscode-textBlockQuote-background); }
}`;

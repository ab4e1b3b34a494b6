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

	/** @param name of its script and its style in dist */
	static async open(browser: Browser, name: string, size: { readonly width: number; readonly height: number }): Promise<BuiltPage> {
		const page = await browser.newPage({ viewport: size });
		const built = new BuiltPage(page, `https://${name}.test`);
		page.on('pageerror', error => built.errors.push(error.message));
		page.on('console', message => message.type() === 'error' && built.errors.push(message.text()));
		page.on('dialog', dialog => {
			built.errors.push(`dialog: ${dialog.message()}`);
			void dialog.dismiss();
		});
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
			([name, variables]) => {
				document.body.className = name;
				for (const [color, value] of Object.entries(variables)) document.documentElement.style.setProperty(`--vscode-${color}`, value);
			},
			[bodyClass, { ...colors, ...fonts }] as const,
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

function filesOf(origin: string, name: string): Readonly<Record<string, () => { contentType: string; body: string }>> {
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

/** The built chat panel alone in a real browser, with a host that only listens. */
import { readFileSync } from 'node:fs';
import { type Browser, type Locator } from 'playwright-core';
import { type PanelContext, type PanelModel, type PanelStrings, type PanelTurn, type ToHost, type ToPanel } from '../../src/protocol/panel';
import { BuiltPage, englishStrings } from './builtPage';
import { PageUnderTest } from './pageUnderTest';
import { type Theme, themes } from './themes';

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
	/** Of the interface; English without one. */
	readonly language?: 'tr' | 'zh-cn';
}

export class PanelUnderTest extends PageUnderTest<ToPanel, ToHost> {
	private constructor(
		built: BuiltPage,
		private readonly options: PanelOptions,
	) {
		super(built);
	}

	static async open(browser: Browser, options: PanelOptions = {}): Promise<PanelUnderTest> {
		const panel = await PanelUnderTest.prepare(browser, options);
		await panel.load();
		return panel;
	}

	/** Without its page loaded yet. */
	static async prepare(browser: Browser, options: PanelOptions = {}, origin?: string): Promise<PanelUnderTest> {
		const built = await BuiltPage.open(browser, 'panel', { width: options.width ?? 400, height: 720 }, origin);
		await built.page.addInitScript(fakeHost);
		return new PanelUnderTest(built, options);
	}

	/** Loads the page as when VS Code shows the view again, and sends it its setup. */
	async load(): Promise<void> {
		await this.built.load(this.options.theme ?? themes[0]!);
		await this.send(this.setup());
		await this.input.waitFor();
	}

	/** Loads the page with a host that answers its greeting at once, as the extension does when it has everything at hand. */
	async loadWithHost(): Promise<void> {
		await this.page.addInitScript(message => {
			const { posted } = window;
			posted.push = (...items) => {
				if (items.some(({ kind }) => kind === 'ready')) window.postMessage(message, '*');
				return Array.prototype.push.apply(posted, items);
			};
		}, this.setup());
		await this.built.load(this.options.theme ?? themes[0]!);
	}

	private setup(): ToPanel {
		const { model = realModel, turns = [], title = turns[0]?.text ?? '', context = { chips: [] }, kept = '' } = this.options;
		return { kind: 'setup', strings: panelWords(this.options.language), model, title, turns, context, kept };
	}

	/** Waits until the page has drawn that many more frames. */
	frames(count = 1): Promise<void> {
		return this.built.frames(count);
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
}

export function panelWords(language?: 'tr' | 'zh-cn'): PanelStrings {
	const english = englishStrings('src/editor/chat/panelStrings.ts');
	if (language === undefined) return english;
	const bundle = JSON.parse(readFileSync(`l10n/bundle.l10n.${language}.json`, 'utf8')) as Record<string, string>;
	return Object.fromEntries(
		Object.entries(english).map(([name, words]) => [name, bundle[words] ?? `untranslated: ${words}`]),
	) as PanelStrings;
}

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

/** What a test asks of any of our built pages. Its host only listens: it keeps what the page posts in the window's `posted`. */
import { type Page } from 'playwright-core';
import { type BuiltPage } from './builtPage';

export abstract class PageUnderTest<ToPage = never, ToHost extends { readonly kind: string } = { readonly kind: string }> {
	protected constructor(protected readonly built: BuiltPage) {}

	get page(): Page {
		return this.built.page;
	}

	/** Everything the page tried to load that is not its own. */
	get requests(): readonly string[] {
		return this.built.requests;
	}

	get errors(): readonly string[] {
		return this.built.errors;
	}

	close(): Promise<void> {
		return this.page.close();
	}

	async send(...messages: readonly ToPage[]): Promise<void> {
		await this.page.evaluate(sent => sent.forEach(message => window.postMessage(message, '*')), messages as readonly unknown[]);
		await this.built.frames(2);
	}

	/** What the page told the host since the last time this was asked, without its greeting and with its messages in order. */
	async posted(): Promise<readonly ToHost[]> {
		const messages = await this.page.evaluate(() => (window as unknown as { posted: unknown[] }).posted.splice(0));
		return (messages as readonly ToHost[]).filter(message => message.kind !== 'ready');
	}
}

/**
 * A VS Code window in a browser, as a person uses it: keys, the command palette, what is drawn. Shared by the headless run and the UI tests.
 * Nothing here sleeps: each method waits for what it is named after.
 */

/** How long one thing may take to appear on a busy machine. */
const patience = 30_000;

export class Workbench {
	/** @param {import('playwright-core').Page} page */
	constructor(page) {
		this.page = page;
	}

	/**
	 * Opens a window and waits until an editor or an empty workbench can be used.
	 * @param {import('playwright-core').Browser} browser
	 * @param {string} address
	 * @param {{width: number, height: number}} [size]
	 */
	static async open(browser, address, size = { width: 1280, height: 800 }) {
		const context = await browser.newContext({ viewport: size, locale: 'en-US' });
		await context.grantPermissions(['clipboard-read', 'clipboard-write']);
		const page = await context.newPage();
		await page.goto(address);
		await page.locator('.monaco-workbench .part.statusbar').waitFor({ timeout: patience });
		await page.locator('.monaco-workbench .explorer-folders-view .monaco-list-row').first().waitFor({ timeout: patience });
		return new Workbench(page);
	}

	async close() {
		await this.page.context().close();
	}

	/** The editor that has the keys. */
	get editor() {
		return this.page.locator('.editor-group-container.active .monaco-editor').first();
	}

	/** Opens a file of the workspace by its name. */
	async openFile(name) {
		await this.#quickInput('Control+P', name, name);
		await this.page.locator(`.tab.active[data-resource-name="${name}"]`).waitFor({ timeout: patience });
		await this.editor.locator('.view-line').first().waitFor({ timeout: patience });
	}

	/** Runs a command by its title, as the palette shows it. */
	async runCommand(title) {
		await this.#quickInput('F1', `>${title}`, title);
	}

	/** Puts the cursor at a one-based line and column. */
	async goTo(line, column = 1) {
		await this.page.keyboard.press('Control+G');
		const input = this.page.locator('.quick-input-widget:visible input');
		await input.fill(`:${line}:${column}`);
		await input.press('Enter');
		await this.page.locator('.statusbar-item', { hasText: `Ln ${line}, Col ${column}` }).waitFor({ timeout: patience });
	}

	/** Selects whole lines, both one-based and included. */
	async selectLines(first, last) {
		await this.goTo(first);
		for (let line = first; line < last; line++) await this.page.keyboard.press('Shift+ArrowDown');
		await this.page.keyboard.press('Shift+End');
	}

	/** Types as a person does, key by key; the editor closes brackets and indents as it always does. */
	async type(text) {
		await this.page.keyboard.type(text, { delay: 25 });
	}

	async press(key) {
		await this.page.keyboard.press(key);
	}

	/** The grey text of an inline completion: its first line is drawn into the editor's own line, the others below it. */
	get ghostText() {
		return this.editor.locator('.ghost-text-decoration');
	}

	/** Waits for grey text and returns it. */
	async waitForGhostText(timeout = patience) {
		await this.ghostText.first().waitFor({ timeout });
		const firstLine = (await this.ghostText.allTextContents()).join('');
		const moreLines = await this.editor.locator('.view-line', { has: this.page.locator('.ghost-text') }).allTextContents();
		return [firstLine, ...moreLines].join('\n').replaceAll('\u00a0', ' ');
	}

	/** Our item in the status bar. */
	get status() {
		return this.page.locator('[id="deepseek-coder-local.deepseek-coder-local.deepseekCoder.status"]');
	}

	/** Waits until the extension has chosen a model; until then its item says no more than its name. */
	async waitForModel(timeout = 60_000) {
		await this.status.filter({ hasNotText: /^\s*DeepSeek\s*$/ }).waitFor({ timeout });
	}

	async statusText() {
		return (await this.status.innerText()).replaceAll('\u00a0', ' ').trim();
	}

	/** Opens our chat panel and returns it when it can be used. */
	async openChatPanel() {
		await this.runCommand('DeepSeek Coder: Open Chat');
		return this.chatPanel();
	}

	/** Our chat panel, wherever it was opened from. */
	async chatPanel() {
		const panel = new ChatPanel(this.page.frameLocator('iframe.webview.ready').frameLocator('#active-frame'));
		await panel.input.waitFor({ timeout: patience });
		return panel;
	}

	/** Opens VS Code's own Chat view. */
	async openBuiltInChat() {
		await this.runCommand('Chat: Open Chat');
		const chat = new BuiltInChat(this.page);
		await chat.input.waitFor({ timeout: patience });
		return chat;
	}

	/** Opens a quick pick, writes into it and takes the entry with that label. An editor that opens meanwhile closes it: then once more. */
	async #quickInput(key, text, label) {
		const widget = this.page.locator('.quick-input-widget:visible');
		for (let attempt = 1; ; attempt++) {
			try {
				await this.page.keyboard.press(key);
				await widget.locator('input').fill(text, { timeout: patience / 3 });
				await widget
					.locator('.monaco-list-row', { hasText: label })
					.first()
					.click({ timeout: patience / 3 });
				await widget.waitFor({ state: 'hidden', timeout: patience / 3 });
				return;
			} catch (error) {
				if (attempt === 3) throw error;
				await this.page.keyboard.press('Escape');
			}
		}
	}
}

/** The side panel's chat: a web view of ours. */
export class ChatPanel {
	/** @param {import('playwright-core').FrameLocator} frame */
	constructor(frame) {
		this.frame = frame;
		this.input = frame.getByTestId('chat-input');
		this.questions = frame.getByTestId('question');
		this.answers = frame.getByTestId('answer');
		this.model = frame.getByTestId('model');
		this.stop = frame.getByTestId('stop');
	}

	async ask(question) {
		await this.input.fill(question);
		await this.input.press('Enter');
	}

	/**
	 * Waits until the answer with that number (0 is the first) has ended and returns how, and its text.
	 * @param {number} index
	 */
	async waitForAnswer(index, timeout = 60_000) {
		const answer = this.answers.nth(index);
		const ended = this.frame.locator('[data-testid="answer"]:not([data-state="streaming"])').nth(index);
		await answer.waitFor({ timeout });
		await ended.waitFor({ timeout });
		return { state: await answer.getAttribute('data-state'), text: (await answer.innerText()).trim() };
	}
}

/** The Chat view that comes with VS Code. */
export class BuiltInChat {
	/** @param {import('playwright-core').Page} page */
	constructor(page) {
		this.page = page;
		this.view = page.locator('.interactive-session').last();
		this.input = this.view.locator('.interactive-input-part .monaco-editor').first();
		this.answers = this.view.locator('.interactive-item-container.interactive-response');
	}

	/** Takes out what the input holds: the participant that was asked last stays in it. */
	async clear() {
		await this.input.click();
		await this.page.keyboard.press('Control+A');
		await this.page.keyboard.press('Delete');
	}

	/** Asks with what the input holds already, and these words behind it. */
	async ask(question) {
		await this.input.click();
		await this.page.keyboard.press('Control+End');
		await this.page.keyboard.type(question, { delay: 25 });
		await this.page.keyboard.press('Escape'); // closes the list of participants, which would take the Enter
		await this.page.keyboard.press('Enter');
	}

	/** Waits until the newest answer has ended and returns its text. */
	async waitForAnswer(timeout = 60_000) {
		const answer = this.answers.last();
		await answer.waitFor({ timeout });
		await this.view.locator('.interactive-item-container.chat-response-loading').waitFor({ state: 'detached', timeout });
		return (await answer.locator('.value').innerText()).trim();
	}
}

/** What a person sees when there is no engine to ask: one message with a way out, a quiet editor, and a way back. */
import assert from 'node:assert/strict';
import { Stage } from '../support/stage.mjs';

describe('The extension without an engine', () => {
	let stage: Stage;

	before(async () => {
		const settings = {
			'deepseekCoder.engine': 'ollama',
			'deepseekCoder.ollama.host': 'http://127.0.0.1:9',
			'deepseekCoder.completion.maxLines': 5000,
		};
		stage = await Stage.open({ file: 'src/users.ts', settings });
	});

	after(async () => {
		await stage.close();
	});

	/** A VS Code that is driven by tests shows no toasts, only the list behind the bell. */
	async function showNotifications(): Promise<void> {
		await stage.workbench.runCommand('Notifications: Show Notifications');
	}

	it('says once that Ollama does not answer, and keeps quiet after it', async () => {
		const { page, status } = stage.workbench;
		await status
			.filter({ hasText: /^\s*DeepSeek\s*$/ })
			.locator('.codicon-warning')
			.waitFor();
		await showNotifications();
		const message = page.locator('.notification-list-item', { hasText: 'Ollama at 127.0.0.1:9 does not answer' });
		await message.waitFor();
		await stage.workbench.openFile('users.ts');
		await stage.workbench.press('Control+End');
		await stage.workbench.type('export const answer = 42;\n');
		await stage.waitForSaved('src/users.ts', 'export const answer = 42;');
		assert.equal(await stage.workbench.ghostText.count(), 0);
		assert.equal(await message.count(), 1);
	});

	it('names the wrong setting, what is allowed, and the default that is used instead', async () => {
		const { page } = stage.workbench;
		await page
			.getByText('The setting deepseekCoder.completion.maxLines is 5000. Allowed: 1 to 100. The default 12 is used.')
			.first()
			.waitFor();
	});

	it('the chat says the same, in the conversation', async () => {
		const panel = await stage.workbench.openChatPanel();
		await panel.ask('hi');
		const { state, text } = await panel.waitForAnswer(0);
		assert.equal(state, 'failed');
		assert.match(text, /does not answer/);
	});

	it('the first button of the message is the way out', async () => {
		const { page } = stage.workbench;
		await showNotifications();
		await page.getByRole('button', { name: 'Use the Built-in Engine' }).first().click();
		await stage.workbench.status.filter({ hasText: /demo model/ }).waitFor();
		const panel = await stage.workbench.openChatPanel();
		await panel.ask('hi');
		await panel.frame.locator('[data-testid="answer"][data-state="done"]').first().waitFor();
	});
});

/** `@deepseek` in VS Code's own Chat view, with its commands: the demo model answers. */
import assert from 'node:assert/strict';
import { Stage } from '../support/stage.mjs';

describe('@deepseek in the Chat view', () => {
	let stage: Stage;

	before(async () => {
		stage = await Stage.open({ file: 'src/tasks.ts', env: { OLLAMA_HOST: '127.0.0.1:9' } });
		await stage.workbench.waitForModel();
	});

	after(async () => {
		await stage.close();
	});

	it('explains the function around the cursor with /explain, offers what to ask next, and stays', async () => {
		const { workbench } = stage;
		await workbench.openFile('tasks.ts');
		await workbench.goTo(7, 5);
		const chat = await workbench.openBuiltInChat();
		await chat.ask('@deepseek /explain ');
		assert.match(await chat.waitForAnswer(), /getDoneTasks/);
		await chat.view.getByText('Write tests for it').first().waitFor();
		assert.match(await chat.view.locator('.interactive-input-part').innerText(), /@deepseek/, 'it is sticky');
	});
});

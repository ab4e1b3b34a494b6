/** VS Code's own Agent mode with the local model, and without an account. The agent is of the extension that comes with VS Code; the model is ours. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { vendor } from '../../src/editor/ids';
import { Stage } from '../support/stage.mjs';

describe("VS Code's Agent mode", () => {
	let stage: Stage;

	before(async () => {
		stage = await Stage.open({ file: 'src/tasks.ts', prepare: nameOurModels, env: { OLLAMA_HOST: '127.0.0.1:9' } });
		await stage.workbench.waitForModel();
	});

	after(() => stage.close());

	it('is answered by the local model, and asks nobody to sign in', async () => {
		const { workbench } = stage;
		await workbench.runCommand('Chat: Manage Language Models'); // also switches the agent's extension on
		await workbench.page.locator('.models-widget').first().waitFor();
		const chat = await workbench.openBuiltInChat();
		await chat.ask('Read src/tasks.ts and say what it does.');
		assert.notEqual(await chat.waitForAnswer(), '', 'the toy says anything; a real model says what it read');
		assert.match(await chat.answers.last().innerText(), /DeepSeek Coder Local/);
		assert.equal(await workbench.page.locator('.monaco-dialog-box').count(), 0, 'no sign-in');
		await workbench.page.screenshot({ path: 'out/ui/vscode-agent.png' });
	});
});

/** What "Chat: Open Language Models (JSON)" opens. VS Code's agent asks for no account where a vendor other than Copilot is named in it. */
function nameOurModels(workspace: string): void {
	const user = path.join(path.dirname(workspace), 'server', 'data', 'User');
	fs.mkdirSync(user, { recursive: true });
	fs.writeFileSync(path.join(user, 'chatLanguageModels.json'), JSON.stringify([{ vendor, name: 'DeepSeek Coder Local' }]));
}

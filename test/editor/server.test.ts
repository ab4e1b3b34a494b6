/** With a real OpenAI-compatible server (llama-server with the demo model, where one is installed), and how far a connection goes. */
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { command, section, vendor } from '../../src/editor/ids';
import { eventually } from '../support/eventually';
import { ask, inserted, show, take } from '../support/greyText';

const address = process.env.DEEPSEEK_CODER_TEST_LLAMA_SERVER;
const users = `interface User {
  id: string;
  email: string;
}

export function findUserByEmail(users: User[], email: string): User | undefined {
  $0
}
`;

/** Settings are for the whole machine, so whoever changes them puts them back. */
async function set(values: Readonly<Record<string, unknown>>): Promise<void> {
	const settings = vscode.workspace.getConfiguration(section);
	for (const [id, value] of Object.entries(values)) await settings.update(id, value, vscode.ConfigurationTarget.Global);
}

/** The document that "Diagnose Connection" opens. */
async function diagnosis(): Promise<string> {
	await vscode.commands.executeCommand('workbench.action.closeAllEditors');
	await vscode.commands.executeCommand(command.diagnoseConnection);
	return vscode.window.activeTextEditor?.document.getText() ?? '';
}

async function completes(): Promise<boolean> {
	const document = await vscode.workspace.openTextDocument({ language: 'typescript', content: users.replace('$0', '') });
	const editor = await show(document, users.indexOf('$0'));
	await ask();
	await take();
	return /^return users\.\w+\(.*\);$/.test(inserted(users, editor));
}

describe('a model server', function () {
	this.timeout(90_000);

	after(async () => {
		await set({ engine: undefined, 'openai.url': undefined });
		await vscode.commands.executeCommand('workbench.action.closeAllEditors');
		// The suites after this one have the built-in engine again.
		await eventually('the built-in engine completes again', completes, 60_000);
	});

	it('that nobody runs is diagnosed at its port, with what to look at', async () => {
		await set({ engine: 'openai', 'openai.url': 'http://127.0.0.1:9/v1' });
		const said = await diagnosis();
		assert.match(said, /^# Diagnose Connection\n\nSeen from /);
		assert.match(
			said,
			/## the server at 127\.0\.0\.1:9\n\n- ✓ The name 127\.0\.0\.1 is known: 127\.0\.0\.1\.\n- ✗ Nobody takes connections at 127\.0\.0\.1:9/,
		);
		assert.match(said, /Is the server running/);
		assert.equal(said.split('\n').filter(line => line.startsWith('- ')).length, 2, said);
	});

	it('is not needed by the built-in engine, which is diagnosed from its answer on', async () => {
		await set({ engine: 'embedded', 'openai.url': undefined });
		const said = await diagnosis();
		assert.match(said, /## built-in engine\n\n- ✓ It answers and has \d+ models/);
		assert.match(said, /- ✓ One token took \d+ ms\.\n- ✓ Special tokens are read as such: completions fill holes\.\n$/);
	});

	if (!address) {
		it('completes and chats (llama-server is not installed here; `npm run test:servers` installs it)', function () {
			this.skip();
		});
		return;
	}

	it('completes and chats, and is diagnosed to the end', async () => {
		await set({ engine: 'openai', 'openai.url': address });
		await eventually('the server completes', completes, 60_000);
		const model = await eventually('the server chats', async () => (await vscode.lm.selectChatModels({ vendor }))[0]);
		const response = await model.sendRequest([vscode.LanguageModelChatMessage.User('hi')], {}, new vscode.CancellationTokenSource().token);
		let text = '';
		for await (const part of response.text) text += part;
		assert.match(text, /demo model of DeepSeek Coder Local/);
		const said = await diagnosis();
		assert.ok(said.includes(`## the server at ${new URL(address).host}\n`), said);
		assert.match(said, /- ✓ It answers and has 1 models: deepseek-coder-demo\.\n/);
		assert.match(said, /- ✓ Special tokens are read as such: completions fill holes\.\n$/);
	});
});

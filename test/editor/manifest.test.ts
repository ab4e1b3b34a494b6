/** What the manifest promises, in the VS Code that runs. */
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { command } from '../../src/editor/ids';
import { Settings } from '../../src/editor/settings/settings';
import { eventually } from '../support/eventually';

describe('the extension', () => {
	const extension = vscode.extensions.getExtension('deepseek-coder-local.deepseek-coder-local');

	before(async function () {
		this.timeout(60_000);
		await eventually('activation', () => extension?.isActive);
	});

	it('registers every command that its manifest names', async () => {
		const known = await vscode.commands.getCommands(true);
		for (const id of Object.values(command)) assert.ok(known.includes(id), id);
	});

	it('binds no key that VS Code binds already, but for what of ours is on the screen', async () => {
		const document = await vscode.workspace.openTextDocument(vscode.Uri.parse('vscode://defaultsettings/keybindings.json'));
		const taken = [...document.getText().matchAll(/"key": "([^"]+)",\s*"command": "([^"]+)"/g)].map(match => ({
			key: match[1],
			command: match[2],
		}));
		assert.ok(taken.length > 300, `only ${taken.length} keybindings were read`);
		const { keybindings } = (extension?.packageJSON as { contributes: { keybindings: { key: string; command: string; when: string }[] } })
			.contributes;
		for (const own of keybindings.filter(({ when }) => !/deepseek-?coder/i.test(when))) {
			assert.deepEqual(
				taken.filter(each => each.key === own.key && !each.command?.startsWith('deepseekCoder.')),
				[],
				own.key,
			);
		}
	});
});

describe('settings', () => {
	const section = vscode.workspace.getConfiguration('deepseekCoder');

	afterEach(() => section.update('completion.maxLines', undefined, vscode.ConfigurationTarget.Global));

	it('name a wrong value with what is allowed, once, and use the default', async () => {
		const said: string[] = [];
		const settings = new Settings(message => said.push(message));
		await section.update('completion.maxLines', 5000, vscode.ConfigurationTarget.Global);
		try {
			assert.equal(settings.get('completion.maxLines'), 12);
			assert.equal(settings.get('completion.maxLines'), 12);
			assert.deepEqual(said, ['The setting deepseekCoder.completion.maxLines is 5000. Allowed: 1 to 100. The default 12 is used.']);
		} finally {
			settings.dispose();
		}
	});

	it('take effect when they change', async () => {
		const settings = new Settings(() => undefined);
		try {
			const changed = new Promise<readonly string[]>(resolve => settings.onDidChange(resolve));
			await section.update('completion.maxLines', 3, vscode.ConfigurationTarget.Global);
			assert.deepEqual(await changed, ['completion.maxLines']);
			assert.equal(settings.get('completion.maxLines'), 3);
		} finally {
			settings.dispose();
		}
	});
});

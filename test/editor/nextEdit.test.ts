/** Next edit in the real editor: what Tab and Escape are bound to, by their commands. Where a name is certain no model is needed for it. */
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { command, section } from '../../src/editor/ids';
import { closeEditors, openEditor } from '../support/documents';
import { eventually } from '../support/eventually';

const file = 'const total = 1;\nprint(total);\n// total\nprint(total + 1);\n';

describe('next edit', () => {
	const enable = (isOn: boolean | undefined) =>
		vscode.workspace.getConfiguration(section).update('nextEdit.enabled', isOn, vscode.ConfigurationTarget.Global);

	afterEach(async () => {
		await enable(undefined);
		await closeEditors();
	});

	/** Renames what the first line declares, as a person does: one letter after the other. */
	async function rename(): Promise<vscode.TextEditor> {
		const editor = await openEditor(file, 'typescript');
		editor.selection = new vscode.Selection(0, 6, 0, 11);
		for (const text of 'sum') await vscode.commands.executeCommand('type', { text });
		assert.equal(editor.document.lineAt(0).text, 'const sum = 1;');
		return editor;
	}

	const tab = () => vscode.commands.executeCommand(command.acceptNextEdit);

	it('goes to each further use and renames it, and knows when it is done', async () => {
		await enable(true);
		const editor = await rename();
		await eventually('the cursor at the next use', async () => {
			await tab();
			return editor.selection.active.isEqual(new vscode.Position(1, 6));
		});
		assert.equal(editor.document.lineAt(1).text, 'print(total);', 'so far one only went there');
		await eventually('the edit', async () => {
			await tab();
			return editor.document.lineAt(1).text === 'print(sum);';
		});
		await eventually('the last edit', async () => {
			await tab();
			return editor.document.lineAt(3).text === 'print(sum + 1);';
		});
		const done = editor.document.getText();
		await tab();
		assert.equal(editor.document.getText(), done);
		assert.equal(done, 'const sum = 1;\nprint(sum);\n// total\nprint(sum + 1);\n');
	});

	it('is gone after Escape', async () => {
		await enable(true);
		const editor = await rename();
		await eventually('the cursor at the next use', async () => {
			await tab();
			return editor.selection.active.line === 1;
		});
		await vscode.commands.executeCommand(command.dismissNextEdit);
		await tab();
		assert.equal(editor.document.lineAt(1).text, 'print(total);');
	});

	it('keeps quiet where completions do: in a language that is switched off', async () => {
		const languages = (value: unknown) =>
			vscode.workspace.getConfiguration(section).update('completion.enabled', value, vscode.ConfigurationTarget.Global);
		await enable(true);
		await languages({ '*': true, typescript: false });
		try {
			const editor = await rename();
			await new Promise(resolve => setTimeout(resolve, 1500)); // three times as long as an edit takes to be seen
			await tab();
			assert.equal(editor.document.lineAt(1).text, 'print(total);');
			assert.equal(editor.selection.active.line, 0);
		} finally {
			await languages(undefined);
		}
	});

	it('is off by default', async () => {
		const editor = await rename();
		await new Promise(resolve => setTimeout(resolve, 1500)); // three times as long as an edit takes to be seen
		await tab();
		assert.equal(editor.selection.active.line, 0);
		assert.equal(editor.document.lineAt(1).text, 'print(total);');
	});
});

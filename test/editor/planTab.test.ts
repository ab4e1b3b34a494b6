/** The plan's tab and the diagnostics, in the VS Code that runs, with the plan of the machine that runs it. */
import assert from 'node:assert/strict';
import { homedir } from 'node:os';
import * as vscode from 'vscode';
import { command } from '../../src/editor/ids';
import { closeEditors } from '../support/documents';
import { eventually } from '../support/eventually';

const planTabs = () =>
	vscode.window.tabGroups.all
		.flatMap(({ tabs }) => tabs)
		.filter(({ input }) => input instanceof vscode.TabInputWebview && input.viewType.endsWith('deepseekCoder.plan'));

describe('the plan', () => {
	afterEach(closeEditors);

	it('opens in one tab, however often it is asked for', async () => {
		await vscode.commands.executeCommand(command.showPlan);
		await eventually('the tab', () => planTabs().length === 1);
		await vscode.commands.executeCommand(command.showPlan);
		assert.equal(planTabs().length, 1);
		assert.equal(planTabs()[0]?.label, 'Model plan');
	});
});

describe('the diagnostics', () => {
	it('are put on the clipboard with the plan and without the home', async () => {
		const text = await eventually('a plan', async () => {
			void vscode.commands.executeCommand(command.copyDiagnostics);
			const copied = await vscode.env.clipboard.readText();
			return copied.includes('## Plan\nPlan: ') && copied;
		});
		assert.match(text, /## Versions\nextension: \d+\.\d+\.\d+\n/);
		assert.match(text, /weightsCpuBytes \d+/);
		assert.ok(!text.includes(`${homedir()}/`));
	});
});

describe('"Try a Completion"', () => {
	afterEach(closeEditors);

	it('opens a small file with the cursor where something is missing', async () => {
		await vscode.commands.executeCommand(command.tryCompletion);
		const editor = vscode.window.activeTextEditor;
		assert.equal(editor?.document.languageId, 'typescript');
		assert.equal(editor.document.lineAt(editor.selection.active.line).text, '\t');
	});
});

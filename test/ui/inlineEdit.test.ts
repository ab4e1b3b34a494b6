/** "Inline Edit" as a person does it, by the keyboard alone: select, say what to change, look at the difference, decide. The demo model answers. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { Stage, withoutOllama } from '../support/stage.mjs';

const file = 'src/tasks.ts';
const instruction = 'Write a comment for this function';

describe('Inline Edit in VS Code', () => {
	let stage: Stage;
	let untouched: string;

	before(async () => {
		stage = await Stage.open({ file, env: withoutOllama });
		untouched = fs.readFileSync(path.join(stage.workspace, file), 'utf8');
		await stage.workbench.waitForModel();
	});

	after(() => stage.close());

	const diff = () => stage.workbench.page.locator('.monaco-diff-editor');

	/** Resolves when the difference is whole and can be decided. */
	async function edit(): Promise<void> {
		const { workbench } = stage;
		await workbench.openFile('tasks.ts');
		await workbench.selectLines(6, 8);
		await workbench.press('Control+K');
		await workbench.press('Control+Alt+I');
		const box = workbench.page.locator('.quick-input-widget:visible');
		await box.getByText('Edit lines 6 to 8').waitFor();
		await workbench.type(instruction);
		await workbench.page.screenshot({ path: 'out/ui/vscode-inline-edit-ask.png' });
		await workbench.press('Enter');
		await diff().locator('.line-insert').first().waitFor();
		await workbench.page.getByRole('button', { name: 'Apply Proposed Change' }).waitFor();
	}

	it('leaves the file alone when the difference is discarded', async () => {
		await edit();
		await stage.workbench.page.screenshot({ path: 'out/ui/vscode-inline-edit.png' });
		await stage.workbench.press('Control+Backspace');
		await diff().waitFor({ state: 'detached' });
		assert.equal(fs.readFileSync(path.join(stage.workspace, file), 'utf8'), untouched);
	});

	it('changes the file when the difference is applied', async () => {
		await edit();
		await stage.workbench.press('Control+Enter');
		await diff().waitFor({ state: 'detached' });
		const after = await stage.waitForSaved(file, '*/');
		assert.ok(after.includes('export class TaskStore'), 'and what was not selected is as it was');
	});
});

/** The chat panel in a whole VS Code: what leaves it, a list, a diff, a file, and what is there again after the window was reloaded. */
import assert from 'node:assert/strict';
import { Stage, withoutOllama } from '../support/stage.mjs';

const wanted = 'Write a function that adds a and b and returns the sum. Call it add';

describe('The chat panel in VS Code', () => {
	let stage: Stage;

	before(async () => {
		stage = await Stage.open({ file: 'src/users.ts', env: withoutOllama });
		await stage.workbench.waitForModel();
		await stage.workbench.openFile('tasks.ts');
		const panel = await stage.workbench.openChatPanel();
		await panel.ask(wanted);
		await panel.waitForAnswer(0);
	});
	after(() => stage.close());

	const quickInput = () => stage.workbench.page.locator('.quick-input-widget:visible');
	const rows = () => quickInput().locator('.monaco-list-row');

	it('shows code beside the file it is for, and puts it there once that is accepted', async () => {
		const { page } = stage.workbench;
		const panel = await stage.workbench.chatPanel();
		await panel.answers.first().getByRole('button', { name: 'Compare with the file and apply' }).first().click();
		await page.locator('.monaco-diff-editor .line-insert').first().waitFor();
		await page.locator('.monaco-diff-editor .modified .view-line', { hasText: 'return a + b' }).hover({ position: { x: 40, y: 8 } });
		const hover = page.locator('.monaco-hover:visible');
		await hover.getByRole('link', { name: 'Discard this part' }).waitFor();
		await page.screenshot({ path: 'out/ui/vscode-apply.png' });
		await hover.getByRole('link', { name: 'Apply this part' }).click();
		await stage.waitForSaved('src/tasks.ts', 'return a + b;');
		await page.locator('.monaco-diff-editor').waitFor({ state: 'detached' });
	});

	it('puts what is chosen beside the next question', async () => {
		const { page } = stage.workbench;
		const panel = await stage.workbench.chatPanel();
		await panel.frame.getByTestId('attach').click();
		await rows().filter({ hasText: 'src/tasks.ts' }).first().waitFor();
		await page.screenshot({ path: 'out/ui/vscode-attach.png' });
		await page.keyboard.press('Enter');
		const chip = panel.frame.getByTestId('chip');
		await chip.filter({ hasText: /src\/tasks\.ts\s*\d+ tokens/ }).waitFor();
		await panel.frame.getByRole('button', { name: 'Remove src/tasks.ts' }).click();
		await chip.waitFor({ state: 'detached' });
	});

	it('takes a file whose tab is dragged here with Shift held, without which VS Code keeps drags from such views', async () => {
		const { page } = stage.workbench;
		const panel = await stage.workbench.chatPanel();
		const file = await page.locator('.tabs-container .tab', { hasText: 'tasks.ts' }).boundingBox();
		const input = await panel.input.boundingBox();
		assert.ok(file && input, 'both are in sight');
		await page.mouse.move(file.x + 40, file.y + file.height / 2);
		await page.mouse.down();
		await page.keyboard.down('Shift');
		for (const share of [0.2, 0.6, 0.9, 1]) {
			await page.mouse.move(file.x + (input.x + 20 - file.x) * share, file.y + (input.y + 5 - file.y) * share, { steps: 5 });
		}
		await page.screenshot({ path: 'out/ui/vscode-drag.png' });
		await page.mouse.up();
		await page.keyboard.up('Shift');
		await page.screenshot({ path: 'out/ui/vscode-dropped.png' });
		await panel.frame.getByTestId('chip').filter({ hasText: 'src/tasks.ts' }).waitFor();
		await panel.frame.getByRole('button', { name: 'Remove src/tasks.ts' }).click();
	});

	it('suggests files of the workspace while one types, and puts the chosen one beside the question', async () => {
		const { page } = stage.workbench;
		const panel = await stage.workbench.chatPanel();
		await panel.input.pressSequentially('Is #file:tas');
		await panel.frame.getByRole('option', { name: 'tasks.ts' }).waitFor();
		await page.screenshot({ path: 'out/ui/vscode-suggestions.png' });
		await page.keyboard.press('Enter');
		await panel.frame.getByTestId('chip').filter({ hasText: 'src/tasks.ts' }).waitFor();
		assert.equal(await panel.input.inputValue(), 'Is `src/tasks.ts` ');
		await panel.frame.getByRole('button', { name: 'Remove src/tasks.ts' }).click();
		await panel.input.fill('');
	});

	it('lists the earlier chats and finds them by their answers, with the keyboard alone', async () => {
		const { page } = stage.workbench;
		const panel = await stage.workbench.chatPanel();
		await panel.frame.getByTestId('new-chat').click();
		await panel.ask('What can you do?');
		assert.match((await panel.waitForAnswer(0)).text, /demo model/);
		await panel.frame.getByTestId('history').press('Enter');
		await rows().filter({ hasText: wanted }).waitFor();
		assert.equal(await rows().count(), 2);
		await page.screenshot({ path: 'out/ui/vscode-history.png' });
		await page.keyboard.type('return a + b');
		await rows().filter({ hasText: 'What can you do?' }).waitFor({ state: 'detached' });
		await rows().filter({ hasText: wanted }).waitFor();
		await page.screenshot({ path: 'out/ui/vscode-history-search.png' });
		await page.keyboard.press('Enter');
		await panel.questions.filter({ hasText: wanted }).waitFor();
		await panel.frame.getByRole('heading', { name: wanted }).waitFor();
	});

	it('shows the last chat again after the window was reloaded', async () => {
		const { workbench } = stage;
		await workbench.page.reload();
		await workbench.waitForModel();
		const panel = await workbench.openChatPanel();
		await panel.questions.filter({ hasText: 'What can you do?' }).waitFor();
		assert.match((await panel.waitForAnswer(0)).text, /demo model/);
	});
});

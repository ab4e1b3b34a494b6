/** The extension in a VS Code that a browser shows: what a person types, and what is drawn. The demo model answers. */
import assert from 'node:assert/strict';
import { Stage, withoutOllama } from '../support/stage.mjs';

describe('The extension in VS Code', () => {
	let stage: Stage;

	before(async () => {
		stage = await Stage.open({ file: 'src/users.ts', env: withoutOllama });
		await stage.workbench.waitForModel();
	});

	after(async () => {
		await stage.close();
	});

	it('shows grey text in an empty function body, and Tab takes it', async () => {
		const { workbench } = stage;
		await workbench.openFile('users.ts');
		const signature = 'export function findUserByName(users: User[], name: string): User | undefined {';
		await workbench.press('Control+End');
		await workbench.type(`${signature}\n`);
		assert.equal(await workbench.waitForGhostText(), 'return users.find((user) => user.name === name);');
		await workbench.press('Tab');
		await stage.waitForSaved('src/users.ts', `${signature}\n  return users.find((user) => user.name === name);\n}`);
	});

	it('takes one word with Ctrl+Right and leaves the rest grey', async () => {
		const { workbench } = stage;
		await workbench.openFile('cart.ts');
		await workbench.goTo(9);
		await workbench.type('    ');
		assert.equal(await workbench.waitForGhostText(), 'total += item.price;');
		await workbench.press('Control+ArrowRight');
		await stage.waitForSaved('src/cart.ts', '    total\n  }');
		assert.equal((await workbench.waitForGhostText()).trim(), '+= item.price;');
		await workbench.press('Escape');
		await workbench.ghostText.first().waitFor({ state: 'detached' });
	});

	it('completes Python', async () => {
		const { workbench } = stage;
		await workbench.openFile('rectangle.py');
		await workbench.goTo(4);
		await workbench.type('        ');
		assert.equal(await workbench.waitForGhostText(), 'self.height = height');
		await workbench.press('Tab');
		await stage.waitForSaved('src/rectangle.py', '        self.width = width\n        self.height = height\n');
	});

	it('puts code from an answer where the cursor is', async () => {
		const { workbench } = stage;
		await workbench.openFile('tasks.ts');
		await workbench.press('Control+End');
		const panel = await workbench.openChatPanel();
		await panel.ask('Write a function that adds a and b and returns the sum. Call it add');
		assert.equal((await panel.waitForAnswer(0)).state, 'done');
		await panel.answers.first().getByRole('button', { name: 'Insert' }).first().click();
		await stage.waitForSaved('src/tasks.ts', 'return a + b;');
	});

	it('answers a second question, and a new chat starts empty', async () => {
		const panel = await stage.workbench.chatPanel();
		await panel.ask('What can you do?');
		assert.match((await panel.waitForAnswer(1)).text, /demo model/);
		await panel.frame.getByTestId('new-chat').click();
		await panel.answers.first().waitFor({ state: 'detached' });
		assert.equal(await panel.questions.count(), 0);
	});

	it('explains the enclosing function where nothing is selected', async () => {
		const { workbench } = stage;
		await workbench.openFile('tasks.ts');
		await workbench.goTo(7, 5);
		await workbench.runCommand('DeepSeek Coder: Explain Selection');
		const panel = await workbench.chatPanel();
		await panel.questions.first().getByText('src/tasks.ts:6-8').waitFor();
		assert.match((await panel.waitForAnswer(0)).text, /^getDoneTasks is a TypeScript function\. It takes tasks/);
	});

	it('shows the speed in the status bar and calls the model what it is', async () => {
		await stage.workbench.status.filter({ hasText: /demo model · \d+ tok\/s/ }).waitFor();
	});
});

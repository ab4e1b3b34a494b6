/** The package that users install, in a VS Code that has nothing else: the file list of the VSIX is right only if the extension works there. */
import assert from 'node:assert/strict';
import { Stage, withoutOllama } from '../support/stage.mjs';

describe('The installed package', () => {
	let stage: Stage;

	before(async () => {
		const vsix = process.env.DEEPSEEK_CODER_TEST_VSIX;
		if (!vsix) throw new Error('Name the package in DEEPSEEK_CODER_TEST_VSIX; `npm test -- --only ui` makes one.');
		stage = await Stage.open({ vsix, file: 'src/users.ts', env: withoutOllama });
		await stage.workbench.waitForModel();
	});

	after(async () => {
		await stage.close();
	});

	it('completes with the engine and the model that came with it', async () => {
		const { workbench } = stage;
		await workbench.openFile('users.ts');
		assert.doesNotMatch(await workbench.page.title(), /Extension Development Host/);
		await workbench.press('Control+End');
		await workbench.type('export function findUserByEmail(users: User[], email: string): User | undefined {\n');
		assert.equal(await workbench.waitForGhostText(), 'return users.find((user) => user.email === email);');
	});

	it('explains in its own panel', async () => {
		const { workbench } = stage;
		await workbench.openFile('tasks.ts');
		await workbench.selectLines(6, 8);
		await workbench.runCommand('DeepSeek Coder: Explain Selection');
		const panel = await workbench.chatPanel();
		assert.match((await panel.waitForAnswer(0)).text, /getDoneTasks/);
	});
});

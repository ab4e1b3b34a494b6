/** `@deepseek` in VS Code's own Chat view, with its commands: the demo model answers, in the built-in engine and in a real Ollama. */
import assert from 'node:assert/strict';
import { ollamaUnderTest } from '../../scripts/lib/ollamaUnderTest.mjs';
import { commitAndChange, git } from '../support/gitChange';
import { skipBecause } from '../support/skipBecause';
import { Stage, type StageOptions } from '../support/stage.mjs';

interface EngineUnderTest extends Pick<StageOptions, 'env' | 'settings'> {
	readonly stop: () => Promise<unknown>;
	/** Why it can't be had here. */
	readonly skipped?: string | undefined;
}

const engines: Readonly<Record<string, () => Promise<EngineUnderTest>>> = {
	'the built-in engine': () => Promise.resolve({ env: { OLLAMA_HOST: '127.0.0.1:9' }, stop: () => Promise.resolve() }),
	'a real Ollama': async () => {
		const { address, stop, skipped } = await ollamaUnderTest();
		const host = address === undefined ? {} : { 'deepseekCoder.ollama.host': address };
		return { settings: { 'deepseekCoder.engine': 'ollama', ...host }, stop, skipped };
	},
};

for (const [name, start] of Object.entries(engines)) {
	describe(`@deepseek in the Chat view, with ${name}`, () => {
		let stage: Stage | undefined;
		let engine: EngineUnderTest | undefined;

		before(async function () {
			engine = await start();
			if (engine.skipped !== undefined) skipBecause(this, engine.skipped);
			const { env, settings } = engine;
			stage = await Stage.open({ file: 'src/tasks.ts', prepare: commitAndChange, ...(env && { env }), ...(settings && { settings }) });
			await stage.workbench.waitForModel();
		});

		after(async () => {
			await stage?.close();
			await engine?.stop();
		});

		/** The answer to a question with the cursor at a line of a file, and the view it is in. */
		async function ask(question: string, file: string, line: number) {
			assert.ok(stage);
			const { workbench } = stage;
			await workbench.openFile(file);
			await workbench.goTo(line, 5);
			const chat = await workbench.openBuiltInChat();
			const asked = await chat.answers.count();
			await chat.clear(); // it is sticky, and the question names it again
			await chat.ask(question);
			await chat.answers.nth(asked).waitFor();
			return { chat, workbench, workspace: stage.workspace, text: await chat.waitForAnswer() };
		}

		it('explains the function around the cursor with /explain, offers what to ask next, and stays', async () => {
			const { chat, text, workbench } = await ask('@deepseek /explain ', 'tasks.ts', 7);
			assert.match(text, /getDoneTasks/);
			await chat.view.getByText('Write tests for it').first().waitFor();
			assert.match(await chat.view.locator('.interactive-input-part').innerText(), /@deepseek/, 'it is sticky');
			await workbench.page.screenshot({ path: `out/ui/vscode-participant-${Object.keys(engines).indexOf(name)}.png` });
		});

		it('answers /commit where something has changed, and commits nothing', async () => {
			const { chat, text, workspace } = await ask('@deepseek /commit ', 'tasks.ts', 7);
			await chat.answers.last().getByText('Put into Source Control').waitFor();
			assert.ok(text.length > 0 && !text.includes('There are no changes'), text);
			assert.equal(git(workspace, 'log', '--format=%s').trim(), 'Begin');
		});
	});
}

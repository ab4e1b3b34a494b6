/** VS Code's own Agent mode with a model of ours, and without an account. The agent is of the extension that comes with VS Code. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { vendor } from '../../src/editor/ids';
import { eventually } from '../support/eventually';
import { FakeOpenAi, saying } from '../support/fakeOpenAi';
import { installFirstLineTool } from '../support/firstLineTool';
import { Stage, withoutOllama } from '../support/stage.mjs';

describe("VS Code's Agent mode", () => {
	let stage: Stage;

	before(async () => {
		stage = await Stage.open({ file: 'src/tasks.ts', prepare: nameOurModels, env: withoutOllama });
		await stage.workbench.waitForModel();
	});

	after(() => stage.close());

	it('is answered by the local model, and asks nobody to sign in', async () => {
		const { workbench } = stage;
		await switchAgentOn(stage);
		const chat = await workbench.openBuiltInChat();
		await chat.ask('Read src/tasks.ts and say what it does.');
		assert.notEqual(await chat.waitForAnswer(), '', 'the toy says anything; a real model says what it read');
		assert.match(await chat.answers.last().innerText(), /DeepSeek Coder Local/);
		assert.equal(await workbench.page.locator('.monaco-dialog-box').count(), 0, 'no sign-in');
		await workbench.page.screenshot({ path: 'out/ui/vscode-agent.png' });
	});
});

/** The agent's prompt is far longer than the demo model's context, so a server answers that is told what to say; the prompts, the call's way and its result's are real. */
describe("A tool in VS Code's Agent mode", () => {
	let server: FakeOpenAi;
	let stage: Stage;

	before(async () => {
		server = await FakeOpenAi.start({ id: 'deepseek-coder-v2-lite-instruct', parameters: 15.7e9, contextTokens: 131_072 });
		stage = await Stage.open({
			file: 'src/tasks.ts',
			prepare: workspace => {
				nameOurModels(workspace);
				installFirstLineTool(path.join(path.dirname(workspace), 'extensions'));
			},
			env: withoutOllama,
			settings: { 'deepseekCoder.engine': 'openai', 'deepseekCoder.openai.url': `${server.server.url}/v1` },
		});
		await stage.workbench.waitForModel();
	});

	after(async () => {
		await stage?.close();
		await server?.stop();
	});

	/** With tools; the agent asks for a title too. */
	const asked = () => server.chats.filter(({ response_format }) => response_format !== undefined).map(({ messages }) => messages);

	it('runs when the model calls it and a person allowed it, and the model goes on with what it gave', async () => {
		const { workbench } = stage;
		server.chat = ({ messages, response_format }) => {
			if (response_format === undefined) return saying('A title');
			if (messages.at(-1)!.content.startsWith('Result of')) return saying('{"answer": "It begins with ', 'an interface."}');
			return saying('{"tool": "read_first_line", "input": {"path": ', '"src/tasks.ts"}}');
		};
		await switchAgentOn(stage);
		const chat = await workbench.openBuiltInChat();
		await chat.ask('How does src/tasks.ts begin?');
		await chat.view.getByText('Read the first line?').filter({ visible: true }).first().waitFor();
		await workbench.page.screenshot({ path: 'out/ui/vscode-agent-tool.png' });
		assert.equal(asked().length, 1, 'it waits for the person');
		assert.match(asked()[0]![0]!.content, /\n- read_first_line: Reads the first line of a file\. Input: \{ path: string/);
		await chat.view
			.getByRole('button', { name: /^Allow/ })
			.filter({ visible: true })
			.first()
			.click();
		await eventually('the model to be told the result', () => asked().length === 2);
		assert.deepEqual(
			asked()[1]!
				.slice(-2)
				.map(({ role, content }) => `${role}: ${content}`),
			[
				'assistant: {"tool":"read_first_line","input":{"path":"src/tasks.ts"}}',
				'user: Result of read_first_line:\nexport interface Task {',
			],
		);
		await chat.answers.last().getByText('It begins with an interface.').waitFor();
		await workbench.page.screenshot({ path: 'out/ui/vscode-agent-answer.png' });
	});

	it('costs the server a count for each text of its schema, and not for each time it stands there', () => {
		const counted = server.server.requests.filter(({ path }) => path === '/tokenize').map(({ body }) => body);
		const texts = new Set(counted).size;
		assert.ok(texts > 100, `the agent has its tools counted: ${texts}`);
		assert.ok(counted.length < 2 * texts, `${counted.length} counts of ${texts} texts`);
	});
});

/** "Manage Language Models" also switches on the extension that holds the agent. */
async function switchAgentOn({ workbench }: Stage): Promise<void> {
	await workbench.runCommand('Chat: Manage Language Models');
	await workbench.page.locator('.models-widget').first().waitFor();
}

/** What "Chat: Open Language Models (JSON)" opens. VS Code's agent asks for no account where a vendor other than Copilot is named in it. */
function nameOurModels(workspace: string): void {
	const user = path.join(path.dirname(workspace), 'server', 'data', 'User');
	fs.mkdirSync(user, { recursive: true });
	fs.writeFileSync(path.join(user, 'chatLanguageModels.json'), JSON.stringify([{ vendor, name: 'DeepSeek Coder Local' }]));
}

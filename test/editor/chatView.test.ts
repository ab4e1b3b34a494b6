/** The host's side of the chat panel: what it asks, what it tells the page, and what it does in the editor. */
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { EngineError } from '../../src/core/engine/engineError';
import { type PanelSource } from '../../src/protocol/panel';
import { closeEditors, openDocument, openEditor } from '../support/documents';
import { eventually } from '../support/eventually';
import { saying, ScriptedChat, untilStopped } from '../support/scriptedChat';

describe('the chat view', () => {
	let scripted: ScriptedChat;
	afterEach(async () => {
		await scripted.dispose();
		await closeEditors();
	});

	const ended = (count: number) => eventually(`${count} ended answers`, () => scripted.of('turnEnded').length >= count);

	it('streams an answer and ends it with its figures', async () => {
		scripted = await ScriptedChat.open(saying('Hel', 'lo.'));
		const figures: number[] = [];
		scripted.chat.onDidAnswer(({ tokens }) => figures.push(tokens));
		await scripted.chat.ask('Hi');
		assert.equal(
			scripted
				.of('turnText')
				.map(({ text }) => text)
				.join(''),
			'Hello.',
		);
		const [end] = scripted.of('turnEnded');
		assert.ok(end?.outcome.kind === 'done');
		assert.match(end.outcome.figures, /^2 tokens · 20 tok\/s · first token [\d.]+ m?s · 6\.7B Q4_K_M$/);
		assert.deepEqual(figures, [2]);
	});

	it('carries the turns before into the next prompt, and forgets them with a new chat', async () => {
		scripted = await ScriptedChat.open(saying('Yes.'));
		await scripted.chat.ask('One?');
		await scripted.chat.ask('Two?');
		assert.match(
			scripted.prompts[1]!,
			/### Instruction:\nOne\?\n### Response:\nYes\.\n<\|EOT\|>\n### Instruction:\nTwo\?\n### Response:\n$/,
		);
		scripted.say({ kind: 'newChat' });
		await eventually('an empty conversation', () => scripted.of('conversation').at(-1)?.turns.length === 0);
		await scripted.chat.ask('Three?');
		assert.ok(!scripted.prompts[2]!.includes('Two?'));
	});

	it('stops the engine when the user stops, and when a new question comes', async () => {
		scripted = await ScriptedChat.open(untilStopped);
		scripted.say({ kind: 'ask', text: 'One?' });
		await eventually('the first word', () => scripted.of('turnText').length === 1);
		scripted.say({ kind: 'stop' });
		await ended(1);
		assert.equal(scripted.of('turnEnded')[0]?.outcome.kind, 'stopped');

		scripted.say({ kind: 'ask', text: 'Two?' });
		await eventually('the second word', () => scripted.of('turnText').length === 2);
		scripted.say({ kind: 'ask', text: 'Three?' });
		await eventually('the third word', () => scripted.of('turnText').length === 3);
		assert.deepEqual(
			scripted.sent.map(({ kind }) => kind).filter(kind => kind === 'turnStarted' || kind === 'turnEnded'),
			['turnStarted', 'turnEnded', 'turnStarted', 'turnEnded', 'turnStarted'],
		);
	});

	it('asks again with Retry, and in place of a question that was edited', async () => {
		scripted = await ScriptedChat.open(saying('Yes.'));
		await scripted.chat.ask('One?');
		scripted.say({ kind: 'retry', answerId: scripted.of('turnStarted')[0]!.answerId });
		await ended(2);
		assert.deepEqual(scripted.of('conversation').at(-1)?.turns, []);
		assert.equal(scripted.prompts[1], scripted.prompts[0]);
		scripted.say({ kind: 'ask', text: 'Other?', replaces: scripted.of('turnStarted')[1]!.question.id });
		await ended(3);
		assert.ok(!scripted.prompts[2]!.includes('One?') && scripted.prompts[2]!.includes('Other?'));
	});

	it('says in the conversation what went wrong', async () => {
		scripted = await ScriptedChat.open(() => {
			throw new EngineError('unreachable', 'refused');
		});
		await scripted.chat.ask('Hi');
		assert.deepEqual(scripted.of('turnEnded')[0]?.outcome, { kind: 'failed', message: 'in words: unreachable' });
	});

	it('says what is wrong with the model when there is none', async () => {
		scripted = await ScriptedChat.open(saying(), { serve: () => Promise.resolve(undefined) });
		scripted.model = { label: '', isDemo: false, state: 'none', problem: 'No model is installed.' };
		await scripted.chat.ask('Hi');
		assert.deepEqual(scripted.of('turnEnded')[0]?.outcome, { kind: 'failed', message: 'No model is installed.' });
	});

	it('says when a question was too long for the model', async () => {
		scripted = await ScriptedChat.open(saying('Yes.'));
		await scripted.chat.ask(Array.from({ length: 900 }, (_, index) => `line ${index}`).join('\n'));
		assert.match(scripted.of('questionNote')[0]!.note, /^\d+ lines did not fit into the model and were left out\.$/);
		assert.ok(scripted.prompts[0]!.length / 4 < 700);
	});

	it('gives the page everything again when VS Code made it anew, also half an answer', async () => {
		scripted = await ScriptedChat.open(untilStopped);
		scripted.say({ kind: 'ask', text: 'Hi' });
		await eventually('the first word', () => scripted.of('turnText').length === 1);
		scripted.openPage();
		scripted.sent.length = 0;
		scripted.modelChanged.fire();
		assert.deepEqual(scripted.sent, [], 'nothing is sent to a page that does not listen yet');
		scripted.say({ kind: 'ready' });
		const setup = await eventually('the setup', () => scripted.of('setup')[0]);
		assert.deepEqual(
			setup.turns.map(({ role, text, outcome }) => ({ role, text, outcome })),
			[
				{ role: 'user', text: 'Hi', outcome: undefined },
				{ role: 'assistant', text: 'Wait', outcome: undefined },
			],
		);
		scripted.modelChanged.fire();
		assert.deepEqual(scripted.sent.at(-1), { kind: 'model', model: scripted.model });
	});

	it('lets the page run one script of ours and load nothing', async () => {
		scripted = await ScriptedChat.open(saying());
		const [, policy] = /Content-Security-Policy" content="([^"]+)"/.exec(scripted.html) ?? [];
		assert.match(policy!, /^default-src 'none'; style-src https:\/\/webview\.test; font-src data:; script-src 'nonce-[\w-]{36}'; /);
	});

	it('copies, and inserts at the cursor with the indentation of the line', async () => {
		scripted = await ScriptedChat.open(saying());
		scripted.say({ kind: 'copy', text: 'const $x = `${1}`;' });
		await eventually('the clipboard', async () => (await vscode.env.clipboard.readText()) === 'const $x = `${1}`;');

		const editor = await openEditor('function f() {\n\t\n}\n', 'javascript');
		const { document } = editor;
		editor.options = { insertSpaces: false };
		editor.selection = new vscode.Selection(1, 1, 1, 1);
		scripted.say({ kind: 'insertAtCursor', text: 'if (a) {\n\tb(`${c}`);\n}' });
		await eventually('the code in the editor', () => document.getText().includes('b('));
		assert.equal(document.getText(), 'function f() {\n\tif (a) {\n\t\tb(`${c}`);\n\t}\n}\n');
		await vscode.commands.executeCommand('undo');
		assert.equal(document.getText(), 'function f() {\n\t\n}\n');
	});

	it('inserts into a new file when no editor is open', async () => {
		scripted = await ScriptedChat.open(saying());
		await closeEditors();
		scripted.say({ kind: 'insertAtCursor', text: 'new code' });
		await eventually('a new editor', () => vscode.window.activeTextEditor?.document.getText() === 'new code');
	});

	it('opens the code that a question is about, and lines of it', async () => {
		scripted = await ScriptedChat.open(saying('Yes.'));
		const document = await openDocument('one\ntwo\nthree\nfour');
		const source: PanelSource = { uri: document.uri.toString(), label: 'x', languageId: 'plaintext', startLine: 2, endLine: 4, code: '…' };
		await scripted.chat.ask('Explain', source);
		const questionId = scripted.of('turnStarted')[0]!.question.id;
		scripted.say({ kind: 'openSource', questionId });
		await eventually('the lines', () => vscode.window.activeTextEditor?.selection.isEqual(new vscode.Selection(1, 0, 3, 4)));
		scripted.say({ kind: 'openSource', questionId, startLine: 3, endLine: 3 });
		await eventually('the line', () => vscode.window.activeTextEditor?.selection.isEqual(new vscode.Selection(2, 0, 2, 5)));
	});
});

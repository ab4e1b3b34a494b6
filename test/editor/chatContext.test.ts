/** What goes with a question of the panel: named with `#`, looked up in the workspace, written as a command, answered by a model that reasons. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import { changesAttachment } from '../../src/editor/chat/contextReaders';
import { symbolsNamed } from '../../src/editor/chat/symbols';
import { explainTerminal } from '../../src/editor/commands/explainTerminal';
import { lastCommand, terminalSelection } from '../../src/editor/chat/terminalText';
import { type PanelCompletion } from '../../src/protocol/panel';
import { closeEditors, openDocument, openEditor } from '../support/documents';
import { eventually } from '../support/eventually';
import { saying, ScriptedChat, type ScriptedChatOptions } from '../support/scriptedChat';

describe('the context of a question', () => {
	let scripted: ScriptedChat;
	const start = async (options: ScriptedChatOptions = {}) => (scripted = await ScriptedChat.open(saying('Yes.'), options));
	afterEach(async () => {
		await scripted.dispose();
		await closeEditors();
	});

	let requests = 0;
	const suggestions = async (text: string): Promise<readonly PanelCompletion[]> => {
		const request = ++requests;
		scripted.say({ kind: 'complete', text, request });
		const answer = await eventually(`suggestions for ${text}`, () => scripted.of('completions').find(each => each.request === request));
		return answer.items;
	};
	const labels = async (text: string) => (await suggestions(text)).map(({ label }) => label);
	const ask = async (text: string, reason?: boolean) => {
		const before = scripted.of('turnEnded').length;
		scripted.say({ kind: 'ask', text, ...(reason && { reason }) });
		await eventually('the answer', () => scripted.of('turnEnded').length > before);
		return { question: scripted.of('turnStarted').at(-1)!.question, prompt: scripted.prompts.at(-1)! };
	};
	const chips = () => scripted.chat.attachments.all.map(({ attachment: { kind, label } }) => `${kind} ${label}`);

	it('is suggested by what there is: kinds first, then files of the workspace by a few letters', async () => {
		await start();
		const editor = await openEditor('one\ntwo', 'plaintext');
		assert.ok(!(await labels('#')).includes('#selection'), 'nothing is selected');
		editor.selection = new vscode.Selection(0, 0, 0, 3);
		const all = await labels('#');
		for (const label of ['#selection', '#file', '#file:', '#folder:', '#sym:']) assert.ok(all.includes(label), label);
		assert.equal((await labels('@sel'))[0], '#selection');
		const [file] = await vscode.workspace.findFiles('**/*.ts');
		assert.ok(file, 'the workspace of these tests has a TypeScript file');
		const name = vscode.workspace.asRelativePath(file, false);
		const found = await suggestions(`#file:${path.basename(name).slice(0, 4)}`);
		const row = found.find(({ mention }) => mention === `#file:${name}`);
		assert.equal(row?.insert, `\`${name}\` `);
		assert.deepEqual(await labels('#nonsense:x'), []);
	});

	it('is suggested for commands by their letters, /reason only where a model reasons', async () => {
		await start();
		assert.deepEqual(await labels('/'), ['/explain', '/fix', '/tests', '/doc', '/refactor', '/commit']);
		assert.deepEqual(await labels('/ref'), ['/refactor']);
		scripted.model = { ...scripted.model, reasoner: 'R1' };
		assert.equal((await labels('/rea'))[0], '/reason');
	});

	it('comes as a chip when it is chosen, once, and says so when there is nothing', async () => {
		await start();
		const [file] = await vscode.workspace.findFiles('**/*.ts');
		const name = vscode.workspace.asRelativePath(file!, false);
		for (const _ of [1, 2]) scripted.say({ kind: 'mention', mention: `#file:${name}` });
		await eventually('the chip', () => chips().length > 0);
		scripted.say({ kind: 'mention', mention: '#file:nothing/of/this/name.ts' });
		const folder = path.posix.dirname(name);
		scripted.say({ kind: 'mention', mention: `#folder:${folder}` });
		await eventually('both chips', () => chips().length === 2);
		assert.deepEqual(chips(), [`file ${name}`, `folder ${folder}/`]);
		const { question, prompt } = await ask('What is it?');
		assert.equal(question.attachments?.length, 2);
		assert.ok(prompt.includes(path.basename(name)));
		assert.deepEqual(chips(), []);
	});

	it('is looked up for what was typed by hand, when the question is sent', async () => {
		await start();
		const editor = await openEditor('let a = 1;\nlet b = 2;', 'typescript');
		editor.selection = new vscode.Selection(1, 0, 1, 10);
		const problems = vscode.languages.createDiagnosticCollection('test');
		problems.set(editor.document.uri, [new vscode.Diagnostic(new vscode.Range(0, 4, 0, 5), 'a is never used')]);
		try {
			const { question, prompt } = await ask('Why #problems in #selection, and not in #file:no.such?');
			assert.deepEqual(
				question.attachments?.map(({ kind }) => kind),
				['problems', 'selection'],
			);
			assert.match(prompt, /1:5 error: a is never used/);
			assert.match(prompt, /let b = 2;/);
		} finally {
			problems.dispose();
		}
	});

	it('is the code under the cursor for a command, or what was put beside it', async () => {
		await start();
		await openEditor('function here() {\n\treturn 1;\n}\n', 'typescript');
		const first = await ask('/explain');
		// Its name is there when the language server has started by now.
		assert.match(first.question.text, /^Explain (?:here|this code)$/);
		assert.equal(first.question.source?.code.split('\n')[0], 'function here() {');
		const other = await openDocument('def there(): pass\n', 'python');
		await scripted.chat.attachments.addFiles([other.uri.toString()]);
		const second = await ask('/fix the name');
		assert.equal(second.question.source?.uri, other.uri.toString());
		assert.deepEqual([second.question.attachments, /def there[^]*The user adds: the name\n/.test(second.prompt)], [undefined, true]);
		const third = await ask('/nonsense is no command');
		assert.deepEqual([third.question.text, third.question.source], ['/nonsense is no command', undefined]);
	});

	it('is answered by the model that reasons when that is wished for, and by the other one when not', async () => {
		const reasoner = new ScriptedReasoner();
		await start({ serveReasoner: () => Promise.resolve(reasoner.served) });
		await ask('Why?', true);
		assert.equal(reasoner.asked, 1);
		const answer = () => scripted.chat.session.turns.at(-1);
		assert.deepEqual([answer()?.text, scripted.of('turnThought').length], ['Four.', 1]);
		assert.match(JSON.stringify(scripted.of('turnEnded').at(-1)), /R1 7B/);
		const slash = await ask('/reason 2+2?');
		assert.deepEqual([slash.question.text, reasoner.asked], ['2+2?', 2]);
		await ask('And now?');
		assert.equal(reasoner.asked, 2);
		assert.ok(!scripted.prompts.at(-1)!.includes('Hm, two'), 'thoughts are never sent again');
		scripted.say({ kind: 'retry', answerId: scripted.of('turnStarted')[0]!.answerId });
		await eventually('the model that reasons again', () => reasoner.asked === 3);
	});

	it('holds symbols by their names', async () => {
		await start();
		const editor = await openEditor('class Cart {\n\ttotal() {\n\t\treturn 1;\n\t}\n}\n', 'typescript');
		const provider = vscode.languages.registerDocumentSymbolProvider('typescript', {
			provideDocumentSymbols: () => {
				const [whole, name] = [new vscode.Range(0, 0, 4, 1), new vscode.Range(0, 6, 0, 10)];
				const cart = new vscode.DocumentSymbol('Cart', '', vscode.SymbolKind.Class, whole, name);
				const inner = new vscode.Range(1, 1, 3, 2);
				cart.children.push(new vscode.DocumentSymbol('total', '', vscode.SymbolKind.Method, inner, inner));
				return [cart];
			},
		});
		try {
			assert.deepEqual((await symbolsNamed('tot', editor.document)).map(({ name }) => name).slice(0, 1), ['total']);
			assert.ok((await labels('#sym:ca')).includes('Cart'));
			scripted.say({ kind: 'mention', mention: '#sym:total' });
			const [symbol] = await eventually('the chip', () => (chips().length > 0 ? scripted.chat.attachments.all : undefined));
			const { kind, startLine, endLine, code } = symbol!.attachment;
			assert.deepEqual([kind, startLine, endLine, code], ['symbol', 2, 4, '\ttotal() {\n\t\treturn 1;\n\t}']);
		} finally {
			provider.dispose();
		}
	});

	it('takes what is selected in the terminal, also to explain it, or the last command, and gives the clipboard back', async () => {
		await start();
		const terminal = vscode.window.createTerminal({ name: 'Tests' });
		try {
			terminal.show();
			await eventually('the terminal', () => vscode.window.activeTerminal === terminal);
			await vscode.env.clipboard.writeText('mine');
			terminal.sendText('echo to-be-selected');
			const selected = await eventually('the selection', async () => {
				await vscode.commands.executeCommand('workbench.action.terminal.selectAll');
				const found = await terminalSelection();
				return found?.code.includes('to-be-selected') ? found : undefined;
			});
			assert.deepEqual([selected.kind, selected.label], ['terminal', 'Tests']);
			assert.equal(await vscode.env.clipboard.readText(), 'mine');
			await explainTerminal(scripted.chat);
			const { question } = scripted.of('turnStarted').at(-1)!;
			assert.deepEqual([question.text, question.attachments?.[0]?.kind], ['Explain this terminal output', 'terminal']);
			assert.match(scripted.prompts.at(-1)!, /Explain this terminal output\n\n[^]*to-be-selected/);
			await lastCommand();
			assert.equal(await vscode.env.clipboard.readText(), 'mine');
		} finally {
			terminal.dispose();
		}
	});

	it('holds the changes that Git knows of, for /commit what would be committed', async () => {
		await start();
		const folder = mkdtempSync(path.join(os.tmpdir(), 'deepseek-coder-git-'));
		const git = (...words: readonly string[]) => execFileSync('git', [...words], { cwd: folder });
		try {
			git('init', '-q', '-b', 'topic');
			git('config', 'user.email', 'test@example.com');
			git('config', 'user.name', 'Test');
			writeFileSync(path.join(folder, 'a.txt'), 'old\n');
			git('add', '.');
			git('commit', '-q', '-m', 'First');
			writeFileSync(path.join(folder, 'a.txt'), 'new\n');
			const api = vscode.extensions.getExtension<{
				getAPI(version: 1): { openRepository(root: vscode.Uri): Promise<unknown>; repositories: readonly unknown[] };
			}>('vscode.git');
			assert.ok(api, 'VS Code without its git extension');
			await (await api.activate()).getAPI(1).openRepository(vscode.Uri.file(folder));
			const changes = await eventually('the changes, with their branch', async () => {
				const found = await changesAttachment();
				return found?.label === 'topic' ? found : undefined;
			});
			assert.match(changes.code, /-old\n\+new/);
			assert.deepEqual([changes.kind, changes.label, changes.languageId], ['changes', 'topic', 'diff']);
			writeFileSync(path.join(folder, 'b.txt'), 'staged\n');
			git('add', 'b.txt');
			const { question, prompt } = await ask('/commit in one line');
			assert.equal(question.text, 'Write a commit message for these changes: in one line');
			assert.match(prompt, /The user adds: in one line/);
			assert.match(question.attachments![0]!.code, /^diff --git a\/b\.txt[^]*\+staged$/, 'what is staged alone');
		} finally {
			rmSync(folder, { recursive: true, force: true });
		}
	});
});

/** Thinks, then answers. */
class ScriptedReasoner {
	asked = 0;
	readonly served = {
		role: 'chat',
		loaded: {
			installed: { id: 'r1', label: 'R1 7B', family: 'reason', fileBytes: 1, roles: ['chat'], isDemo: false },
			contextTokens: 2048,
			loadMilliseconds: 0,
		},
		generate: (request: Parameters<ReturnType<typeof saying>>[0], signal: AbortSignal) => {
			this.asked++;
			return saying('<think>Hm, two', ' and two.</think>', 'Four.')(request, signal);
		},
		countTokens: (text: string) => Promise.resolve({ tokens: Math.ceil(text.length / 4), exact: true }),
	} as const;
}

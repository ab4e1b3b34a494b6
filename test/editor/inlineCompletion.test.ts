/** Grey text in the real editor, from the demo model: it comes, it can be taken whole or in words, and it stays away where it should. */
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { charactersAfter, charactersBefore } from '../../src/core/completion/reach';
import { command, section } from '../../src/editor/ids';
import { servedSchemes } from '../../src/editor/completion/servedSchemes';
import { situationAt } from '../../src/editor/completion/situationAt';
import { openDocument } from '../support/documents';
import { eventually } from '../support/eventually';
import { ask, inserted, show, take } from '../support/greyText';

/** What the demo model has its answer in the context for. */
const users = `interface User {
  id: string;
  email: string;
}

export function findUserByEmail(users: User[], email: string): User | undefined {
  $0
}
`;
const wholeAnswer = /^return users\.\w+\(.*\);$/;

const prices = `export function sumPrices(prices: number[]): number {
  $0
}
`;

/** Opens a document with the cursor at `$0`, in front. */
async function open(text: string, language = 'typescript'): Promise<vscode.TextEditor> {
	// A file of its own: a new untitled document may get the name of one that is just being closed, and with it that one's text.
	return show(await openDocument(text.replace('$0', ''), language), text.indexOf('$0'));
}

/** Types, and resolves when VS Code has asked for suggestions because of it: it asks all providers at once, and one of them is ours here. */
async function typeAndBeAsked(text: string): Promise<void> {
	const asked = new Promise<void>(resolve => {
		const probe = vscode.languages.registerInlineCompletionItemProvider('*', {
			provideInlineCompletionItems: (_document, _position, { triggerKind }) => {
				if (triggerKind !== vscode.InlineCompletionTriggerKind.Automatic) return;
				probe.dispose();
				resolve();
			},
		});
	});
	await vscode.commands.executeCommand('type', { text });
	await asked;
}

/** Waits until "Show Last Completion" says that there was nothing in a document of this language, for this reason. */
async function nothingShown(languageId: string, reason: string): Promise<void> {
	let said = '';
	const expected = new RegExp(`^# Last completion: nothing was shown: \\*\\*${reason}\\*\\*\n\n.+\n\n- file: .* \\(${languageId}\\)\n`);
	await eventually(`"${reason}" in ${languageId}`, async () => {
		await vscode.commands.executeCommand(command.showLastCompletion);
		said = vscode.window.activeTextEditor?.document.getText() ?? '';
		return expected.test(said);
	}).catch((error: unknown) => assert.fail(`${String(error)}; it says:\n${said}`));
}

describe('grey text', () => {
	const settings = () => vscode.workspace.getConfiguration(section);

	before('a model is there', async function () {
		this.timeout(90_000);
		await eventually(
			'the first suggestion',
			async () => {
				// VS Code does not ask twice at the same place of the same text, so each try is in a document of its own.
				const editor = await open(users);
				await ask();
				await take();
				return inserted(users, editor) !== '';
			},
			80_000,
		);
	});

	afterEach(async () => {
		await settings().update('completion.enabled', undefined, vscode.ConfigurationTarget.Global);
		await vscode.commands.executeCommand('workbench.action.closeAllEditors');
	});

	it('comes when it is asked for, and is taken whole', async () => {
		const editor = await open(users);
		await ask();
		assert.equal(inserted(users, editor), '', 'only shown so far');
		await take();
		assert.match(inserted(users, editor), wholeAnswer);
	});

	it('is taken word by word', async () => {
		const editor = await open(users);
		await ask();
		const steps: string[] = [];
		for (const part of ['acceptNextWord', 'acceptNextWord', 'acceptNextWord', 'commit'] as const) {
			await take(part);
			steps.push(inserted(users, editor));
		}
		assert.match(steps.at(-1) ?? '', wholeAnswer);
		assert.equal(steps[0], 'return');
		for (const [index, step] of steps.slice(1).entries()) {
			const before = steps[index] ?? '';
			assert.ok(step.startsWith(before) && step.length > before.length, JSON.stringify(steps));
		}
	});

	it('comes by itself while one types', async () => {
		const text = users.replace('$0', 're$0');
		const editor = await open(text);
		await vscode.commands.executeCommand('type', { text: 't' });
		await eventually('something to take', async () => {
			await take();
			return inserted(text, editor) !== 't';
		});
		assert.match(inserted(text, editor), /^turn users\.\w+\(.*\);$/);
	});

	it('takes over the brackets that the editor closed by itself', async () => {
		const text = users.replace('$0', 'return users.find($0)');
		const editor = await open(text);
		await ask();
		await take();
		const now = editor.document.lineAt(editor.selection.active.line).text;
		assert.match(now, /^ {2}return users\.find\(.+\);?$/);
		const count = (bracket: string) => now.split(bracket).length - 1;
		assert.equal(count('('), count(')'), now);
	});

	it('keeps the line ends of a Windows file', async () => {
		const text = prices.replaceAll('\n', '\r\n');
		const editor = await open(text);
		assert.equal(editor.document.eol, vscode.EndOfLine.CRLF);
		await ask();
		await take();
		const answer = inserted(text, editor);
		assert.match(answer, /\r\n/, 'a body of several lines');
		assert.doesNotMatch(answer, /(?<!\r)\n/);
	});

	it('comes in files of the workspace', async () => {
		const [cart] = await vscode.workspace.findFiles('src/cart.ts');
		assert.ok(cart);
		const document = await vscode.workspace.openTextDocument(cart);
		const hole = document.getText().indexOf('{\n\n') + 2;
		const editor = await show(document, hole);
		const before = document.getText();
		await ask();
		await take();
		assert.match(inserted(`${before.slice(0, hole)}$0${before.slice(hole)}`, editor), /total \+= item\.price;$/);
		await vscode.commands.executeCommand('workbench.action.files.revert');
	});

	it('does not come by itself where it is switched off, and still when asked for', async () => {
		await settings().update('completion.enabled', { '*': false }, vscode.ConfigurationTarget.Global);
		const text = users.replace('$0', 're$0');
		const editor = await open(text);
		await typeAndBeAsked('t');
		await nothingShown('typescript', 'disabledForLanguage');

		await show(editor.document, editor.document.getText().indexOf('ret\n') + 3);
		await take();
		assert.equal(inserted(text, editor), 't');
		await ask();
		await take();
		assert.match(inserted(text, editor), /^turn users\./);
	});

	it('can be switched off for one language alone', async () => {
		await settings().update('completion.enabled', { '*': true, javascript: false }, vscode.ConfigurationTarget.Global);
		await open('const a = $0\n', 'javascript');
		await typeAndBeAsked('b');
		await nothingShown('javascript', 'disabledForLanguage');
	});

	it('is not made up where there is nothing to go on, and the reason is told', async () => {
		const { document } = await open('$0\n\n', 'python');
		await ask();
		await take();
		assert.equal(document.getText(), '\n\n');
		await nothingShown('python', 'nothingToGoOn');
	});

	it('stays out of both sides of a diff', async () => {
		const [cart] = await vscode.workspace.findFiles('src/cart.ts');
		const [tasks] = await vscode.workspace.findFiles('src/tasks.ts');
		assert.ok(cart && tasks);
		await vscode.commands.executeCommand('vscode.diff', tasks, cart);
		const editor = await eventually('the diff', () => {
			const active = vscode.window.activeTextEditor;
			return active?.document.uri.path === cart.path ? active : undefined;
		});
		const before = editor.document.getText();
		const cursor = editor.document.positionAt(before.indexOf('{\n\n') + 2);
		editor.selection = new vscode.Selection(cursor, cursor);
		await ask();
		await take();
		assert.equal(editor.document.getText(), before);
		await nothingShown('typescript', 'inDiff');
	});

	it('is offered in files, new documents and cells, not in output, virtual or older text', async () => {
		const selector = servedSchemes.map(scheme => ({ scheme }));
		const isServed = (document: vscode.TextDocument) => vscode.languages.match(selector, document) > 0;
		const [cart] = await vscode.workspace.findFiles('src/cart.ts');
		assert.ok(cart);
		assert.ok(isServed(await vscode.workspace.openTextDocument(cart)), 'file');
		assert.ok(isServed((await open(users)).document), 'untitled');

		await vscode.commands.executeCommand(command.showLog);
		const log = await eventually('the log', () => vscode.workspace.textDocuments.find(({ uri }) => uri.scheme === 'output'));
		assert.ok(!isServed(log), 'output');
		for (const id of [command.showLastCompletion, command.showPlan]) {
			await vscode.commands.executeCommand(id);
			const document = vscode.window.activeTextEditor?.document;
			assert.ok(document && !isServed(document), `${id}: ${document?.uri.toString()}`);
		}
		const older = vscode.workspace.registerTextDocumentContentProvider('older', { provideTextDocumentContent: () => users });
		try {
			assert.ok(!isServed(await vscode.workspace.openTextDocument(vscode.Uri.parse('older:/a.ts'))), 'a scheme nobody named');
		} finally {
			older.dispose();
		}
	});
});

describe('the situation at the cursor', () => {
	afterEach(() => vscode.commands.executeCommand('workbench.action.closeAllEditors'));

	it('is the text around it and where that begins', async () => {
		const { document, selection } = await open('first\r\nsec$0ond\r\n');
		const situation = situationAt({ document, position: selection.active, trigger: 'automatic' });
		assert.equal(situation.before, 'first\nsec');
		assert.equal(situation.after, 'ond\n');
		assert.deepEqual(situation.beforeStart, { line: 0, character: 0 });
		assert.equal(situation.lineEnding, '\r\n');
		assert.equal(situation.languageId, 'typescript');
	});

	it('takes the item chosen in the suggest widget for typed', async () => {
		const { document, selection } = await open('foo.le$0;\n');
		const chosen = { range: new vscode.Range(0, 4, 0, 6), text: 'length' };
		const { before, after } = situationAt({ document, position: selection.active, trigger: 'automatic', chosen });
		assert.equal(before, 'foo.length');
		assert.equal(after, ';\n');
	});

	it('knows the selections of the editor in which the user types, not of another on the same document', async () => {
		const { document } = await open('one two$0\n');
		const beside = await vscode.window.showTextDocument(document, vscode.ViewColumn.Beside);
		beside.selection = new vscode.Selection(0, 0, 0, 3);
		await eventually('the selection', () => vscode.window.activeTextEditor?.selection.isEmpty === false);
		const position = beside.selection.active;
		assert.equal(situationAt({ document, position, trigger: 'automatic' }).hasSelection, true);
	});

	it('reads as few lines in a long document as in a short one', async () => {
		const linesRead = async (lines: number) => {
			const { document } = await open('const value = 1;\n'.repeat(lines));
			let count = 0;
			const lineAt = { value: (line: number) => (count++, document.lineAt(line)) };
			const counting = Object.create(document, { lineAt }) as vscode.TextDocument;
			const { before, after } = situationAt({ document: counting, position: new vscode.Position(lines / 2, 5), trigger: 'automatic' });
			return { count, characters: before.length + after.length };
		};
		const short = await linesRead(4_096);
		assert.ok(short.characters <= 30_000, `${short.characters} characters`);
		assert.deepEqual(await linesRead(65_536), short);
	});

	it('is a part of the line where there is but one, of megabytes', async () => {
		const line = '0123456789'.repeat(1_000_000);
		const { document } = await open(line, 'plaintext');
		const position = new vscode.Position(0, 5_000_000);
		const { before, after, beforeStart } = situationAt({ document, position, trigger: 'automatic' });
		assert.ok(before.length <= charactersBefore && after.length <= charactersAfter, `${before.length} and ${after.length} characters`);
		assert.deepEqual(beforeStart, { line: 0, character: 5_000_000 - before.length });
		assert.ok(before.endsWith('789') && after.startsWith('012'));
	});

	it('has the cells above before a notebook cell, Markdown as comments', async () => {
		const code = (text: string) => new vscode.NotebookCellData(vscode.NotebookCellKind.Code, text, 'python');
		const prose = new vscode.NotebookCellData(vscode.NotebookCellKind.Markup, 'Areas\n\nof circles', 'markdown');
		const notebook = await vscode.workspace.openNotebookDocument(
			'jupyter-notebook',
			new vscode.NotebookData([code('import math\n'), prose, code('a = 1\nb = 2'), code('c = ')]),
		);
		const document = notebook.cellAt(3).document;
		const situation = situationAt({ document, position: new vscode.Position(0, 4), trigger: 'automatic' });
		assert.equal(situation.before, 'import math\n\n# Areas\n#\n# of circles\na = 1\nb = 2\nc = ');
		assert.deepEqual(situation.beforeStart, { line: 0, character: 0 });
		assert.ok(servedSchemes.includes(document.uri.scheme));
	});

	it('has the nearest cells only, in lines counted through all of them', async () => {
		const code = (text: string) => new vscode.NotebookCellData(vscode.NotebookCellKind.Code, text, 'python');
		const long = 'x = 1234567\n'.repeat(5_000);
		const notebook = await vscode.workspace.openNotebookDocument('jupyter-notebook', new vscode.NotebookData([code(long), code('y')]));
		const document = notebook.cellAt(1).document;
		const { before, beforeStart } = situationAt({ document, position: new vscode.Position(0, 1), trigger: 'automatic' });
		assert.ok(before.length > charactersBefore * 0.8 && before.length <= charactersBefore, `${before.length} characters`);
		assert.equal(beforeStart.line, 5_001 - (before.split('\n').length - 1));
	});
});

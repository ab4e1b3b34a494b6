/** Ghost text in a real editor: the extension's own with the demo model, and the provider alone with a model whose answer is known. */
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { CompletionRecord } from '../../src/core/completion/record';
import { registerInlineCompletion } from '../../src/editor/inlineCompletion';
import { closeEditors, openDocument, openEditor } from '../support/documents';
import { eventually } from '../support/eventually';
import { pieces, ScriptedModel, settings } from '../unit/core/completion/scripted';

const trigger = () => vscode.commands.executeCommand('editor.action.inlineSuggest.trigger');
const commit = () => vscode.commands.executeCommand('editor.action.inlineSuggest.commit');
const hide = () => vscode.commands.executeCommand('editor.action.inlineSuggest.hide');

/** Opens `content` with the cursor at `$0`. */
async function openAt(content: string, language: string): Promise<vscode.TextEditor> {
	const editor = await openEditor(content.replace('$0', ''), language);
	const cursor = editor.document.positionAt(content.indexOf('$0'));
	editor.selection = new vscode.Selection(cursor, cursor);
	return editor;
}

/** Asks and accepts until the document changes: a commit with no ghost text on screen does nothing. */
async function accepted(editor: vscode.TextEditor): Promise<string> {
	const before = editor.document.getText();
	await trigger();
	return eventually('the ghost text to be accepted', async () => {
		await commit();
		const text = editor.document.getText();
		return text !== before && text;
	});
}

describe('the demo model', () => {
	afterEach(closeEditors);

	it('completes what the cursor stands in, and leaves the rest alone', async () => {
		const editor = await openAt('export function add(first: number, second: number): number {\n  return $0\n}\n', 'typescript');
		const text = await accepted(editor);
		const [head = '', tail = ''] = ['export function add(first: number, second: number): number {\n  return ', '\n}\n'];
		assert.ok(text.startsWith(head) && text.endsWith(tail), text);
		const inserted = text.slice(head.length, text.length - tail.length);
		assert.match(inserted, /\w/);
		assert.doesNotMatch(inserted, /[<＜][｜|]|fim/);
	});
});

describe('the inline completion provider', () => {
	const records: CompletionRecord[] = [];
	const errors: string[] = [];
	let answer: string;
	let registration: vscode.Disposable;

	before(async () => {
		// The extension's own provider would answer beside this one.
		await vscode.workspace
			.getConfiguration('deepseekCoder')
			.update('completion.enabled', { '*': false }, vscode.ConfigurationTarget.Global);
	});

	after(async () => {
		await vscode.workspace.getConfiguration('deepseekCoder').update('completion.enabled', undefined, vscode.ConfigurationTarget.Global);
	});

	beforeEach(() => {
		records.length = 0;
		errors.length = 0;
		const model = new ScriptedModel(() => pieces(answer));
		registration = registerInlineCompletion({
			serve: () => Promise.resolve(model),
			settings: () => settings,
			isPaused: () => false,
			onDidComplete: record => void records.push(record),
			log: { debug: () => undefined, error: message => void errors.push(message) },
			now: () => performance.now(),
		});
	});

	afterEach(async () => {
		registration.dispose();
		await closeEditors();
		assert.deepEqual(errors, []);
	});

	/** Types, as a user would: each character is an edit of its own that VS Code may ask about. */
	const type = async (text: string) => {
		for (const character of text) await vscode.commands.executeCommand('type', { text: character });
	};
	const shown = () =>
		eventually('a suggestion', () => {
			const last = records.at(-1);
			return last?.outcome.kind === 'shown' && last;
		});

	it('shows an answer after a keystroke, and Tab puts it where the cursor is', async () => {
		answer = 'alpha + beta;';
		const editor = await openAt('let total =$0\nuse(total);\n', 'plaintext');
		await type(' ');
		await shown();
		const text = await eventually('the ghost text to be accepted', async () => {
			await commit();
			return editor.document.getText().includes('alpha') && editor.document.getText();
		});
		assert.equal(text, 'let total = alpha + beta;\nuse(total);\n');
	});

	it('takes over the bracket to the right', async () => {
		answer = ' beta);';
		const editor = await openAt('add(alpha$0)\n', 'plaintext');
		await type(',');
		await shown();
		const text = await eventually('the ghost text to be accepted', async () => {
			await commit();
			return editor.document.getText().includes('beta') && editor.document.getText();
		});
		assert.equal(text, 'add(alpha, beta);\n');
	});

	it('asks the model once while the suggestion is typed', async () => {
		answer = 'alphabet';
		await openAt('$0', 'plaintext');
		await type('the ');
		await shown();
		const first = records.at(-1)?.request;
		await type('alph');
		const last = await eventually('the rest of it', () => {
			const { outcome } = records.at(-1)!;
			return outcome.kind === 'shown' && outcome.text === 'abet' && records.at(-1);
		});
		assert.equal(last.source, 'remembered');
		assert.equal(last.request, first);
	});

	it('says nothing with a selection or several cursors', async () => {
		answer = 'x';
		const editor = await openAt('one\ntwo$0\n', 'plaintext');
		editor.selections = [new vscode.Selection(0, 3, 0, 3), new vscode.Selection(1, 3, 1, 3)];
		await type('!');
		await trigger();
		const { outcome } = await eventually('an outcome', () => records.at(-1));
		assert.deepEqual(outcome, { kind: 'none', reason: 'severalCursors' });
		await hide();
	});

	it('is not asked in documents of other schemes', async () => {
		answer = 'x';
		const scheme = 'deepseek-coder-test';
		const content = vscode.workspace.registerTextDocumentContentProvider(scheme, { provideTextDocumentContent: () => 'let a = ' });
		try {
			const other = await vscode.workspace.openTextDocument(vscode.Uri.from({ scheme, path: '/a.ts' }));
			await vscode.window.showTextDocument(other);
			await trigger();
			await openAt('let b = $0', 'plaintext');
			await trigger();
			await shown();
			assert.deepEqual([...new Set(records.map(({ situation }) => vscode.Uri.parse(situation.uri).scheme))], ['file']);
		} finally {
			content.dispose();
		}
	});

	it('reads a window of the file, however large that is', async () => {
		answer = 'x;';
		const line = 'let value = compute(alpha, beta);\n';
		const document = await openDocument(line.repeat(60_000), 'plaintext');
		const editor = await vscode.window.showTextDocument(document);
		editor.selection = new vscode.Selection(30_000, 33, 30_000, 33);
		await trigger();
		const { situation } = await eventually('an outcome', () => records.at(-1));
		assert.ok(situation.before.length <= 24_000 && situation.after.length <= 6_000);
		assert.equal(situation.beforeStart.line, 30_000 - situation.before.split('\n').length + 1);
		await hide();
	});
});

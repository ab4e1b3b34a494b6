/** Other files' code in prompts, in the real editor: what helps comes in, and what is secret, ignored or excluded never does. Only the model is written here. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import * as fs from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';
import { delay } from '../../src/core/base/abort';
import type { CompletionRecord } from '../../src/core/completion/record';
import { CompletionSession } from '../../src/core/completion/session';
import { ContextWatcher } from '../../src/editor/completion/context/contextWatcher';
import { gitIgnores } from '../../src/host/gitIgnores';
import { Exclusions } from '../../src/editor/completion/context/exclusions';
import { InlineCompletionProvider } from '../../src/editor/completion/inlineCompletion';
import { LastCompletion } from '../../src/editor/completion/lastCompletion';
import { closeEditors } from '../support/documents';
import { eventually } from '../support/eventually';
import { pieces, ScriptedModel, settings } from '../unit/core/completion/scripted';

const secret = 'hunter2';

/** Each would be the best of contexts by its words. */
const files: Readonly<Record<string, string>> = {
	'shop/orders.ts':
		'export interface Order {\n\tlines: number[];\n}\n\nexport function totalOfOrder(order: Order): number {\n\treturn order.lines.length;\n}\n',
	'shop/bill.ts':
		"import { totalOfOrder, type Order } from './orders';\n\nexport function bill(order: Order): string {\n\tconst total = totalOfOrder(order);\n\t\n}\n",
	'shop/.env': `TOTAL_OF_ORDER=${secret}\n`,
	'shop/server.pem': `total of order ${secret}\n`,
	'shop/built/total.ts': `export const totalOfOrder = "${secret}"; // bill order total\n`,
	'shop/excluded.ts': `export const totalOfOrder = "${secret}"; // bill order total\n`,
	'shop/.gitignore': 'built/\n',
	'repo/known.ts': `export const totalOfOrder = "${secret}";\n`,
	'repo/local.ts': `export const totalOfOrder = "${secret}";\n`,
};

describe('the context of completions', function () {
	this.timeout(150_000);
	const root = vscode.workspace.workspaceFolders?.[0]?.uri ?? assert.fail('a workspace is open');
	const at = (file: string) => vscode.Uri.joinPath(root, file);
	const show = async (file: string) =>
		vscode.window.showTextDocument(await vscode.workspace.openTextDocument(at(file)), { preview: false });
	let owned: vscode.Disposable[] = [];

	before(() => {
		for (const [file, text] of Object.entries(files)) {
			fs.mkdirSync(path.dirname(at(file).fsPath), { recursive: true });
			fs.writeFileSync(at(file).fsPath, text);
		}
	});
	afterEach(async () => {
		vscode.Disposable.from(...owned).dispose();
		owned = [];
		await closeEditors();
	});
	after(() => {
		for (const folder of ['shop', 'repo']) fs.rmSync(at(folder).fsPath, { recursive: true });
	});

	const own = <T extends vscode.Disposable>(item: T): T => (owned.push(item), item);
	const exclusions = () => own(new Exclusions(() => ['**/excluded.ts'], gitIgnores));

	/** Everything that makes completions but the extension's own model; asks at the end of the line with `total`, until the answer is good. */
	function stage() {
		const session = new CompletionSession();
		const model = new ScriptedModel(() => pieces('return `${total}`;'));
		const records: CompletionRecord[] = [];
		let looks = 0;
		const log = {
			debug: (message: string) => void (message.startsWith('context:') && looks++),
			error: (message: string) => assert.fail(message),
		};
		own(new ContextWatcher({ context: session.layout.context, exclusions: exclusions(), isWanted: () => true, log }));
		const provider = own(
			new InlineCompletionProvider(
				{
					session,
					serve: () => Promise.resolve(model),
					settings: () => settings,
					isPaused: () => false,
					looksAhead: () => false,
					onDidComplete: record => records.push(record),
					log,
					clock: { now: () => performance.now(), delay },
				},
				{ scheme: 'file' },
			),
		);
		const ask = async (editor: vscode.TextEditor, line: number) => {
			const position = new vscode.Position(line, 1);
			editor.selection = new vscode.Selection(line - 1, 0, line - 1, 0);
			editor.selection = new vscode.Selection(position, position);
			const before = looks;
			await eventually('a look at related code', () => looks > before);
			session.cache.clear();
			const context = { triggerKind: vscode.InlineCompletionTriggerKind.Invoke, selectedCompletionInfo: undefined };
			await provider.provideInlineCompletionItems(editor.document, position, context, new vscode.CancellationTokenSource().token);
			return records.at(-1)?.window?.context;
		};
		return { model, records, ask };
	}

	it('has the definition of what is used, and never a secret, whatever is open and edited', async () => {
		const { model, records, ask } = stage();
		for (const file of ['shop/.env', 'shop/server.pem', 'shop/built/total.ts', 'shop/excluded.ts']) {
			const editor = await show(file);
			await editor.edit(edit => edit.insert(new vscode.Position(0, 0), 'totalOfOrder '));
		}
		const editor = await show('shop/bill.ts');
		const context = await eventually(
			'the definition in the prompt',
			async () => {
				const found = await ask(editor, 4);
				return found?.snippets.some(each => each.source === 'definition' && each.path === 'shop/orders.ts') && found;
			},
			120_000,
		);
		assert.match(
			context.text,
			/#shop\/orders\.ts\n[^#]*export function totalOfOrder\(order: Order\): number \{\n\treturn order\.lines\.length;\n\}\n/,
		);
		assert.ok(context.text.endsWith('#shop/bill.ts\n'), context.text);
		const last = own(new LastCompletion());
		last.show(records.at(-1) ?? assert.fail('a completion was recorded'));
		assert.match(
			last.provideTextDocumentContent(),
			/## Code of other files\n\n- shop\/orders\.ts:\d+: defines what is used here, score \d\.\d\d, \d+ tokens/,
		);
		const sent = JSON.stringify(model.requests);
		assert.ok(sent.includes('#shop/orders.ts') && !sent.includes(secret), sent);
	});

	it('leaves out what only git itself knows to be ignored', async function () {
		const git = (...options: string[]) => execFileSync('git', ['-C', at('repo').fsPath, ...options], { stdio: 'pipe' });
		git('init');
		fs.appendFileSync(path.join(at('repo').fsPath, '.git/info/exclude'), 'local.ts\n');
		const extension = vscode.extensions.getExtension<{ getAPI(version: 1): { openRepository(uri: vscode.Uri): Promise<unknown> } }>(
			'vscode.git',
		);
		const api = (await extension?.activate())?.getAPI(1) ?? assert.fail('the git extension is there');
		await eventually('the repository to be open', async () => (await api.openRepository(at('repo'))) !== null);
		const allowed = await exclusions().allowed([at('repo/known.ts'), at('repo/local.ts')]);
		assert.deepEqual(
			allowed.map(uri => path.basename(uri.fsPath)),
			['known.ts'],
		);
	});

	it('leaves out what lies outside of the workspace', async () => {
		assert.deepEqual(await exclusions().allowed([vscode.Uri.file('/etc/hostname'), vscode.Uri.joinPath(root, '../beside.ts')]), []);
	});
});

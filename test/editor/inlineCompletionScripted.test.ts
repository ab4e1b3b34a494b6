/**
 * Grey text in the real editor from an engine whose answers stand in the test: what is asked when, what VS Code makes of the answers, and
 * that nothing a file can contain, and nothing that happens to it meanwhile, leads to an exception or to text at a wrong place.
 */
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { delay } from '../../src/core/base/abort';
import type { CompletionRecord } from '../../src/core/completion/record';
import type { CompletionSettings } from '../../src/core/completion/settings';
import { InlineCompletionProvider } from '../../src/editor/completion/inlineCompletion';
import { closeEditors } from '../support/documents';
import { eventually } from '../support/eventually';
import { ask, inserted, show, take } from '../support/greyText';
import { MemoryFiles } from '../support/memoryFiles';
import { pieces, ScriptedModel, settings, Tap } from '../unit/core/completion/scripted';

const scheme = 'scripted';

/** Our provider with a scripted model. */
class Stage implements vscode.Disposable {
	readonly records: CompletionRecord[] = [];
	readonly errors: string[] = [];
	/** Without any, asking for them throws. */
	settings: CompletionSettings | undefined = settings;
	isPaused = false;
	private readonly registration: vscode.Disposable;

	constructor(
		readonly model: ScriptedModel,
		private readonly files: MemoryFiles,
		looksAhead = false,
	) {
		const provider = new InlineCompletionProvider(
			{
				serve: () => Promise.resolve(model),
				settings: () => {
					if (!this.settings) throw new Error('no settings');
					return this.settings;
				},
				isPaused: () => this.isPaused,
				looksAhead: () => looksAhead,
				onDidComplete: record => this.records.push(record),
				log: { debug: () => undefined, error: message => this.errors.push(message) },
				clock: { now: () => performance.now(), delay },
			},
			{ scheme },
		);
		const registered = vscode.languages.registerInlineCompletionItemProvider({ scheme }, provider);
		this.registration = vscode.Disposable.from(registered, provider);
	}

	/** Opens a file with the cursor at `$0`. */
	async open(text: string): Promise<vscode.TextEditor> {
		const uri = this.files.put(`/${count++}.ts`, text.replace('$0', ''));
		const document = await vscode.workspace.openTextDocument(uri);
		const above = text.slice(0, text.indexOf('$0')).split(/\r?\n/);
		return show(document, document.offsetAt(new vscode.Position(above.length - 1, above.at(-1)?.length ?? 0)));
	}

	get reasons(): readonly string[] {
		return this.records.map(({ outcome }) => (outcome.kind === 'none' ? outcome.reason : 'shown'));
	}

	/** What stood before the hole in each request. */
	get prefixes(): readonly unknown[] {
		return this.model.requests.map(({ prompt }) => prompt.find(part => typeof part === 'string'));
	}

	dispose(): void {
		this.registration.dispose();
	}
}

let count = 0;

describe('grey text from a scripted engine', () => {
	let files: MemoryFiles;
	let stage: Stage;
	const rejections: unknown[] = [];
	const onRejection = (reason: unknown) => rejections.push(reason);

	before(() => {
		files = new MemoryFiles(scheme);
		process.on('unhandledRejection', onRejection);
	});

	after(() => {
		files.dispose();
		process.off('unhandledRejection', onRejection);
	});

	/** A stage whose model gives this answer. */
	function answering(answer: ConstructorParameters<typeof ScriptedModel>[0], looksAhead = false): Stage {
		stage = new Stage(new ScriptedModel(answer), files, looksAhead);
		return stage;
	}

	afterEach(async () => {
		stage.dispose();
		await closeEditors();
		assert.deepEqual(stage.errors, [], 'no exception');
		assert.deepEqual(rejections, [], 'no promise that nobody listens to');
	});

	describe('cycling', () => {
		const bySeed = ['one();', 'two();', 'three();'];
		const text = 'const a = $0\n';

		for (const [steps, answer] of [...bySeed, 'one();'].entries())
			it(`shows ${answer} after going on ${steps} times`, async () => {
				const { model } = answering(async function* () {
					yield* pieces(bySeed[model.requests.at(-1)?.seed ?? 0] ?? '');
				});
				const editor = await stage.open(text);
				await ask();
				assert.equal(model.requests.length, 1, 'the first one does not wait for others');
				for (let step = 0; step < steps; step++) await next();
				await take();
				assert.equal(inserted(text, editor), answer, JSON.stringify(model.requests.map(({ seed }) => seed)));
				assert.deepEqual(new Set(stage.reasons), new Set(['shown']));
			});
	});

	/** Goes to the next suggestion. VS Code's command ends before what it asked for has come, so this waits until it is on the screen. */
	async function next(): Promise<void> {
		const asked = stage.records.length;
		await vscode.commands.executeCommand('editor.action.inlineSuggest.showNext');
		await eventually('VS Code to ask, or to know them all', () => stage.records.length > asked || stage.model.requests.length >= 3);
		for (let turn = 0; turn < 5; turn++) await vscode.commands.executeCommand('setContext', 'deepseekCoder.test', turn);
	}

	describe('taking a part', () => {
		it('keeps the rest shown, word by word, without asking the engine', async () => {
			const text = 'const a = $0\n';
			answering(() => pieces('alpha(beta, gamma);'));
			const editor = await stage.open(text);
			await ask();
			const steps: string[] = [];
			for (const part of ['acceptNextWord', 'acceptNextWord', 'acceptNextWord', 'commit'] as const) {
				await take(part);
				steps.push(inserted(text, editor));
			}
			assert.equal(steps[0], 'alpha');
			assert.equal(steps.at(-1), 'alpha(beta, gamma);');
			assert.equal(new Set(steps).size, 4, JSON.stringify(steps));
			assert.deepEqual(
				stage.prefixes.slice(1).filter(prefix => prefix !== 'const a = alpha(beta, gamma);'),
				[],
			);
		});

		it('keeps the rest shown, line by line', async () => {
			const text = 'function f() {$0\n';
			answering(() => pieces('\n\talpha();\n\tbeta();\n}'));
			const editor = await stage.open(text);
			await ask();
			const steps: string[] = [];
			for (const part of ['acceptNextLine', 'acceptNextLine', 'commit'] as const) {
				await take(part);
				steps.push(inserted(text, editor));
			}
			assert.deepEqual(steps, ['\n', '\n\talpha();\n', '\n\talpha();\n\tbeta();\n}']);
			assert.deepEqual(
				stage.prefixes.slice(1).filter(prefix => !String(prefix).endsWith('}')),
				[],
			);
		});
	});

	it('has the next suggestion there when one is accepted', async () => {
		const text = 'first();\n$0\n';
		const { model } = answering(() => pieces(...(model.requests.length === 1 ? ['sec', 'ond', '();'] : ['\n', 'third', '();'])), true);
		model.generateMilliseconds = 20; // quick, however busy the machine that tests
		const editor = await stage.open(text);
		await ask();
		await eventually('the engine to be asked ahead', () => stage.prefixes.includes('first();\nsecond();'));
		await take();
		await eventually('the next one', async () => {
			await take();
			return inserted(text, editor) === 'second();\nthird();';
		});
		assert.equal(stage.prefixes.filter(prefix => prefix === 'first();\nsecond();').length, 1);
	});

	describe('on hold', () => {
		const type = (text: string) => vscode.commands.executeCommand('type', { text });

		it('when the settings say that suggestions come only when asked for', async () => {
			answering(() => pieces('1;'));
			stage.settings = { ...settings, trigger: 'manual' };
			const text = 'const a = $0\n';
			const editor = await stage.open(text);
			await type(' ');
			await eventually('a reason', () => stage.reasons.includes('manualOnly'));
			assert.equal(stage.model.requests.length, 0);
			await ask();
			await take();
			assert.equal(inserted(text, editor), ' 1;');
		});

		it('when paused, but for who asks', async () => {
			answering(() => pieces('1;'));
			stage.isPaused = true;
			const text = 'const a = $0\n';
			const editor = await stage.open(text);
			await type(' ');
			await eventually('a reason', () => stage.reasons.includes('paused'));
			await ask();
			await take();
			assert.equal(inserted(text, editor), ' 1;');
		});

		it('when VS Code’s own snooze is on: then it asks only when the user does', async () => {
			answering(() => pieces('1;'));
			const text = 'const a = $0\n';
			const editor = await stage.open(text);
			await vscode.commands.executeCommand('editor.action.inlineSuggest.snooze', 5);
			try {
				await type(' ');
				await type(' ');
				await ask();
				await take();
				assert.equal(inserted(text, editor), '  1;');
				assert.deepEqual(
					stage.records.map(({ situation }) => situation.trigger),
					['explicit'],
				);
			} finally {
				await vscode.commands.executeCommand('editor.action.inlineSuggest.cancelSnooze');
			}
		});
	});

	describe('why nothing was shown', () => {
		it('is told when it is a mistake of ours, which goes to the log and nowhere else', async () => {
			answering(() => pieces('x'));
			stage.settings = undefined;
			await stage.open('a = $0\n');
			await ask();
			assert.deepEqual(stage.reasons, ['ownError']);
			assert.match(stage.errors.splice(0).join(), /no settings/);
		});

		it('is told with several cursors', async () => {
			answering(() => pieces('x'));
			const editor = await stage.open('a = $0\nb = \n');
			editor.selections = [new vscode.Selection(0, 4, 0, 4), new vscode.Selection(1, 4, 1, 4)];
			await ask();
			assert.deepEqual(stage.reasons, ['severalCursors']);
		});

		it('is told inside a word, where one can ask all the same', async () => {
			const text = 'const na$0me = 1;\n';
			answering(() => pieces('me_of_'));
			const editor = await stage.open(text);
			await vscode.commands.executeCommand('type', { text: 'm' });
			await eventually('a reason', () => stage.reasons.includes('middleOfWord'));
			assert.equal(stage.model.requests.length, 0);
			await ask();
			assert.deepEqual(stage.prefixes, ['const nam']);
			assert.equal(inserted(text, editor), 'm');
		});

		it('is told when the chosen item of the suggest widget replaces what is there', async () => {
			answering(() => pieces('()'));
			await suggesting('somethingElse', async () => {
				await stage.open('foo.le$0\n');
				await vscode.commands.executeCommand('editor.action.triggerSuggest');
				await eventually('a reason', () => stage.reasons.includes('suggestItemReplaces'));
			});
			assert.equal(stage.model.requests.length, 0);
		});
	});

	it('continues the chosen item of the suggest widget', async () => {
		answering(() => pieces('At(0)'));
		await suggesting('length', async () => {
			await stage.open('foo.le$0\n');
			await vscode.commands.executeCommand('editor.action.triggerSuggest');
			await eventually('a request for the chosen item', () => stage.prefixes.includes('foo.length'));
		});
	});

	/** While a completion provider offers this for the word at the cursor. */
	async function suggesting(label: string, act: () => Promise<void>): Promise<void> {
		const provider = vscode.languages.registerCompletionItemProvider(
			{ scheme },
			{
				provideCompletionItems(document, position) {
					const item = new vscode.CompletionItem(label, vscode.CompletionItemKind.Property);
					item.range = document.getWordRangeAtPosition(position);
					item.filterText = document.getText(item.range);
					return [item];
				},
			},
		);
		try {
			await act();
		} finally {
			provider.dispose();
			await vscode.commands.executeCommand('hideSuggestWidget');
		}
	}

	describe('bad input', () => {
		it('is asked about in a line of 30 MB, with a part of it', async function () {
			this.timeout(60_000);
			answering(() => pieces('x'));
			const line = '0123456789'.repeat(3_000_000);
			const editor = await stage.open(`${line.slice(0, 15_000_000)}$0${line.slice(15_000_000)}`);
			await ask();
			await eventually('an outcome', () => stage.records.length > 0);
			assert.equal(editor.document.getText().length, line.length);
			assert.ok(stage.prefixes.length > 0);
			assert.ok(stage.prefixes.every(prefix => typeof prefix === 'string' && prefix.length < 30_000));
		});

		it('is told when the text is binary', async () => {
			answering(() => pieces('x'));
			const editor = await stage.open('a = $0\n');
			await editor.edit(edit => edit.insert(new vscode.Position(0, 4), 'PK\0\x01'));
			await ask();
			assert.equal(stage.reasons.at(-1), 'binary');
			assert.equal(stage.model.requests.length, 0);
		});

		it('is healed before the engine sees half a character', async () => {
			answering(() => pieces('1;'));
			const editor = await stage.open('const a = \n$0\n');
			await editor.edit(edit => edit.insert(new vscode.Position(0, 10), '"\ud83d";'));
			await ask();
			await take();
			assert.match(editor.document.getText(), /;\n1;\n$/);
			const prefix = stage.prefixes.at(-1);
			assert.ok(typeof prefix === 'string' && !/[\ud800-\udfff]/.test(prefix), JSON.stringify(prefix));
		});

		it('has mixed line ends, and gets the one that the editor chose', async () => {
			answering(() => pieces('\n\talpha();\n}'));
			const editor = await stage.open('a();\r\nb();\r\nc();\nfunction f() {$0\r\n');
			await ask();
			await take();
			const text = editor.document.getText();
			const lineEnd = editor.document.eol === vscode.EndOfLine.CRLF ? '\r\n' : '\n';
			assert.ok(text.endsWith(`function f() {${lineEnd}\talpha();${lineEnd}}${lineEnd}`), JSON.stringify(text));
		});
	});

	describe('while the engine answers', () => {
		it('a change elsewhere in the file makes the answer late, and it is not shown', async () => {
			const tap = new Tap();
			answering((_, signal) => tap.stream(signal));
			const editor = await stage.open('\nconst a = $0\n');
			const asked = ask();
			await eventually('the request', () => stage.model.requests.length > 0);
			const edit = new vscode.WorkspaceEdit();
			edit.insert(editor.document.uri, new vscode.Position(0, 0), 'one();\ntwo();\n');
			await vscode.workspace.applyEdit(edit);
			await tap.say('1;\nmore');
			await asked;
			await eventually('an outcome', () => stage.records.length > 0);
			assert.ok(['documentChanged', 'cancelled'].includes(stage.reasons[0] ?? ''), stage.reasons.join());
			assert.equal(editor.document.getText(), 'one();\ntwo();\n\nconst a = \n');
		});

		it('the document is closed, and the engine is freed', async () => {
			const tap = new Tap();
			answering((_, signal) => tap.stream(signal));
			await stage.open('const a = $0\n');
			const asked = ask();
			await eventually('the request', () => stage.model.requests.length > 0);
			await tap.say('1');
			await vscode.commands.executeCommand('workbench.action.closeAllEditors');
			await asked;
			await eventually('the engine to be free', () => stage.model.signals.every(signal => signal.aborted));
			await eventually('an outcome', () => stage.records.length > 0);
			assert.notEqual(stage.reasons[0], 'shown');
		});
	});
});

/** What the chat keeps and what it takes into files: conversations on the disk, their history, thoughts, context, code that is applied. */
import assert from 'node:assert/strict';
import { readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';
import { attachableRows } from '../../src/editor/chat/attachable';
import { sinceText } from '../../src/editor/chat/sinceText';
import { registerProposalLinks } from '../../src/editor/chat/proposalLinks';
import { proposedScheme } from '../../src/editor/ids';
import { keptText } from '../../src/editor/chat/tokensKept';
import { type PanelSource } from '../../src/protocol/panel';
import { closeEditors, openDocument, openEditor } from '../support/documents';
import { eventually } from '../support/eventually';
import { saying, ScriptedChat, untilStopped } from '../support/scriptedChat';

describe('the chat', () => {
	const open: ScriptedChat[] = [];
	let scripted: ScriptedChat;
	const start = async (...how: Parameters<typeof ScriptedChat.open>) => {
		scripted = await ScriptedChat.open(...how);
		open.push(scripted);
		return scripted;
	};
	afterEach(async () => {
		for (const each of open.splice(0)) await each.dispose();
		await closeEditors();
	});

	const texts = () => scripted.chat.session.turns.map(({ text }) => text);
	const titles = async () => (await scripted.chat.history.show()).items.map(({ label }) => label.replace(/^\$\([\w-]+\) /, ''));

	describe('after a restart', () => {
		it('shows the last conversation, and goes on with it', async () => {
			await start(saying('Yes.'));
			await scripted.chat.ask('One?');
			await scripted.chat.newChat();
			await scripted.chat.ask('Two?');
			await start(saying('No.'), { folder: scripted.folder });
			const [setup] = scripted.of('setup');
			assert.deepEqual([setup?.title, setup?.turns.map(({ text }) => text)], ['Two?', ['Two?', 'Yes.']]);
			await scripted.chat.ask('Three?');
			assert.match(scripted.prompts[0]!, /Two\?[^]*Yes\.[^]*Three\?/);
			assert.deepEqual(await titles(), ['Two?', 'One?']);
		});

		it('shows an answer that a crash cut off as stopped, with what was saved', async () => {
			await start(untilStopped);
			void scripted.chat.ask('One?');
			const file = () => readdirSync(scripted.folder).find(name => name.endsWith('.json'));
			await eventually('the first word on the disk', async () => {
				const name = file();
				if (name === undefined) return false;
				const bytes = await vscode.workspace.fs.readFile(vscode.Uri.file(path.join(scripted.folder, name)));
				return Buffer.from(bytes).toString().includes('Wait');
			});
			const second = await start(saying(), { folder: scripted.folder });
			assert.deepEqual(second.of('setup')[0]?.turns[1]?.outcome, { kind: 'stopped', figures: '' });
			assert.deepEqual(texts(), ['One?', 'Wait']);
		});

		it('still has the other conversations when a file is spoilt', async () => {
			await start(saying('Yes.'));
			await scripted.chat.ask('One?');
			writeFileSync(path.join(scripted.folder, 'spoilt.json'), '{"version":1,');
			await start(saying(), { folder: scripted.folder });
			assert.deepEqual(texts(), ['One?', 'Yes.']);
			assert.ok(readdirSync(scripted.folder).includes('spoilt.unreadable'));
		});
	});

	describe('history', () => {
		it('opens, renames, deletes and brings back', async () => {
			await start(saying('Yes.'));
			await scripted.chat.ask('One?');
			const one = scripted.chat.session.id;
			await scripted.chat.newChat();
			await scripted.chat.ask('Two?\nReally?');
			const { history, session } = scripted.chat;
			assert.deepEqual(await titles(), ['Two?', 'One?']);
			await history.renameTo(one, 'First');
			assert.deepEqual(await titles(), ['Two?', 'First']);
			assert.ok(await session.open(one));
			assert.deepEqual([session.title, texts()], ['First', ['One?', 'Yes.']]);
			const [, first] = (await history.show()).items;
			await history.delete(first!.entry);
			assert.deepEqual([await titles(), texts()], [['Two?'], []]);
			await history.bringBack(one, true);
			assert.deepEqual([(await titles()).length, texts()], [2, ['One?', 'Yes.']]);
			assert.equal(await session.open('gone'), false);
		});

		it('finds what was answered, which the list does not show', async () => {
			await start(saying('The ', 'Xylophone.'));
			await scripted.chat.ask('One?');
			await scripted.chat.newChat();
			await scripted.chat.ask('Two?');
			scripted.say({ kind: 'deleteQuestion', questionId: scripted.of('turnStarted')[1]!.question.id });
			await eventually('an emptied chat', () => texts().length === 0);
			const pick = await scripted.chat.history.show();
			pick.value = 'xylo';
			await eventually('the chat with that answer', () => pick.items.length === 1 && pick.items[0]!.alwaysShow);
			pick.hide();
		});

		it('says how long ago in words', () => {
			const now = Date.UTC(2026, 1, 20);
			assert.equal(sinceText(now - 10_000, now), 'this minute');
			assert.equal(sinceText(now - 3 * 60_000, now), '3 minutes ago');
			assert.equal(sinceText(now - 26 * 3_600_000, now), 'yesterday');
			assert.match(sinceText(now - 40 * 86_400_000, now), /2026/);
		});
	});

	it('exports and copies as Markdown', async () => {
		await start(saying('Yes.'));
		await scripted.chat.ask('One?');
		const wanted = '# One?\n\n## You\n\nOne?\n\n## DeepSeek Coder\n\nYes.\n';
		scripted.say({ kind: 'exportChat' });
		await eventually('the document', () => vscode.window.activeTextEditor?.document.getText() === wanted);
		assert.equal(vscode.window.activeTextEditor?.document.languageId, 'markdown');
		scripted.say({ kind: 'copyChat' });
		await eventually('the clipboard', async () => (await vscode.env.clipboard.readText()) === wanted);
		scripted.say({ kind: 'copyAnswer', answerId: scripted.of('turnStarted')[0]!.answerId });
		await eventually('the answer alone', async () => (await vscode.env.clipboard.readText()) === 'Yes.');
	});

	it('keeps thoughts apart: shown, saved, never sent again', async () => {
		await start(saying('Hm, let me', ' see.</think>', '\n\nFour.'), { family: 'reason' });
		await scripted.chat.ask('2+2?');
		const answer = scripted.chat.session.turns[1];
		assert.ok(answer?.role === 'assistant' && answer.thoughtMilliseconds !== undefined);
		assert.deepEqual([answer.thinking, answer.text], ['Hm, let me see.', 'Four.']);
		assert.equal(scripted.of('turnThought').length, 1);
		await scripted.chat.ask('And 3+3?');
		assert.ok(scripted.prompts[1]!.includes('Four.') && !scripted.prompts[1]!.includes('let me'), scripted.prompts[1]);
		await start(saying(), { folder: scripted.folder });
		const [, again] = scripted.of('setup')[0]!.turns;
		assert.equal(again?.thinking, 'Hm, let me see.');
	});

	it('corrects itself when a reasoning model only answered', async () => {
		await start(saying('Just', ' four.'), { family: 'reason' });
		await scripted.chat.ask('2+2?');
		assert.deepEqual(texts(), ['2+2?', 'Just four.']);
		assert.deepEqual(scripted.of('turnChanged')[0]?.answer.thinking, undefined);
	});

	describe('a question in the middle', () => {
		const askThree = async () => {
			await start(saying('Yes.'));
			for (const question of ['One?', 'Two?', 'Three?']) await scripted.chat.ask(question);
			return scripted.of('turnStarted').map(({ question }) => question.id);
		};

		it('can be asked otherwise, and the chat as it was stays', async () => {
			const [, two] = await askThree();
			const before = scripted.chat.session.id;
			scripted.say({ kind: 'ask', text: 'Another?', replaces: two! });
			await eventually('the answer', () => scripted.of('turnEnded').length === 4);
			assert.deepEqual(texts(), ['One?', 'Yes.', 'Another?', 'Yes.']);
			assert.ok(!scripted.prompts[3]!.includes('Two?'));
			assert.notEqual(scripted.chat.session.id, before);
			await scripted.chat.session.open(before);
			assert.equal(texts().length, 6);
		});

		it('can be deleted with its answer, on the disk too, and brought back', async () => {
			const [, two] = await askThree();
			const bringBack = await scripted.chat.session.deletePair(two!);
			assert.deepEqual(texts(), ['One?', 'Yes.', 'Three?', 'Yes.']);
			const second = await start(saying(), { folder: scripted.folder });
			assert.equal(second.chat.session.turns.length, 4);
			[scripted] = open as [ScriptedChat];
			await bringBack!();
			assert.equal(texts().length, 6);
			assert.equal(scripted.of('conversation').at(-1)?.turns.length, 6);
		});

		it('stops its answer when it is deleted while that streams', async () => {
			await start(untilStopped);
			void scripted.chat.ask('One?');
			await eventually('the first word', () => scripted.of('turnText').length === 1);
			scripted.say({ kind: 'deleteQuestion', questionId: scripted.of('turnStarted')[0]!.question.id });
			await eventually('the end', () => scripted.of('turnEnded').length === 1 && texts().length === 0);
		});
	});

	describe('code', () => {
		const source = (document: vscode.TextDocument): PanelSource => ({
			uri: document.uri.toString(),
			label: 'x',
			languageId: 'typescript',
			startLine: 3,
			endLine: 5,
			code: 'function b() {\n\treturn 2;\n}',
		});
		const text = 'let a;\n\nfunction b() {\n\treturn 2;\n}\n\nlet c;\n';
		const changed = 'let a;\n\nfunction b() {\n\treturn 3;\n}\n\nlet c;\n';
		const diffTab = () => {
			const { input } = vscode.window.tabGroups.activeTabGroup.activeTab ?? {};
			return input instanceof vscode.TabInputTextDiff ? input : undefined;
		};
		const propose = async () => {
			await start(saying('Yes.'));
			const document = await openDocument(text, 'typescript');
			await openEditor('another file is in the editor');
			await scripted.chat.ask('Change it', source(document), 'ask');
			scripted.say({ kind: 'apply', text: 'function b() {\n\treturn 3;\n}', answerId: scripted.of('turnStarted')[0]!.answerId });
			const shown = await eventually('the diff', diffTab);
			assert.deepEqual([shown.original.scheme, shown.modified.scheme], [proposedScheme, proposedScheme]);
			assert.equal((await vscode.workspace.openTextDocument(shown.original)).getText(), text);
			assert.equal((await vscode.workspace.openTextDocument(shown.modified)).getText(), changed);
			assert.equal(document.getText(), text, 'nothing is changed yet');
			return document;
		};

		it('is applied to the file that was asked about once the difference was accepted, and undone in one step', async () => {
			const document = await propose();
			await scripted.chat.proposals.accept();
			assert.equal(document.getText(), changed);
			await eventually(
				'the file in place of the diff',
				() => diffTab() === undefined && vscode.window.activeTextEditor?.document === document,
			);
			await vscode.commands.executeCommand('undo');
			assert.equal(document.getText(), text);
		});

		it('changes nothing when the difference is discarded, or its tab closed', async () => {
			const document = await propose();
			await scripted.chat.proposals.discard();
			await eventually('no diff', () => diffTab() === undefined);
			await scripted.chat.proposals.accept();
			assert.equal(document.getText(), text);
		});

		const change = async (document: vscode.TextDocument, line: number, words: string) => {
			const edit = new vscode.WorkspaceEdit();
			edit.insert(document.uri, new vscode.Position(line, 0), words);
			await vscode.workspace.applyEdit(edit);
		};

		it('moves along with a file that is changed in the meantime', async () => {
			const document = await propose();
			await change(document, 0, '// new\n');
			const left = diffTab()!.original;
			await eventually(
				'the change in the diff',
				async () => (await vscode.workspace.openTextDocument(left)).getText() === `// new\n${text}`,
			);
			await scripted.chat.proposals.accept();
			assert.equal(document.getText(), `// new\n${changed}`);
		});

		it('is given up when the file is changed in the same place', async () => {
			const document = await propose();
			await change(document, 3, '\t// new\n');
			await eventually('no diff', () => diffTab() === undefined);
			await scripted.chat.proposals.accept();
			assert.ok(document.getText().includes('// new') && document.getText().includes('return 2'));
		});

		describe('in several places', () => {
			const old = 'one\ntwo\nthree\nfour\nfive\n';
			const now = 'ONE\ntwo\nthree\nthree and a half\nfour\n';
			const show = async () => {
				await start(saying());
				const document = await openDocument(old);
				await scripted.chat.proposals.show(document, now);
				const { modified } = await eventually('the diff', diffTab);
				assert.equal(scripted.chat.proposals.partsOf(modified)?.parts.length, 3);
				return { document, modified, proposals: scripted.chat.proposals };
			};

			it('is decided part by part, and written when all is decided, in one step to undo', async () => {
				const { document, proposals } = await show();
				await proposals.acceptPart({ side: 'new', line: 0 });
				await proposals.discardPart({ side: 'new', line: 3 });
				assert.equal(document.getText(), old, 'nothing is written before the last decision');
				await proposals.acceptPart({ side: 'old', line: 4 });
				assert.equal(document.getText(), 'ONE\ntwo\nthree\nfour\n');
				await eventually('the file', () => vscode.window.activeTextEditor?.document === document);
				await vscode.commands.executeCommand('undo');
				assert.equal(document.getText(), old);
			});

			it('takes the part at the cursor, and goes on to the next', async () => {
				const { document, modified, proposals } = await show();
				const editor = await eventually('the editor of the changed side', () =>
					vscode.window.visibleTextEditors.find(each => each.document.uri.toString() === modified.toString()),
				);
				await eventually(
					'the cursor at the first part',
					() => vscode.window.activeTextEditor === editor && editor.selection.active.line === 0,
				);
				await vscode.commands.executeCommand('deepseekCoder.acceptProposalPart');
				await proposals.acceptPart();
				await eventually('the cursor at the second part', () => editor.selection.active.line === 3);
				await proposals.discardPart();
				await proposals.acceptPart();
				assert.equal(document.getText(), 'ONE\ntwo\nthree\nfour\n');
			});

			it('keeps what was accepted when the rest is discarded, and when the tab is closed', async () => {
				const first = await show();
				await first.proposals.acceptPart({ side: 'new', line: 3 });
				await first.proposals.discard();
				assert.equal(first.document.getText(), 'one\ntwo\nthree\nthree and a half\nfour\nfive\n');
				const second = await show();
				await second.proposals.acceptPart({ side: 'new', line: 0 });
				await vscode.commands.executeCommand('workbench.action.closeActiveEditor');
				await eventually('what was accepted', () => second.document.getText() === old.replace('one', 'ONE'));
			});

			it('offers both choices where a part is pointed at', async () => {
				const { modified, proposals } = await show();
				const links = registerProposalLinks(proposals);
				try {
					const hovers = (line: number) =>
						vscode.commands.executeCommand<vscode.Hover[]>('vscode.executeHoverProvider', modified, new vscode.Position(line, 0));
					const [hover] = await hovers(3);
					assert.match((hover?.contents[0] as vscode.MarkdownString).value, /^\[Apply this part\].*\[Discard this part\]/);
					assert.deepEqual(await hovers(1), []);
					const lenses = await vscode.commands.executeCommand<vscode.CodeLens[]>('vscode.executeCodeLensProvider', modified);
					assert.equal(lenses.length, 6);
				} finally {
					links.dispose();
				}
			});
		});

		it('can grow while it is shown, is decided only when it is whole, and can be given up before', async () => {
			await start(saying());
			const document = await openDocument(text, 'typescript');
			let given = 0;
			const { proposals } = scripted.chat;
			const growing = await proposals.begin(document, () => given++);
			const { modified } = await eventually('the diff', diffTab);
			growing.grow(text.replace('2', '3'));
			await eventually('the change', async () => (await vscode.workspace.openTextDocument(modified)).getText().includes('return 3'));
			await proposals.accept();
			assert.equal(document.getText(), text, 'it is not whole yet');
			growing.finish(changed);
			await proposals.accept();
			assert.equal(document.getText(), changed);
			await proposals.begin(document, () => given++);
			await proposals.discard();
			assert.deepEqual([given, document.getText()], [1, changed]);
		});

		it('goes into a new file of its language', async () => {
			await start(saying());
			for (const [fence, language] of [
				['ts', 'typescript'],
				['nonsense', 'plaintext'],
			] as const) {
				scripted.say({ kind: 'newFile', text: `// ${fence}`, language: fence });
				await eventually(language, () => {
					const document = vscode.window.activeTextEditor?.document;
					return document?.getText() === `// ${fence}` && document.languageId === language;
				});
			}
		});
	});

	describe('context', () => {
		const context = () => scripted.chat.attachments.all;

		it('is offered: what is selected, the file, its problems, open files', async () => {
			const editor = await openEditor('one\ntwo\nthree', 'plaintext');
			editor.selection = new vscode.Selection(1, 0, 2, 5);
			const problems = vscode.languages.createDiagnosticCollection('test');
			const range = new vscode.Range(1, 0, 1, 3);
			problems.set(editor.document.uri, [new vscode.Diagnostic(range, 'not good', vscode.DiagnosticSeverity.Warning)]);
			try {
				const rows = attachableRows(editor);
				assert.deepEqual(
					rows.slice(0, 3).map(({ label }) => /^\$\((\w+)/.exec(label)?.[1]),
					['selection', 'file', 'warning'],
				);
				const read = async (index: number) => (await rows[index]!.read!())[0]!;
				const [selection, file, problem] = [await read(0), await read(1), await read(2)];
				assert.deepEqual([selection.code, selection.startLine, selection.endLine], ['two\nthree', 2, 3]);
				assert.deepEqual([file.code, file.startLine], ['one\ntwo\nthree', undefined]);
				assert.match(problem.code, /:2:1 warning: not good$/);
			} finally {
				problems.dispose();
			}
		});

		it('goes with the next question and only with that, is counted, and can be removed before', async () => {
			await start(saying('Yes.'));
			const [one, two] = [await openDocument('first file'), await openDocument('second file')];
			scripted.say({ kind: 'attachFiles', uris: [one.uri.toString(), two.uri.toString(), one.uri.toString()] });
			await eventually('two chips with their tokens', () => {
				const chips = scripted.of('context').at(-1)?.context.chips;
				return chips?.length === 2 && chips.every(({ tokens }) => tokens === '3 tokens');
			});
			const fill = scripted.of('context').at(-1)?.context.fill;
			assert.ok(fill && fill.share > 0 && fill.share < 1 && !fill.isOver);
			assert.match(fill.words, /^\d+ of 500 tokens$/);
			scripted.say({ kind: 'detach', id: context()[0]!.id });
			scripted.say({ kind: 'ask', text: 'What is it?' });
			await eventually('the answer', () => scripted.of('turnEnded').length === 1);
			assert.ok(scripted.prompts[0]!.includes('second file') && !scripted.prompts[0]!.includes('first file'));
			assert.deepEqual(context(), []);
			const { question } = scripted.of('turnStarted')[0]!;
			assert.equal(question.attachments?.length, 1);
			scripted.say({ kind: 'openAttachment', questionId: question.id, index: 0 });
			await eventually('the file', () => vscode.window.activeTextEditor?.document === two);
		});

		it('takes no file that neither the workspace nor an editor holds', async () => {
			await start(saying());
			await scripted.chat.attachments.addFiles(['file:///etc/hostname', 'vscode-remote://ssh/etc/hostname', 'command:foo']);
			assert.deepEqual(context(), []);
		});

		it('takes a file by the name that the window has for it, where VS Code is connected to another machine', async () => {
			await start(saying());
			const { uri } = await openDocument('far away');
			await scripted.chat.attachments.addFiles([`vscode-remote://wsl%2Bubuntu${uri.path}`]);
			assert.deepEqual(
				context().map(({ attachment }) => attachment.uri),
				[uri.toString()],
			);
		});

		it('says when it is too much', async () => {
			await start(saying());
			const document = await openDocument('many words '.repeat(1000));
			await scripted.chat.attachments.addFiles([document.uri.toString()]);
			const over = await eventually('the warning', () => {
				const { fill } = scripted.of('context').at(-1)?.context ?? {};
				return fill?.isOver === true && fill;
			});
			assert.equal(over.share, 1);
			assert.match(over.words, /left out/);
		});
	});

	it('says how many tokens stayed here, and what they would have cost only at a price that was named', () => {
		assert.equal(keptText(0, 10), '');
		assert.equal(keptText(1234, 0), '1,234 tokens stayed on this machine so far.');
		assert.match(keptText(1_500_000, 2), /at 2 per million they would have cost 3\.00\.$/);
		assert.match(keptText(1000, 0.5), /cost 0\.0005\.$/);
	});
});

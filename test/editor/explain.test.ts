/** "Explain Selection" takes what is selected, else the function around the cursor, else what is in sight. */
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { type ServedModel } from '../../src/core/engine/servedModel';
import { type CodeUnderCursor, codeUnderCursor } from '../../src/editor/chat/codeUnderCursor';
import { explainSelection, writeTestForSelection } from '../../src/editor/chat/explainSelection';
import { participantHandler } from '../../src/editor/chat/participant';
import { closeEditors, openEditor } from '../support/documents';
import { saying, ScriptedChat } from '../support/scriptedChat';

const cart = `export class Cart {
	/** Adds. */
	total(prices: number[]): number {
		let sum = 0;
		for (const price of prices) {
			sum += price;
		}
		return sum;
	}
}
`;

function summary(code: CodeUnderCursor | undefined) {
	return code && { lines: [code.source.startLine, code.source.endLine], code: code.source.code, name: code.name };
}

async function codeAt(editor: vscode.TextEditor, ...[line, character, endLine = line, endCharacter = character]: number[]) {
	editor.selection = new vscode.Selection(line!, character!, endLine!, endCharacter!);
	return codeUnderCursor(editor);
}

describe('the code under the cursor', () => {
	afterEach(closeEditors);

	it('is what is selected within a line, to the letter', async () => {
		const editor = await openEditor(cart);
		assert.deepEqual(summary(await codeAt(editor, 5, 3, 5, 15)), { lines: [6, 6], code: 'sum += price', name: undefined });
	});

	it('is whole lines without their common indentation when several are selected', async () => {
		const editor = await openEditor(cart);
		const expected = { lines: [5, 7], code: 'for (const price of prices) {\n\tsum += price;\n}', name: undefined };
		assert.deepEqual(summary(await codeAt(editor, 4, 4, 6, 3)), expected);
		assert.deepEqual(summary(await codeAt(editor, 4, 0, 7, 0)), expected, 'the line that only its start touches is not meant');
	});

	it('is the function around the cursor, as the language names it', async () => {
		const provider = vscode.languages.registerDocumentSymbolProvider(
			{ language: 'ini' },
			{
				provideDocumentSymbols() {
					const all = new vscode.Range(0, 0, 9, 1);
					const method = new vscode.Range(2, 1, 8, 2);
					const cartSymbol = new vscode.DocumentSymbol('Cart', '', vscode.SymbolKind.Class, all, all);
					cartSymbol.children = [new vscode.DocumentSymbol('total', '', vscode.SymbolKind.Method, method, method)];
					return [cartSymbol];
				},
			},
		);
		try {
			const editor = await openEditor(cart, 'ini');
			const code = await codeAt(editor, 5, 4);
			assert.equal(code?.name, 'total');
			assert.deepEqual([code.source.startLine, code.source.endLine], [3, 9]);
			assert.match(code.source.code, /^total\(prices[\s\S]*\n\}$/);
			assert.equal((await codeAt(editor, 0, 3))?.name, 'Cart', 'outside of functions it is the symbol of several lines');
		} finally {
			provider.dispose();
		}
	});

	it('is found by brackets when the language keeps silent, or has nothing to say', async () => {
		const silent = vscode.languages.registerDocumentSymbolProvider(
			{ language: 'ini' },
			{ provideDocumentSymbols: () => new Promise(() => undefined) },
		);
		try {
			for (const language of ['ini', 'plaintext']) {
				const editor = await openEditor(cart, language);
				const { startLine, endLine } = (await codeAt(editor, 5, 4))!.source;
				assert.deepEqual([startLine, endLine], [3, 9], language);
			}
		} finally {
			silent.dispose();
		}
	});

	it('is what is in sight when there is no function', async () => {
		const editor = await openEditor('one\ntwo\nthree');
		assert.deepEqual(summary(await codeAt(editor, 1, 0)), { lines: [1, 3], code: 'one\ntwo\nthree', name: undefined });
	});

	it('is nothing in an empty file, and in selected blanks', async () => {
		assert.equal(await codeUnderCursor(await openEditor('')), undefined);
		assert.equal(await codeAt(await openEditor('a\n  \n\n'), 1, 0, 2, 0), undefined);
	});

	it('is cut at a whole line when it is far too long', async () => {
		const editor = await openEditor('0123456789\n'.repeat(20_000));
		const code = await codeAt(editor, 0, 0, 19_999, 10);
		assert.equal(code?.source.endLine, 9090); // 100,000 characters in lines of 11
		assert.equal(code.linesLeftOut, 20_000 - 9090);
	});
});

describe('Explain Selection', () => {
	let scripted: ScriptedChat;
	afterEach(async () => {
		await scripted.dispose();
		await closeEditors();
	});

	it('asks about the code, and shows it with the question', async () => {
		scripted = await ScriptedChat.open(saying('It adds.'));
		const editor = await openEditor(cart, 'typescript');
		editor.selection = new vscode.Selection(5, 0, 5, 16);
		await explainSelection(scripted.chat);
		const { question } = scripted.of('turnStarted')[0]!;
		assert.equal(question.text, 'Explain this code');
		assert.equal(question.source?.code, 'sum += price;');
		assert.match(
			scripted.prompts[0]!,
			/### Instruction:\nExplain the selected code\.\nFile: \S+document-\d+\.txt\n\n```typescript\nsum \+= price;\n```\n### Response:\n$/,
		);
	});

	it('says in the question when it is about the beginning only', async () => {
		scripted = await ScriptedChat.open(saying('Digits.'));
		const editor = await openEditor('0123456789\n'.repeat(20_000));
		editor.selection = new vscode.Selection(0, 0, 19_999, 10);
		await explainSelection(scripted.chat);
		assert.equal(scripted.of('turnStarted')[0]?.question.text, 'Explain this code (the first 9090 of 20000 lines)');
		assert.equal(scripted.of('questionNote').length, 1);
	});

	it('leads to the lines it cites in the Chat view too, and says there in how many parts it reads what is too large', async () => {
		const { document } = await openEditor(`${cart}${'// more to read\n'.repeat(3000)}`, 'typescript');
		const shown: string[] = [];
		const lines = ({ uri, range }: vscode.Location) =>
			`${uri.toString() === document.uri.toString()}:${range.start.line + 1}-${range.end.line + 1}`;
		const stream = {
			markdown: (text: string) => shown.push(text),
			anchor: (place: vscode.Location, title: string) => shown.push(`<${title}|${lines(place)}>`),
			progress: (text: string) => shown.push(`[${text}]`),
		} as unknown as vscode.ChatResponseStream;
		scripted = await ScriptedChat.open(saying('It loops (L', '5-L7), not L9', '999.'));
		const served: ServedModel = {
			...scripted.served,
			loaded: { ...scripted.served.loaded, installed: { ...scripted.served.loaded.installed, isDemo: false } },
		};
		const serve = () => Promise.resolve(served);
		const handle = participantHandler({
			serve,
			serveReasoner: serve,
			language: () => 'en',
			log: { warn: message => assert.fail(message) },
		});
		const request = { command: 'explain', prompt: '', references: [{ id: 'file', value: document.uri }] } as unknown as vscode.ChatRequest;
		await handle(request, { history: [] }, stream, new vscode.CancellationTokenSource().token);
		const parts = shown.filter(text => text.startsWith('['));
		assert.match(parts[0]!, /^\[Too large to be read at once: reading part 1 of \d+\.\]$/);
		assert.match(parts.at(-1)!, /explained in \d+ parts\.\]$/);
		assert.equal(shown.slice(parts.length).join(''), 'It loops (<L5-L7|true:5-7>), not L9999.');
	});

	it('has a sister that asks for a test', async () => {
		scripted = await ScriptedChat.open(saying('A test.'));
		const editor = await openEditor(cart, 'plaintext');
		editor.selection = new vscode.Selection(5, 0, 5, 0);
		await writeTestForSelection(scripted.chat);
		assert.match(scripted.prompts[0]!, /Write a test for this function\nFile: /);
	});
});

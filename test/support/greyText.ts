/** What a person does with grey text, as the editor's commands. */
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { eventually } from './eventually';

/** Shows a document with the cursor at an offset, in front. */
export async function show(document: vscode.TextDocument, offset: number): Promise<vscode.TextEditor> {
	const editor = await vscode.window.showTextDocument(document);
	const cursor = document.positionAt(offset);
	editor.selection = new vscode.Selection(cursor, cursor);
	await eventually('the new editor to be the active one', () => vscode.window.activeTextEditor?.document === document);
	return editor;
}

/** Asks for a suggestion; it is there, or there is none, when this resolves. */
export async function ask(): Promise<void> {
	await vscode.commands.executeCommand('editor.action.inlineSuggest.trigger');
}

export async function take(part: 'commit' | 'acceptNextWord' | 'acceptNextLine' = 'commit'): Promise<void> {
	await vscode.commands.executeCommand(`editor.action.inlineSuggest.${part}`);
}

/** What was put at the cursor of `text`, given the document as it is now. */
export function inserted(text: string, editor: vscode.TextEditor): string {
	const [head = '', tail = ''] = text.split('$0');
	const now = editor.document.getText();
	assert.ok(now.startsWith(head) && now.endsWith(tail), `around the cursor the document changed:\n${now}`);
	return now.slice(head.length, now.length - tail.length);
}

/**
 * Documents for tests, each with a name of its own. Untitled ones won't do: VS Code gives the name of one that is being closed to the next,
 * and for a moment its text too.
 */
import { mkdtempSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import { eventually } from './eventually';

const folder = mkdtempSync(path.join(os.tmpdir(), 'deepseek-coder-documents-'));
let documents = 0;

export async function openDocument(content: string, language = 'plaintext'): Promise<vscode.TextDocument> {
	const file = path.join(folder, `document-${++documents}.txt`);
	writeFileSync(file, content);
	return vscode.languages.setTextDocumentLanguage(await vscode.workspace.openTextDocument(file), language);
}

/** Opens a document in the active editor. */
export async function openEditor(content: string, language?: string): Promise<vscode.TextEditor> {
	const document = await openDocument(content, language);
	await vscode.window.showTextDocument(document);
	return eventually('the new document to be in the active editor', () => {
		const { activeTextEditor: active } = vscode.window;
		return active?.document === document && active;
	});
}

/** Closes all editors and throws away what was typed. */
export async function closeEditors(): Promise<void> {
	while (vscode.window.activeTextEditor) await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
}

/** "Try a Completion": a small file to try it in, with the cursor where something is missing. */
import * as vscode from 'vscode';

const sample = `interface User {
	name: string;
	email: string;
	age: number;
}

export function findUserByEmail(users: User[], email: string): User | undefined {
	`;

export async function tryCompletion(): Promise<void> {
	const document = await vscode.workspace.openTextDocument({ language: 'typescript', content: `${sample}\n}\n` });
	const editor = await vscode.window.showTextDocument(document);
	const end = document.positionAt(sample.length);
	editor.selection = new vscode.Selection(end, end);
	await vscode.commands.executeCommand('editor.action.inlineSuggest.trigger');
}

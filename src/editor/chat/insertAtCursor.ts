/** Puts code from the chat into the editor the user was in last, indented as the line it goes to; into a new file when there is none. */
import * as vscode from 'vscode';

export async function insertAtCursor(editor: vscode.TextEditor | undefined, code: string): Promise<void> {
	if (editor === undefined) {
		await vscode.window.showTextDocument(await vscode.workspace.openTextDocument({ content: code }));
		return;
	}
	const { selection } = editor;
	const shown = await vscode.window.showTextDocument(editor.document, editor.viewColumn);
	// As a snippet without places it is indented by the editor, and undone in one step.
	const isInserted = await shown.insertSnippet(new vscode.SnippetString().appendText(code), selection);
	if (!isInserted) void vscode.window.showWarningMessage(vscode.l10n.t('The code could not be inserted: this editor is read-only.'));
}

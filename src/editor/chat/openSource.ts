/** Opens the code a question is about, or lines of it, and marks them. */
import * as vscode from 'vscode';
import { type CodeSource } from '../../core/chat/conversation';

export async function openSource(source: CodeSource, startLine = source.startLine, endLine = source.endLine): Promise<void> {
	const selection = new vscode.Range(startLine - 1, 0, endLine - 1, Number.MAX_SAFE_INTEGER);
	try {
		await vscode.window.showTextDocument(vscode.Uri.parse(source.uri, true), { selection, preview: true });
	} catch {
		void vscode.window.showWarningMessage(vscode.l10n.t('{0} can no longer be opened.', source.label));
	}
}

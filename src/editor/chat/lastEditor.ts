/** The text editor the user was in last: what "insert at cursor" and "the selected code" mean while the chat panel has the focus. */
import * as vscode from 'vscode';
import { proposedScheme } from '../ids';

export class LastEditor implements vscode.Disposable {
	private last = vscode.window.activeTextEditor;
	private readonly listener = vscode.window.onDidChangeActiveTextEditor(editor => {
		if (editor && holdsCode(editor.document)) this.last = editor;
	});

	/** Nothing when that editor is no longer shown. */
	get current(): vscode.TextEditor | undefined {
		const active = vscode.window.activeTextEditor;
		if (active && holdsCode(active.document)) return active;
		const { last } = this;
		return (
			vscode.window.visibleTextEditors.find(editor => editor === last) ??
			vscode.window.visibleTextEditors.find(editor => holdsCode(editor.document))
		);
	}

	dispose(): void {
		this.listener.dispose();
	}
}

/** Logs, the boxes people type messages into, and how a file would be are text editors too. */
function holdsCode({ uri }: vscode.TextDocument): boolean {
	const others = ['output', 'comment', 'vscode-scm', 'chat', 'vscode-chat-code-block', 'chatSessionInput', proposedScheme];
	return !others.includes(uri.scheme);
}

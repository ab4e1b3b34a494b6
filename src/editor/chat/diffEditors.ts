/** The tabs and editors of a diff view, which VS Code knows by the address of its right side. */
import * as vscode from 'vscode';

export function diffTabsOf(right: vscode.Uri): readonly vscode.Tab[] {
	return vscode.window.tabGroups.all.flatMap(group => group.tabs).filter(tab => isDiffOf(tab, right));
}

export function isDiffOf({ input }: vscode.Tab, right: vscode.Uri): boolean {
	return input instanceof vscode.TabInputTextDiff && input.modified.toString() === right.toString();
}

/** Puts the cursor of a document that is shown at the start of a line, and the line in sight. */
export function goToLine(uri: vscode.Uri, line: number): void {
	const editor = vscode.window.visibleTextEditors.find(({ document }) => document.uri.toString() === uri.toString());
	if (editor === undefined) return;
	const at = editor.document.validatePosition(new vscode.Position(line, 0));
	editor.selection = new vscode.Selection(at, at);
	editor.revealRange(editor.selection, vscode.TextEditorRevealType.InCenterIfOutsideViewport);
}

/** Resolves once something is so of the documents that are open; gives up after a second, as the document may have been closed. */
export async function untilDocuments(areSo: () => boolean): Promise<void> {
	await new Promise<void>(resolve => {
		const end = () => {
			clearTimeout(timer);
			listener.dispose();
			resolve();
		};
		const timer = setTimeout(end, 1000);
		const listener = vscode.workspace.onDidChangeTextDocument(() => areSo() && end());
	});
}

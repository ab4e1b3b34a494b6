/** How an offered edit looks: what goes is struck through, what comes stands behind it in grey, and at the cursor's line a hint names Tab. */
import * as vscode from 'vscode';

export class NextEditView implements vscode.Disposable {
	private readonly old = vscode.window.createTextEditorDecorationType({
		textDecoration: 'line-through',
		opacity: '0.6',
		after: { color: new vscode.ThemeColor('editorGhostText.foreground') },
	});
	private readonly hint = vscode.window.createTextEditorDecorationType({
		after: { color: new vscode.ThemeColor('editorGhostText.foreground'), margin: '0 0 0 2em' },
		rangeBehavior: vscode.DecorationRangeBehavior.ClosedClosed,
	});
	private shownIn: vscode.TextEditor | undefined;

	/** @param isHere the cursor is at the place */
	show(editor: vscode.TextEditor, range: vscode.Range, text: string, isHere: boolean): void {
		this.clear();
		this.shownIn = editor;
		editor.setDecorations(this.old, [{ range, renderOptions: { after: { contentText: text } } }]);
		const cursor = editor.document.lineAt(editor.selection.active.line).range.end;
		const contentText = isHere ? vscode.l10n.t('Tab to accept') : vscode.l10n.t('Tab to go to line {0}', range.start.line + 1);
		editor.setDecorations(this.hint, [{ range: new vscode.Range(cursor, cursor), renderOptions: { after: { contentText } } }]);
	}

	clear(): void {
		this.shownIn?.setDecorations(this.old, []);
		this.shownIn?.setDecorations(this.hint, []);
		this.shownIn = undefined;
	}

	dispose(): void {
		this.old.dispose();
		this.hint.dispose();
	}
}

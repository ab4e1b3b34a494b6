/** Makes a document hold other lines with one edit of only those that differ: cursors, folds and breakpoints around them stay. */
import * as vscode from 'vscode';
import { type Hunk, hunksBetween } from '../../core/text/lineHunks';

/** Resolves with the place of the first change; nothing when the document can't be changed. */
export async function replaceLines(document: vscode.TextDocument, lines: readonly string[]): Promise<vscode.Position | undefined> {
	const hunks = hunksBetween(document.getText().replaceAll('\r\n', '\n').split('\n'), lines);
	const edit = new vscode.WorkspaceEdit();
	for (const hunk of hunks) {
		const { range, text } = replacement(document, hunk, lines.slice(hunk.newStart, hunk.newEnd));
		edit.replace(document.uri, range, text);
	}
	return (await vscode.workspace.applyEdit(edit)) ? new vscode.Position(hunks[0]?.newStart ?? 0, 0) : undefined;
}

/** Up to the next line's start where there is one; at the document's end from the end of the line before. */
function replacement(
	document: vscode.TextDocument,
	{ oldStart, oldEnd }: Hunk,
	lines: readonly string[],
): { range: vscode.Range; text: string } {
	if (oldEnd < document.lineCount)
		return { range: new vscode.Range(oldStart, 0, oldEnd, 0), text: lines.map(line => `${line}\n`).join('') };
	const from = oldStart === 0 ? new vscode.Position(0, 0) : document.lineAt(oldStart - 1).range.end;
	const text = oldStart === 0 ? lines.join('\n') : lines.map(line => `\n${line}`).join('');
	return { range: new vscode.Range(from, document.lineAt(document.lineCount - 1).range.end), text };
}

/** What the editor knows at the cursor, read in a bounded window: the cost does not grow with the file. */
import * as vscode from 'vscode';
import { situationOf, type Place, type Situation, type Trigger } from '../core/completion/situation';

/** More than any prompt can hold: 2,048 tokens are about 8,000 characters; the window needs some room to move in steps. */
const charactersBefore = 24_000;
const charactersAfter = 6_000;

export interface SituationRequest {
	readonly document: vscode.TextDocument;
	readonly position: vscode.Position;
	readonly trigger: Trigger;
	/** The item chosen in the suggest widget, as if it were typed already. */
	readonly chosen?: { readonly range: vscode.Range; readonly text: string };
}

export function situationAt({ document, position, trigger, chosen }: SituationRequest): Situation {
	const from = chosen?.range.start ?? position;
	const own = textBefore(document, from);
	const { before, beforeStart } = withEarlierCells(document, own);
	const editor = vscode.window.visibleTextEditors.find(each => each.document === document);
	return situationOf({
		uri: document.uri.toString(),
		languageId: document.languageId,
		version: document.version,
		trigger,
		before: before + (chosen?.text ?? ''),
		beforeStart,
		after: textAfter(document, position),
		lineEnding: document.eol === vscode.EndOfLine.CRLF ? '\r\n' : '\n',
		hasSelection: editor?.selections.some(selection => !selection.isEmpty) ?? false,
		cursors: editor?.selections.length ?? 1,
		tabSize: typeof editor?.options.tabSize === 'number' ? editor.options.tabSize : 4,
	});
}

interface Before {
	readonly before: string;
	readonly beforeStart: Place;
}

function textBefore(document: vscode.TextDocument, position: vscode.Position): Before {
	const line = document.lineAt(position.line).text;
	const cut = Math.max(0, position.character - charactersBefore);
	const head = line.slice(cut, position.character);
	if (cut > 0) return { before: head, beforeStart: { line: position.line, character: cut } };
	let first = position.line;
	let length = head.length;
	while (first > 0) {
		length += document.lineAt(first - 1).text.length + 1;
		if (length > charactersBefore) break;
		first--;
	}
	return {
		before: document.getText(new vscode.Range(first, 0, position.line, position.character)),
		beforeStart: { line: first, character: 0 },
	};
}

function textAfter(document: vscode.TextDocument, position: vscode.Position): string {
	const rest = document.lineAt(position.line).text.slice(position.character, position.character + charactersAfter);
	let last = position.line;
	let length = rest.length;
	while (last < document.lineCount - 1) {
		length += document.lineAt(last + 1).text.length + 1;
		if (length > charactersAfter) break;
		last++;
	}
	if (last === position.line) return rest;
	return document.getText(new vscode.Range(position, document.lineAt(last).range.end));
}

/** In a notebook the code cells above stand before the cell, as they would in one file. */
function withEarlierCells(document: vscode.TextDocument, own: Before): Before {
	const notebook = vscode.workspace.notebookDocuments.find(each => each.getCells().some(cell => cell.document === document));
	if (!notebook || own.beforeStart.line > 0 || own.beforeStart.character > 0) return own;
	const cells = notebook.getCells();
	const index = cells.findIndex(cell => cell.document === document);
	const earlier = cells.slice(0, index).filter(cell => cell.document.languageId === document.languageId);
	let before = own.before;
	let line = earlier.reduce((lines, cell) => lines + cell.document.lineCount, 0);
	for (const { document: cell } of earlier.reverse()) {
		const text = `${cell.getText()}\n`;
		if (before.length + text.length > charactersBefore) break;
		before = text + before;
		line -= cell.lineCount;
	}
	return { before, beforeStart: { line, character: 0 } };
}

/** What the editor knows at the cursor, read in a bounded window: the cost does not grow with the file. */
import * as vscode from 'vscode';
import { charactersAfter, charactersBefore } from '../../core/completion/reach';
import { languageOf } from '../../core/text/language';
import { situationOf, type Place, type Situation, type Trigger } from '../../core/completion/situation';

export interface SituationRequest {
	readonly document: vscode.TextDocument;
	readonly position: vscode.Position;
	readonly trigger: Trigger;
	/** The item chosen in the suggest widget, as if it were typed already. */
	readonly chosen?: { readonly range: vscode.Range; readonly text: string };
}

export function situationAt({ document, position, trigger, chosen }: SituationRequest): Situation {
	const from = chosen?.range.start ?? position;
	const { before, beforeStart } = withEarlierCells(document, textBefore(document, from, charactersBefore));
	const editor = editorOf(document);
	return situationOf({
		uri: document.uri.toString(),
		path: vscode.workspace.asRelativePath(document.uri, false),
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

/** Where the user types, if the document is open side by side. */
function editorOf(document: vscode.TextDocument): vscode.TextEditor | undefined {
	const active = vscode.window.activeTextEditor;
	return active?.document === document ? active : vscode.window.visibleTextEditors.find(each => each.document === document);
}

interface Before {
	readonly before: string;
	readonly beforeStart: Place;
}

/** Whole lines up to `position`, at most `most` characters; of a line that is longer than that, its end. */
function textBefore(document: vscode.TextDocument, position: vscode.Position, most: number): Before {
	const cut = Math.max(0, position.character - most);
	if (cut > 0) {
		const head = document.lineAt(position.line).text.slice(cut, position.character);
		return { before: head, beforeStart: { line: position.line, character: cut } };
	}
	let first = position.line;
	let length = position.character;
	while (first > 0) {
		length += document.lineAt(first - 1).text.length + 1;
		if (length > most) break;
		first--;
	}
	first = inSteps(first, position.line);
	return {
		before: document.getText(new vscode.Range(first, 0, position.line, position.character)),
		beforeStart: { line: first, character: 0 },
	};
}

/** The text must go on beginning at the same line while one types, so that what is known of the lines above stays known: it moves in steps. */
function inSteps(first: number, cursor: number): number {
	if (first === 0) return first;
	const step = 1 << Math.max(0, Math.floor(Math.log2((cursor - first) / 8)));
	return Math.min(cursor, Math.ceil(first / step) * step);
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

/** In a notebook the cells above stand before the cell as in one file: code of its language as it is, Markdown as comments. */
function withEarlierCells(document: vscode.TextDocument, own: Before): Before {
	const isWhole = own.beforeStart.line === 0 && own.beforeStart.character === 0;
	if (document.uri.scheme !== cellScheme || !isWhole) return own;
	const [comment] = languageOf(document.languageId).lineComments;
	const isMarkdown = (cell: vscode.NotebookCell) => cell.kind === vscode.NotebookCellKind.Markup;
	const earlier = cellsAbove(document).filter(cell =>
		isMarkdown(cell) ? comment !== undefined : cell.document.languageId === document.languageId,
	);
	let before = own.before;
	let line = earlier.reduce((lines, cell) => lines + cell.document.lineCount, 0);
	for (const cell of earlier.toReversed()) {
		const room = charactersBefore - before.length - 1;
		if (room <= 0) break;
		const { document: text } = cell;
		const tail = textBefore(text, text.lineAt(text.lineCount - 1).range.end, room);
		before = `${isMarkdown(cell) ? asComments(tail.before, comment ?? '') : tail.before}\n${before}`;
		line -= text.lineCount - tail.beforeStart.line;
		if (tail.beforeStart.line > 0 || tail.beforeStart.character > 0)
			return { before, beforeStart: { line, character: tail.beforeStart.character } };
	}
	return { before, beforeStart: { line, character: 0 } };
}

const cellScheme = 'vscode-notebook-cell';

function asComments(text: string, comment: string): string {
	return text.replace(/^.*$/gm, line => `${comment} ${line}`.trimEnd());
}

function cellsAbove(document: vscode.TextDocument): readonly vscode.NotebookCell[] {
	// A cell's address has its notebook's path: notebooks of another path need not be looked through.
	for (const notebook of vscode.workspace.notebookDocuments.filter(each => each.uri.path === document.uri.path)) {
		const cells = notebook.getCells();
		const index = cells.findIndex(cell => cell.document === document);
		if (index >= 0) return cells.slice(0, index);
	}
	return [];
}

/** The code a command is about: what is selected, else the function around the cursor, else what is in sight. */
import * as vscode from 'vscode';
import { type CodeSource } from '../../core/chat/conversation';
import { dedented, firstLines } from '../../core/chat/lineRange';
import { enclosingFunction, type Enclosing } from './enclosingFunction';

export interface CodeUnderCursor {
	readonly source: CodeSource;
	/** The function's name, where the language told it. */
	readonly name?: string;
	/** Lines that were too many even to look at; the source holds those before them. */
	readonly linesLeftOut: number;
}

/** More than any model here reads at once; whether less fits is decided by its tokens. Keeps a selected log file from the panel. */
const maxCharacters = 100_000;

/** Nothing when there is no code: an empty file, a selection of blanks. */
export async function codeUnderCursor(editor: vscode.TextEditor): Promise<CodeUnderCursor | undefined> {
	const { document, selection } = editor;
	if (!selection.isEmpty && selection.isSingleLine) {
		const line = selection.start.line;
		return toCode(document, { startLine: line, endLine: line }, [document.getText(selection)]);
	}
	const range = selection.isEmpty ? ((await enclosingFunction(document, selection.active)) ?? inSight(editor)) : wholeLines(selection);
	// A language server may speak of the document as it was before the last keys.
	const inside = document.validateRange(new vscode.Range(range.startLine, 0, range.endLine, 0));
	const lines: string[] = [];
	for (let line = inside.start.line; line <= inside.end.line; line++) lines.push(document.lineAt(line).text);
	return toCode(document, { ...range, startLine: inside.start.line }, lines);
}

function toCode(document: vscode.TextDocument, { startLine, name }: Enclosing, all: readonly string[]): CodeUnderCursor | undefined {
	if (all.every(line => line.trim() === '')) return undefined;
	const lines = firstLines(all, maxCharacters);
	const source: CodeSource = {
		uri: document.uri.toString(),
		label: vscode.workspace.asRelativePath(document.uri, false),
		languageId: document.languageId,
		startLine: startLine + 1,
		endLine: startLine + lines.length,
		code: dedented(lines),
	};
	return { source, linesLeftOut: all.length - lines.length, ...(name !== undefined && { name }) };
}

/** A selection that ends before the first character of a line does not mean that line. */
function wholeLines({ start, end }: vscode.Selection): Enclosing {
	return { startLine: start.line, endLine: end.character === 0 && end.line > start.line ? end.line - 1 : end.line };
}

function inSight({ document, visibleRanges }: vscode.TextEditor): Enclosing {
	const last = document.lineCount - 1;
	return { startLine: Math.min(visibleRanges[0]?.start.line ?? 0, last), endLine: Math.min(visibleRanges.at(-1)?.end.line ?? last, last) };
}

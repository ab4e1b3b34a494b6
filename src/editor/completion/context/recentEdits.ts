/** Where the user has edited lately, in the files that were edited last: what is being worked on belongs together. */
import * as vscode from 'vscode';

const mostFiles = 8;
const mostPlaces = 3;
/** Edits nearer to each other than this are one place. */
const nearLines = 12;
/** Lines shown around a place. */
const linesAround = 8;

export interface EditedPart {
	readonly document: vscode.TextDocument;
	readonly startLine: number;
	readonly endLine: number;
}

export class RecentEdits implements vscode.Disposable {
	/** The file edited last comes last; of each the line edited last comes first. */
	private readonly files = new Map<vscode.TextDocument, number[]>();
	private readonly listeners = vscode.Disposable.from(
		vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
			for (const { range, text } of contentChanges) this.note(document, range, text);
		}),
		vscode.workspace.onDidCloseTextDocument(document => this.files.delete(document)),
	);

	/** The latest first. */
	parts(): readonly EditedPart[] {
		return [...this.files].reverse().flatMap(([document, lines]) =>
			lines
				.filter(line => line < document.lineCount)
				.map(line => ({
					document,
					startLine: Math.max(0, line - linesAround),
					endLine: Math.min(document.lineCount, line + linesAround),
				})),
		);
	}

	dispose(): void {
		this.listeners.dispose();
	}

	private note(document: vscode.TextDocument, range: vscode.Range, text: string): void {
		if (document.uri.scheme === 'output') return;
		const added = text.split('\n').length - 1 - (range.end.line - range.start.line);
		const known = (this.files.get(document) ?? []).map(line => (line > range.end.line ? line + added : line));
		const others = known.filter(line => Math.abs(line - range.start.line) > nearLines);
		this.files.delete(document);
		this.files.set(document, [range.start.line, ...others].slice(0, mostPlaces));
		const [oldest] = this.files.keys();
		if (this.files.size > mostFiles && oldest) this.files.delete(oldest);
	}
}

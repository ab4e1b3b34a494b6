/** As much of `vscode` as reading a document needs, for benches in plain Node: the bundler puts it in the editor's place. */

export enum EndOfLine {
	LF = 1,
	CRLF = 2,
}

export class Position {
	constructor(
		readonly line: number,
		readonly character: number,
	) {}
}

export class Range {
	readonly start: Position;
	readonly end: Position;

	constructor(start: Position | number, end: Position | number, endLine = 0, endCharacter = 0) {
		this.start = typeof start === 'number' ? new Position(start, end as number) : start;
		this.end = typeof end === 'number' ? new Position(endLine, endCharacter) : end;
	}
}

export const window = { activeTextEditor: undefined, visibleTextEditors: [] };
export const workspace = { notebookDocuments: [] };

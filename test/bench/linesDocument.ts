/** A document held as lines, as the extension host holds it: what `situationAt` reads is copied, and nothing else. */
import { EndOfLine, Position, Range, type TextDocument } from 'vscode';

export class LinesDocument {
	readonly eol = EndOfLine.LF;
	version = 1;

	private constructor(
		readonly uri: { toString(): string; readonly scheme: string; readonly path: string },
		readonly languageId: string,
		private readonly lines: string[],
	) {}

	static of(name: string, languageId: string, text: string): LinesDocument {
		const path = `/${name}`;
		return new LinesDocument({ scheme: 'file', path, toString: () => `file://${path}` }, languageId, text.split('\n'));
	}

	/** What the editor's adapters take; they use no more of it than is here. */
	get asTextDocument(): TextDocument {
		return this as unknown as TextDocument;
	}

	get lineCount(): number {
		return this.lines.length;
	}

	lineAt(line: number): { readonly text: string; readonly range: Range } {
		const text = this.lines[line] ?? '';
		return { text, range: new Range(line, 0, line, text.length) };
	}

	getText({ start, end }: Range): string {
		if (start.line === end.line) return this.lineAt(start.line).text.slice(start.character, end.character);
		const middle = this.lines.slice(start.line + 1, end.line);
		return [this.lineAt(start.line).text.slice(start.character), ...middle, this.lineAt(end.line).text.slice(0, end.character)].join('\n');
	}

	/** Types at a place, on its line; returns the place behind. */
	type({ line, character }: Position, text: string): Position {
		const before = this.lineAt(line).text;
		this.lines[line] = before.slice(0, character) + text + before.slice(character);
		this.version++;
		return new Position(line, character + text.length);
	}

	clearLine(line: number): void {
		this.lines[line] = '';
		this.version++;
	}
}

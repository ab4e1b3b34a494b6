/** The function around the cursor: from the language's document symbols where they come in time, else from indentation and brackets. */
import * as vscode from 'vscode';
import { delay } from '../../core/base/abort';
import { enclosingBlock } from '../../core/chat/enclosingBlock';
import { type LineRange } from '../../core/chat/lineRange';

export interface Enclosing extends LineRange {
	/** What the language calls it; absent where only its shape is known. */
	readonly name?: string;
}

/** A language server that is still starting would keep the user waiting for its symbols. */
const symbolsMilliseconds = 800;

export async function enclosingFunction(document: vscode.TextDocument, position: vscode.Position): Promise<Enclosing | undefined> {
	const symbols = await Promise.race([symbolsOf(document), delay(symbolsMilliseconds).then(() => [])]);
	return enclosingSymbol(symbols, position) ?? enclosingBlock(document.getText().split(/\r?\n/), position.line);
}

async function symbolsOf(document: vscode.TextDocument): Promise<readonly vscode.DocumentSymbol[]> {
	try {
		const found = await vscode.commands.executeCommand<(vscode.DocumentSymbol | vscode.SymbolInformation)[] | undefined>(
			'vscode.executeDocumentSymbolProvider',
			document.uri,
		);
		return (found ?? []).filter(symbol => 'children' in symbol);
	} catch {
		// Another extension's provider failed; the text alone will do.
		return [];
	}
}

/** The innermost function, else the innermost symbol of several lines. */
function enclosingSymbol(symbols: readonly vscode.DocumentSymbol[], position: vscode.Position): Enclosing | undefined {
	const around = symbolsAround(symbols, position).filter(symbol => !symbol.range.isSingleLine || isFunction(symbol));
	const symbol = around.filter(isFunction).at(-1) ?? around.at(-1);
	return symbol && { startLine: symbol.range.start.line, endLine: symbol.range.end.line, name: symbol.name };
}

/** Outermost first. A symbol of several lines counts from the start of its first one; a callback inside a line only where the cursor is in it. */
function symbolsAround(symbols: readonly vscode.DocumentSymbol[], position: vscode.Position): readonly vscode.DocumentSymbol[] {
	const line = new vscode.Range(position.line, 0, position.line, Number.MAX_SAFE_INTEGER);
	const around =
		symbols.find(symbol => symbol.range.contains(position)) ??
		symbols.find(({ range }) => !range.isSingleLine && line.contains(range.start));
	return around ? [around, ...symbolsAround(around.children, position)] : [];
}

function isFunction({ kind }: vscode.DocumentSymbol): boolean {
	return [vscode.SymbolKind.Function, vscode.SymbolKind.Method, vscode.SymbolKind.Constructor].includes(kind);
}

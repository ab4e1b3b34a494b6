/** Symbols by name: those of the file in the editor first, then what language servers find in the workspace. */
import * as vscode from 'vscode';
import { delay } from '../../core/base/abort';
import { bestMatches } from '../../core/text/fuzzy';
import { enclosingFunction } from './enclosingFunction';

export interface FoundSymbol {
	readonly name: string;
	readonly uri: vscode.Uri;
	/** All of its lines; looked up only for the one that is chosen. */
	readonly range: () => Promise<vscode.Range>;
}

/** A language server that is still starting would keep a list waiting that opens with every key. */
const patienceMs = 600;
const most = 8;

export async function symbolsNamed(query: string, document: vscode.TextDocument | undefined): Promise<readonly FoundSymbol[]> {
	const here = document
		? within(ask<(vscode.DocumentSymbol | vscode.SymbolInformation)[]>('vscode.executeDocumentSymbolProvider', document.uri))
		: [];
	const elsewhere = query === '' ? [] : within(ask<vscode.SymbolInformation[]>('vscode.executeWorkspaceSymbolProvider', query));
	const own = document ? flattened(onlyTrees(await here), document.uri) : [];
	const others = (await elsewhere).filter(({ location }) => location.uri.toString() !== document?.uri.toString()).map(ofWorkspace);
	return [...bestMatches(query, own, ({ name }) => name, most), ...bestMatches(query, others, ({ name }) => name, most)].slice(0, most);
}

/** Some providers give a plain list, which says only where names stand. */
function onlyTrees(found: readonly (vscode.DocumentSymbol | vscode.SymbolInformation)[]): readonly vscode.DocumentSymbol[] {
	return found.filter(symbol => 'children' in symbol);
}

function flattened(symbols: readonly vscode.DocumentSymbol[], uri: vscode.Uri): readonly FoundSymbol[] {
	return symbols.flatMap(({ name, range, children }) => [{ name, uri, range: () => Promise.resolve(range) }, ...flattened(children, uri)]);
}

/** Workspace symbols often say only where the name stands. */
function ofWorkspace({ name, location: { uri, range } }: vscode.SymbolInformation): FoundSymbol {
	return {
		name: name.replace(/\(\)$/, ''),
		uri,
		range: async () => {
			if (!range.isSingleLine) return range;
			const around = await enclosingFunction(await vscode.workspace.openTextDocument(uri), range.start);
			return around?.startLine === range.start.line ? new vscode.Range(around.startLine, 0, around.endLine, 0) : range;
		},
	};
}

async function ask<T>(command: string, argument: unknown): Promise<T | undefined> {
	try {
		return await vscode.commands.executeCommand<T | undefined>(command, argument);
	} catch {
		// Another extension's provider failed; there are other things to choose.
		return undefined;
	}
}

async function within<T>(work: Promise<readonly T[] | undefined>): Promise<readonly T[]> {
	return (await Promise.race([work, delay(patienceMs).then(() => undefined)])) ?? [];
}

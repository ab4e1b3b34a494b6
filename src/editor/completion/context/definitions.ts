/** Where the symbols around the cursor are defined in other files: asked of the editor's own providers, a few at a time and not for ever. */
import * as vscode from 'vscode';
import { Lru } from '../../../core/base/lru';
import { languageOf } from '../../../core/text/language';

/** Lines above the cursor whose symbols are looked up. */
const linesInReach = 15;
const mostSymbols = 8;
/** All look-ups of one round together; what comes later is there for the next. */
const patienceMs = 1500;
const freshMs = 60_000;
/** A language server that is still starting knows nothing yet. */
const freshIfUnknownMs = 5000;
const mostLines = 24;

export interface Definition {
	readonly uri: vscode.Uri;
	readonly startLine: number;
	readonly endLine: number;
}

export class Definitions {
	private readonly known = new Lru<string, { until: number; readonly found: Promise<Definition | undefined> }>(300);

	async around(document: vscode.TextDocument, line: number): Promise<readonly Definition[]> {
		const looked = symbolsInReach(document, line).map(symbol => this.find(document, symbol));
		const found: Definition[] = [];
		const all = Promise.all(looked.map(each => each.then(definition => definition && found.push(definition))));
		await Promise.race([all, new Promise(resolve => setTimeout(resolve, patienceMs))]);
		return [...found];
	}

	private find(document: vscode.TextDocument, { name, position }: SymbolInReach): Promise<Definition | undefined> {
		const key = `${document.uri.toString()} ${name}`;
		const known = this.known.get(key);
		if (known && performance.now() < known.until) return known.found;
		const found = definitionAt(document.uri, position).catch(() => undefined);
		const entry = { until: performance.now() + freshMs, found };
		this.known.set(key, entry);
		void found.then(definition => {
			if (!definition) entry.until = performance.now() + freshIfUnknownMs;
		});
		return found;
	}
}

interface SymbolInReach {
	readonly name: string;
	readonly position: vscode.Position;
}

/** The nearest to the cursor first, each once, without the language's own words. */
function symbolsInReach(document: vscode.TextDocument, line: number): readonly SymbolInReach[] {
	const symbols = new Map<string, SymbolInReach>();
	const comments = languageOf(document.languageId).lineComments;
	for (let index = line; index >= Math.max(0, line - linesInReach) && symbols.size < mostSymbols; index--) {
		const { text } = document.lineAt(index);
		if (text.length > 500 || comments.some(comment => text.trimStart().startsWith(comment))) continue;
		for (const match of text.matchAll(/[\p{L}_$][\p{L}\p{N}_$]{2,}/gu)) {
			const [name] = match;
			if (symbols.size < mostSymbols && !symbols.has(name) && !commonWords.has(name))
				symbols.set(name, { name, position: new vscode.Position(index, match.index) });
		}
	}
	return [...symbols.values()];
}

const commonWords = new Set(
	(
		'const let var return function async await for while new class extends implements interface type enum import export from default public private ' +
		'protected readonly static this super true false null undefined string number boolean void any unknown never else switch case break continue throw ' +
		'try catch finally typeof instanceof def self None True False elif lambda with yield pass and not func package struct map chan range defer ' +
		'nil int float byte bool error fn mut impl pub use mod match where int32 int64 char double long short unsigned include std'
	).split(' '),
);

async function definitionAt(uri: vscode.Uri, position: vscode.Position): Promise<Definition | undefined> {
	const found = await vscode.commands.executeCommand<(vscode.Location | vscode.LocationLink)[]>(
		'vscode.executeDefinitionProvider',
		uri,
		position,
	);
	for (const each of found) {
		const target = 'targetUri' in each ? { uri: each.targetUri, range: each.targetRange } : each;
		if (target.uri.toString() === uri.toString()) continue;
		const range = target.range.isSingleLine ? await symbolRange(target.uri, target.range) : target.range;
		return { uri: target.uri, startLine: range.start.line, endLine: Math.min(range.end.line + 1, range.start.line + mostLines) };
	}
	return undefined;
}

/** Providers that only name the place: the symbol around it, if its document is open, else a few lines. */
async function symbolRange(uri: vscode.Uri, range: vscode.Range): Promise<vscode.Range> {
	const isOpen = vscode.workspace.textDocuments.some(each => each.uri.toString() === uri.toString());
	const symbols = isOpen ? await vscode.commands.executeCommand<vscode.DocumentSymbol[]>('vscode.executeDocumentSymbolProvider', uri) : [];
	return innermost(symbols, range)?.range ?? new vscode.Range(range.start.line, 0, range.start.line + linesAlone, 0);
}

/** Of a definition whose end is not known. */
const linesAlone = 10;

function innermost(symbols: readonly vscode.DocumentSymbol[], range: vscode.Range): vscode.DocumentSymbol | undefined {
	const around = symbols.find(each => 'children' in each && each.range.contains(range));
	return around && (innermost(around.children, range) ?? around);
}

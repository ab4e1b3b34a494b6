/** Gathers what may help to complete a document: from definitions, recent edits, imports, tabs and neighbours, of files that may be read. */
import * as vscode from 'vscode';
import { type Snippet, type SnippetSource } from '../../../core/completion/context/snippet';
import { snippetsOf } from '../../../core/completion/context/snippetsOf';
import { toLineFeeds } from '../../../core/text/lines';
import { servedSchemes } from '../servedSchemes';
import { Definitions } from './definitions';
import { type Exclusions } from './exclusions';
import { Folders } from './folders';
import { FileReader } from './readFile';
import { type RecentEdits } from './recentEdits';

/** However many files the workspace has, so many are looked at. */
const mostFiles = 24;
const mostPartsOfFile = 40;

interface Range {
	readonly uri: vscode.Uri;
	readonly source: SnippetSource;
	readonly startLine: number;
	readonly endLine: number;
}

interface WholeFile {
	readonly uri: vscode.Uri;
	readonly source: SnippetSource;
}

export class SnippetGatherer {
	private readonly definitions = new Definitions();
	private readonly folders = new Folders();
	private readonly reader = new FileReader();

	/** @param visited files that were looked at lately, the latest first */
	constructor(
		private readonly exclusions: Exclusions,
		private readonly edits: RecentEdits,
		private readonly visited: () => readonly vscode.Uri[],
	) {}

	/** None of the document itself, none twice. */
	async gather(document: vscode.TextDocument, line: number): Promise<readonly Snippet[]> {
		const [definitions, imports, neighbours] = await Promise.all([
			this.definitions.around(document, line),
			this.folders.imports(document),
			this.folders.neighbours(document),
		]);
		const ranges: Range[] = [
			...definitions.map(each => ({ ...each, source: 'definition' as const })),
			...this.edits.parts().map(each => ({ ...each, uri: each.document.uri, source: 'edit' as const })),
		];
		const files: WholeFile[] = [
			...imports.map(uri => ({ uri, source: 'import' as const })),
			...[...this.visited(), ...openTabs()].map(uri => ({ uri, source: 'tab' as const })),
			...neighbours.map(uri => ({ uri, source: 'neighbour' as const })),
		];
		const allowed = await this.allowed(document, [...ranges, ...files]);
		const texts = new Map(await Promise.all([...allowed].map(async ([key, uri]) => [key, await this.reader.read(uri)] as const)));
		return [...distinct(ranges, files)].flatMap(each => toSnippets(each, texts.get(each.uri.toString())));
	}

	private async allowed(document: vscode.TextDocument, found: readonly WholeFile[]): Promise<ReadonlyMap<string, vscode.Uri>> {
		const own = document.uri.toString();
		const uris = new Map(found.filter(({ uri }) => servedSchemes.includes(uri.scheme)).map(({ uri }) => [uri.toString(), uri]));
		uris.delete(own);
		const allowed = await this.exclusions.allowed([...uris.values()].slice(0, mostFiles));
		return new Map(allowed.map(uri => [uri.toString(), uri]));
	}
}

function openTabs(): readonly vscode.Uri[] {
	const inputs = vscode.window.tabGroups.all.flatMap(group => group.tabs).map(tab => tab.input);
	return inputs.flatMap(input => (input instanceof vscode.TabInputText ? [input.uri] : []));
}

/** A file that was found in several ways counts by the first of them. */
function* distinct(ranges: readonly Range[], files: readonly WholeFile[]): Generator<Range | WholeFile> {
	yield* ranges;
	const seen = new Set<string>();
	for (const file of files) {
		const key = file.uri.toString();
		if (!seen.has(key)) yield file;
		seen.add(key);
	}
}

function toSnippets(found: Range | WholeFile, text: string | undefined): readonly Snippet[] {
	if (text === undefined) return [];
	const { uri, source } = found;
	const base = { uri: uri.toString(), path: vscode.workspace.asRelativePath(uri, false), source };
	if (!('startLine' in found)) return snippetsOf(text, mostPartsOfFile).map(part => ({ ...base, ...part }));
	const lines = toLineFeeds(text).split('\n').slice(found.startLine, found.endLine);
	return lines.length === 0 ? [] : [{ ...base, startLine: found.startLine, text: `${lines.join('\n').trimEnd()}\n` }];
}

/** The names in a folder, looked up at most every half minute: what a file imports, and its neighbours, are found by them. */
import * as vscode from 'vscode';
import { Lru } from '../../../core/base/lru';
import { importedPaths } from '../../../core/completion/context/imports';

const freshMs = 30_000;
const mostImports = 12;
const mostNeighbours = 6;

export class Folders {
	private readonly known = new Lru<string, { readonly at: number; readonly names: Promise<ReadonlySet<string>> }>(50);

	/** The files of this workspace that the document imports. */
	async imports(document: vscode.TextDocument): Promise<readonly vscode.Uri[]> {
		const head = document.getText(new vscode.Range(0, 0, 200, 0));
		const found = await Promise.all(
			importedPaths(head, document.languageId)
				.slice(0, mostImports)
				.map(paths => this.first(document, paths)),
		);
		return found.filter(each => each !== undefined);
	}

	/** Files beside the document with its ending; those whose names begin most like its own first. */
	async neighbours(document: vscode.TextDocument): Promise<readonly vscode.Uri[]> {
		const own = document.uri.path.slice(document.uri.path.lastIndexOf('/') + 1);
		const ending = /\.[^.]+$/.exec(own)?.[0];
		if (ending === undefined) return [];
		const folder = vscode.Uri.joinPath(document.uri, '..');
		const names = [...(await this.names(folder))].filter(name => name.endsWith(ending) && name !== own);
		const likeness = (name: string) => commonStart(name, own);
		return names
			.sort((a, b) => likeness(b) - likeness(a) || a.localeCompare(b))
			.slice(0, mostNeighbours)
			.map(name => vscode.Uri.joinPath(folder, name));
	}

	private async first(document: vscode.TextDocument, paths: readonly string[]): Promise<vscode.Uri | undefined> {
		const root = vscode.workspace.getWorkspaceFolder(document.uri)?.uri;
		if (!root) return undefined;
		const folder = vscode.Uri.joinPath(document.uri, '..');
		for (const path of paths) {
			const uri = vscode.Uri.joinPath(path.startsWith('/') ? root : folder, path);
			const name = uri.path.slice(uri.path.lastIndexOf('/') + 1);
			if ((await this.names(vscode.Uri.joinPath(uri, '..'))).has(name)) return uri;
		}
		return undefined;
	}

	private names(folder: vscode.Uri): Promise<ReadonlySet<string>> {
		const key = folder.toString();
		const known = this.known.get(key);
		if (known && performance.now() - known.at < freshMs) return known.names;
		const names = readNames(folder);
		this.known.set(key, { at: performance.now(), names });
		return names;
	}
}

async function readNames(folder: vscode.Uri): Promise<ReadonlySet<string>> {
	try {
		const entries = await vscode.workspace.fs.readDirectory(folder);
		return new Set(entries.flatMap(([name, type]) => ((type & vscode.FileType.File) === 0 ? [] : [name])));
	} catch {
		return new Set();
	}
}

function commonStart(a: string, b: string): number {
	let length = 0;
	while (length < a.length && a[length] === b[length]) length++;
	return length;
}

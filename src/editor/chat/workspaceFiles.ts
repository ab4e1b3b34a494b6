/** The names of the workspace's files, for a list that changes with every key: looked up once and kept for a while. */
import * as vscode from 'vscode';

export interface WorkspaceFile {
	readonly uri: vscode.Uri;
	/** "src/cart.ts", with the folder's name in front where the workspace has several. */
	readonly name: string;
}

/** Enough for a large project; a search through more would be felt with every key. */
const maxFiles = 20_000;
/** Somebody who types a name sees a file that was made before they began. */
const freshMs = 15_000;

export class WorkspaceFiles {
	private found: Promise<readonly WorkspaceFile[]> | undefined;
	private foundAt = -Infinity;

	/** Without what the user excludes from the explorer and from searches. */
	all(): Promise<readonly WorkspaceFile[]> {
		const now = performance.now();
		if (this.found === undefined || now - this.foundAt > freshMs) {
			this.foundAt = now;
			this.found = find();
		}
		return this.found;
	}

	/** By its whole name, else by the only name that ends so. */
	async named(name: string): Promise<vscode.Uri | undefined> {
		const files = await this.all();
		const exact = files.find(file => file.name === name);
		if (exact) return exact.uri;
		const [first, ...others] = files.filter(file => file.name.endsWith(`/${name}`));
		return others.length === 0 ? first?.uri : undefined;
	}

	/** Every folder that holds a file, outer ones too. */
	async folders(): Promise<readonly string[]> {
		const found = new Set<string>();
		for (const { name } of await this.all()) {
			for (let end = name.lastIndexOf('/'); end > 0; end = name.lastIndexOf('/', end - 1)) found.add(name.slice(0, end));
		}
		return [...found];
	}
}

async function find(): Promise<readonly WorkspaceFile[]> {
	const excluded = Object.entries(vscode.workspace.getConfiguration('search').get<Record<string, unknown>>('exclude') ?? {});
	const globs = excluded.filter(([, isOn]) => isOn === true).map(([glob]) => glob);
	const uris = await vscode.workspace.findFiles('**/*', globs.length > 0 ? `{${globs.join(',')}}` : undefined, maxFiles);
	return uris.map(uri => ({ uri, name: vscode.workspace.asRelativePath(uri) }));
}

/** Files of a scheme of their own, held in memory: documents that can be edited and that only the test's own providers serve. */
import * as vscode from 'vscode';

export class MemoryFiles implements vscode.FileSystemProvider, vscode.Disposable {
	private readonly files = new Map<string, Uint8Array>();
	private readonly changed = new vscode.EventEmitter<vscode.FileChangeEvent[]>();
	private readonly registration: vscode.Disposable;
	readonly onDidChangeFile = this.changed.event;

	constructor(readonly scheme: string) {
		this.registration = vscode.workspace.registerFileSystemProvider(scheme, this, { isCaseSensitive: true });
	}

	put(path: string, text: string): vscode.Uri {
		this.files.set(path, new TextEncoder().encode(text));
		return vscode.Uri.from({ scheme: this.scheme, path });
	}

	watch(): vscode.Disposable {
		return new vscode.Disposable(() => undefined);
	}

	stat(uri: vscode.Uri): vscode.FileStat {
		return { type: vscode.FileType.File, ctime: 0, mtime: 0, size: this.readFile(uri).length };
	}

	readFile(uri: vscode.Uri): Uint8Array {
		const file = this.files.get(uri.path);
		if (!file) throw vscode.FileSystemError.FileNotFound(uri);
		return file;
	}

	writeFile(uri: vscode.Uri, content: Uint8Array): void {
		this.files.set(uri.path, content);
	}

	readDirectory(): [string, vscode.FileType][] {
		return [];
	}

	createDirectory(): void {
		throw vscode.FileSystemError.NoPermissions();
	}

	delete(uri: vscode.Uri): void {
		this.files.delete(uri.path);
	}

	rename(): void {
		throw vscode.FileSystemError.NoPermissions();
	}

	dispose(): void {
		this.registration.dispose();
		this.changed.dispose();
	}
}

/** Other files' text, bounded: from the editor where it is open, else from the disk, once for as long as it does not change. */
import * as vscode from 'vscode';
import { Lru } from '../../../core/base/lru';

/** Larger files are data or generated. */
const mostBytes = 200_000;
const rememberedFiles = 40;

export class FileReader {
	private readonly known = new Lru<string, { readonly mtime: number; readonly text: string | undefined }>(rememberedFiles);

	/** `undefined` for what is no text, too large, or not there. */
	async read(uri: vscode.Uri): Promise<string | undefined> {
		const open = vscode.workspace.textDocuments.find(each => each.uri.toString() === uri.toString());
		if (open) return textOf(open.getText());
		try {
			const { mtime, size, type } = await vscode.workspace.fs.stat(uri);
			if (size > mostBytes || (type & vscode.FileType.File) === 0) return undefined;
			const known = this.known.get(uri.toString());
			if (known?.mtime === mtime) return known.text;
			const text = textOf(new TextDecoder().decode(await vscode.workspace.fs.readFile(uri)));
			this.known.set(uri.toString(), { mtime, text });
			return text;
		} catch {
			return undefined;
		}
	}
}

function textOf(text: string): string | undefined {
	return text.length > mostBytes || text.includes('\0') ? undefined : text;
}

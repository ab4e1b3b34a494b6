/** What goes with the next question: chosen from a list or dragged here, shown as chips, and taken along when the question is sent. */
import * as vscode from 'vscode';
import { Emitter } from '../../core/base/emitter';
import { type Attachment } from '../../core/chat/conversation';
import { fileAttachment } from './contextReaders';

export interface Attached {
	readonly id: string;
	readonly attachment: Attachment;
}

export class Attachments {
	private readonly changed = new Emitter<void>();
	private items: readonly Attached[] = [];

	readonly onDidChange = this.changed.event;

	get all(): readonly Attached[] {
		return this.items;
	}

	/** The same place again takes the place of what was there. */
	add(attachments: readonly Attachment[]): void {
		const places = new Set(attachments.map(placeOf));
		const kept = this.items.filter(({ attachment }) => !places.has(placeOf(attachment)));
		this.items = [...kept, ...attachments.map(attachment => ({ id: crypto.randomUUID(), attachment }))];
		this.changed.fire();
	}

	/** Files that were dragged here: only such as the workspace or an open editor holds, whatever the page says. */
	async addFiles(uris: readonly string[]): Promise<void> {
		const found: Attachment[] = [];
		const refused: string[] = [];
		for (const text of new Set(uris)) {
			const uri = asSeenFromHere(vscode.Uri.parse(text));
			const attachment = isAtHand(uri) ? await fileAttachment(uri) : undefined;
			if (attachment) found.push(attachment);
			else refused.push(vscode.workspace.asRelativePath(uri, false));
		}
		if (found.length > 0) this.add(found);
		if (refused.length > 0) {
			void vscode.window.showInformationMessage(
				vscode.l10n.t('Only text files of this workspace can be added. Left out: {0}', refused.join(', ')),
			);
		}
	}

	remove(id: string): void {
		this.items = this.items.filter(item => item.id !== id);
		this.changed.fire();
	}

	/** Everything, to be sent; nothing is left. */
	take(): readonly Attachment[] {
		const taken = this.items.map(({ attachment }) => attachment);
		this.items = [];
		if (taken.length > 0) this.changed.fire();
		return taken;
	}
}

/** VS Code's window names files of a remote by that remote; where this code runs beside them, they are just files. */
function asSeenFromHere(uri: vscode.Uri): vscode.Uri {
	return uri.scheme === 'vscode-remote' && !isAtHand(uri) ? vscode.Uri.from({ scheme: 'file', path: uri.path }) : uri;
}

function isAtHand(uri: vscode.Uri): boolean {
	const isOpen = vscode.workspace.textDocuments.some(document => document.uri.toString() === uri.toString());
	return isOpen || vscode.workspace.getWorkspaceFolder(uri) !== undefined;
}

/** What makes two attachments the same. */
export function placeOf({ kind, uri, label, startLine, endLine }: Attachment): string {
	return JSON.stringify([kind, uri ?? label, startLine, endLine]);
}

/**
 * A change to a file that a person looks at before it is made: the editor's own diff view of the file against how it would be.
 * It is accepted or discarded with the buttons in the editor's title, or in the notification; accepting is one step to undo.
 */
import * as vscode from 'vscode';
import { DisposableStore } from '../../core/base/disposable';
import { proposedScheme } from '../ids';

interface Proposal {
	readonly document: vscode.TextDocument;
	/** The document's text when the change was made up. */
	readonly before: string;
	readonly after: string;
	readonly uri: vscode.Uri;
}

export class Proposals implements vscode.TextDocumentContentProvider, vscode.Disposable {
	private readonly disposables = new DisposableStore();
	private current: Proposal | undefined;
	private count = 0;

	constructor() {
		this.disposables.add(vscode.workspace.registerTextDocumentContentProvider(proposedScheme, this));
		this.disposables.add(
			vscode.window.tabGroups.onDidChangeTabs(({ closed }) => {
				if (this.current && closed.some(tab => isOf(tab, this.current))) this.current = undefined;
			}),
		);
	}

	provideTextDocumentContent(uri: vscode.Uri): string {
		return uri.toString() === this.current?.uri.toString() ? this.current.after : '';
	}

	async show(document: vscode.TextDocument, after: string): Promise<void> {
		const name = vscode.workspace.asRelativePath(document.uri, false);
		const before = document.getText();
		if (before.replaceAll('\r\n', '\n') === after) {
			void vscode.window.showInformationMessage(vscode.l10n.t('{0} already holds this code.', name));
			return;
		}
		await this.discard();
		// The path of the file, so that the diff has its colours; a number, so that an old text is never shown again.
		const uri = vscode.Uri.from({ scheme: proposedScheme, path: document.uri.path, query: String(++this.count) });
		const proposal: Proposal = { document, before, after, uri };
		this.current = proposal;
		await vscode.commands.executeCommand('vscode.diff', document.uri, uri, vscode.l10n.t('{0}: now and with the change', name), {
			preview: true,
		});
		this.offer(proposal, name);
	}

	async accept(): Promise<void> {
		const proposal = this.current;
		if (proposal === undefined) return;
		const { document, before, after } = proposal;
		if (document.getText() !== before) {
			const name = vscode.workspace.asRelativePath(document.uri, false);
			void vscode.window.showWarningMessage(vscode.l10n.t('{0} was changed in the meantime. Apply the code again.', name));
			return;
		}
		const edit = new vscode.WorkspaceEdit();
		const { range, text } = difference(document, before, after);
		edit.replace(document.uri, range, text);
		if (!(await vscode.workspace.applyEdit(edit))) {
			void vscode.window.showWarningMessage(vscode.l10n.t('The code could not be inserted: this editor is read-only.'));
			return;
		}
		await this.close(proposal);
		const editor = await vscode.window.showTextDocument(document);
		editor.revealRange(new vscode.Range(range.start, range.start), vscode.TextEditorRevealType.InCenterIfOutsideViewport);
	}

	async discard(): Promise<void> {
		if (this.current) await this.close(this.current);
	}

	dispose(): void {
		this.current = undefined;
		this.disposables.dispose();
	}

	private offer(proposal: Proposal, name: string): void {
		const accept = vscode.l10n.t('Apply');
		const discard = vscode.l10n.t('Discard');
		void vscode.window.showInformationMessage(vscode.l10n.t('Apply this change to {0}?', name), accept, discard).then(async pressed => {
			if (this.current !== proposal) return;
			if (pressed === accept) await this.accept();
			if (pressed === discard) await this.discard();
		});
	}

	private async close(proposal: Proposal): Promise<void> {
		if (this.current === proposal) this.current = undefined;
		const tabs = vscode.window.tabGroups.all.flatMap(group => group.tabs).filter(tab => isOf(tab, proposal));
		if (tabs.length > 0) await vscode.window.tabGroups.close(tabs);
	}
}

function isOf({ input }: vscode.Tab, proposal: Proposal | undefined): boolean {
	return input instanceof vscode.TabInputTextDiff && input.modified.toString() === proposal?.uri.toString();
}

/** Only the lines that differ, so that cursors, folds and breakpoints around them stay. */
function difference(document: vscode.TextDocument, before: string, after: string): { range: vscode.Range; text: string } {
	const old = before.replaceAll('\r\n', '\n').split('\n');
	const now = after.split('\n');
	let start = 0;
	while (start < old.length && start < now.length && old[start] === now[start]) start++;
	let same = 0;
	while (same < old.length - start && same < now.length - start && old.at(-1 - same) === now.at(-1 - same)) same++;
	const lines = now.slice(start, now.length - same);
	const endLine = old.length - same;
	// Up to the next line's start where there is one; at the document's end from the end of the line before.
	if (endLine < old.length) return { range: new vscode.Range(start, 0, endLine, 0), text: lines.map(line => `${line}\n`).join('') };
	const from = start === 0 ? new vscode.Position(0, 0) : document.lineAt(start - 1).range.end;
	const text = start === 0 ? lines.join('\n') : lines.map(line => `\n${line}`).join('');
	return { range: new vscode.Range(from, document.lineAt(document.lineCount - 1).range.end), text };
}

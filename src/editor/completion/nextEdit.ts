/**
 * Next edit, experimental and off by default: after a name or a function's parameters were changed, the next place that needs the same is offered.
 * Tab jumps there, Tab again makes the edit and offers the next one, Escape or any other edit ends it. Reads nothing while it is off.
 */
import * as vscode from 'vscode';
import { changeOf, editBetween, type Change, type Edit } from '../../core/completion/nextEdit/change';
import { nextEdit, type NextEdit } from '../../core/completion/nextEdit/propose';
import type { ServeRole } from '../../core/engine/servedModel';
import { contextKey } from '../ids';
import { NextEditView } from './nextEditView';
import { servedSchemes } from './servedSchemes';

export interface NextEditsDeps {
	readonly serve: ServeRole;
	readonly isEnabled: (document: vscode.TextDocument) => boolean;
	readonly log: { debug(message: string): void };
}

/** After this without a keystroke an edit is taken for finished. */
const pauseMs = 500;

/** Reading and comparing the whole text is nothing for a file of this size, and most of all files are smaller. */
const mostCharacters = 500_000;

/** The text of the document at the last rest, to which what is typed is compared. */
interface Rest {
	readonly document: vscode.TextDocument;
	readonly text: string;
	readonly version: number;
}

interface Offer {
	readonly document: vscode.TextDocument;
	readonly version: number;
	readonly edit: Edit;
	readonly change: Change;
	readonly next: NextEdit;
}

export class NextEdits implements vscode.Disposable {
	private readonly view = new NextEditView();
	private readonly listeners: vscode.Disposable;
	private rest: Rest | undefined;
	private offer: Offer | undefined;
	private timer: NodeJS.Timeout | undefined;
	private search: AbortController | undefined;
	private isOwnEdit = false;

	constructor(private readonly deps: NextEditsDeps) {
		this.listeners = vscode.Disposable.from(
			this.view,
			vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => contentChanges.length > 0 && this.changed(document)),
			vscode.window.onDidChangeActiveTextEditor(editor => this.restAt(editor?.document)),
			vscode.window.onDidChangeTextEditorSelection(({ textEditor }) => this.moved(textEditor)),
		);
		this.restAt(vscode.window.activeTextEditor?.document);
	}

	dispose(): void {
		this.dismiss();
		clearTimeout(this.timer);
		this.listeners.dispose();
	}

	/** Goes to the place that is offered; when the cursor is there, makes the edit and looks for the next. */
	async accept(): Promise<void> {
		const { offer } = this;
		const editor = vscode.window.activeTextEditor;
		if (!offer || editor?.document !== offer.document || offer.document.version !== offer.version) return this.dismiss();
		const range = rangeOf(offer);
		if (!editor.selection.active.isEqual(range.start)) {
			editor.selection = new vscode.Selection(range.start, range.start);
			editor.revealRange(range, vscode.TextEditorRevealType.InCenterIfOutsideViewport);
			this.view.show(editor, range, offer.next.text, true);
			return;
		}
		this.isOwnEdit = true;
		const isDone = await editor.edit(edit => edit.replace(range, offer.next.text)).then(undefined, () => false);
		this.isOwnEdit = false;
		this.dismiss();
		this.restAt(offer.document);
		if (isDone) await this.look(offer.document, offer.edit, offer.change, offer.next.start + offer.next.text.length);
	}

	dismiss(): void {
		this.search?.abort();
		this.offer = undefined;
		this.view.clear();
		void vscode.commands.executeCommand('setContext', contextKey.nextEditOffered, false);
	}

	private changed(document: vscode.TextDocument): void {
		if (this.isOwnEdit || document !== vscode.window.activeTextEditor?.document) return;
		if (this.offer || this.search) this.dismiss();
		clearTimeout(this.timer);
		if (this.rest?.document !== document) return this.restAt(document);
		this.timer = setTimeout(() => void this.settled(document), pauseMs);
	}

	/** A cursor that leaves the edited lines ends the edit. */
	private moved({ document, selection }: vscode.TextEditor): void {
		if (this.rest?.document !== document || this.rest.version === document.version || this.offer) return;
		const edit = editBetween(this.rest.text, document.getText());
		if (edit && (selection.active.line < edit.line || selection.active.line >= edit.line + edit.after.length))
			void this.settled(document, true);
	}

	private async settled(document: vscode.TextDocument, isOver = false): Promise<void> {
		clearTimeout(this.timer);
		if (this.rest?.document !== document) return;
		const edit = editBetween(this.rest.text, document.getText());
		const change = edit && changeOf(edit);
		// What is no change of a name yet may become one, as long as the same lines are being typed in.
		if (isOver || (edit && edit.after.length !== edit.before.length)) this.restAt(document);
		if (edit && change) await this.look(document, edit, change, document.offsetAt(new vscode.Position(edit.line + edit.after.length, 0)));
	}

	private restAt(document: vscode.TextDocument | undefined): void {
		clearTimeout(this.timer);
		if (this.offer && document !== this.offer.document) this.dismiss();
		const isServed =
			document && servedSchemes.includes(document.uri.scheme) && this.deps.isEnabled(document) && lengthOf(document) <= mostCharacters;
		this.rest = isServed ? { document, text: document.getText(), version: document.version } : undefined;
	}

	private async look(document: vscode.TextDocument, edit: Edit, change: Change, from: number): Promise<void> {
		this.search?.abort();
		// Since the edit began completions may have been paused.
		if (!this.deps.isEnabled(document)) return;
		const search = new AbortController();
		this.search = search;
		const { version, languageId } = document;
		try {
			const next = await nextEdit(
				{ text: document.getText().replaceAll('\r\n', '\n'), languageId, edit, change, from },
				() => this.deps.serve(search.signal),
				search.signal,
			);
			const editor = vscode.window.activeTextEditor;
			if (!next || search.signal.aborted || editor?.document !== document || document.version !== version) return;
			this.offer = { document, version, edit, change, next };
			this.view.show(editor, rangeOf(this.offer), next.text, false);
			void vscode.commands.executeCommand('setContext', contextKey.nextEditOffered, true);
			this.deps.log.debug(`next edit: offered in line ${rangeOf(this.offer).start.line + 1}, ${next.because}`);
		} catch (error) {
			// It is an extra: the completion that meets the same trouble tells it.
			this.deps.log.debug(`next edit: ${error instanceof Error ? error.message : String(error)}`);
		} finally {
			if (this.search === search) this.search = undefined;
		}
	}
}

function lengthOf(document: vscode.TextDocument): number {
	return document.offsetAt(document.lineAt(document.lineCount - 1).range.end);
}

/** Offsets are of a text with `\n` line ends. */
function rangeOf({ document, next }: Offer): vscode.Range {
	const text = document.getText().replaceAll('\r\n', '\n');
	return new vscode.Range(positionAt(text, next.start), positionAt(text, next.end));
}

function positionAt(text: string, offset: number): vscode.Position {
	const above = text.slice(0, offset);
	return new vscode.Position(above.split('\n').length - 1, offset - above.lastIndexOf('\n') - 1);
}

/**
 * A change to a file that a person looks at before it is made: the editor's own diff view of the file against how it would be. Each part of it
 * is accepted or discarded on its own, or all at once. Nothing is written before everything is decided, and then in one step to undo.
 */
import * as vscode from 'vscode';
import { DisposableStore } from '../../core/base/disposable';
import { acceptAll, acceptPart, onChangedFile, openParts, type Proposal, proposalOf, rejectPart } from '../../core/chat/proposal';
import { type Hunk, hunkNear, hunksBetween } from '../../core/text/lineHunks';
import { contextKey, proposedScheme } from '../ids';
import { diffTabsOf, goToLine, isDiffOf, untilDocuments } from './diffEditors';
import { replaceLines } from './replaceLines';

/** A place in the diff: left is the file, right is how it would be; the line is zero-based. */
export interface PartPlace {
	readonly side: 'old' | 'new';
	readonly line: number;
}

/** A change that is still being written while it is shown. */
export interface GrowingProposal {
	/** Shows the file as it would be by now. */
	grow(after: string): void;
	/** Shows it whole; from now on it can be decided. */
	finish(after: string): void;
	/** It will not be finished: takes it away. */
	cancel(): Promise<void>;
}

interface Shown {
	readonly document: vscode.TextDocument;
	/** For people. */
	readonly name: string;
	readonly left: vscode.Uri;
	readonly right: vscode.Uri;
	proposal: Proposal;
	/** While it grows: what to do when the person does not want to see the rest. */
	onGiveUp?: (() => void) | undefined;
}

/** While a change grows its diff is worked out anew no more often than this: an eye takes in no more. */
const showEveryMs = 100;

export class Proposals implements vscode.TextDocumentContentProvider, vscode.Disposable {
	private readonly disposables = new DisposableStore();
	private readonly changed = this.disposables.add(new vscode.EventEmitter<vscode.Uri>());
	private current: Shown | undefined;
	private timer: ReturnType<typeof setTimeout> | undefined;
	private count = 0;

	readonly onDidChange = this.changed.event;

	constructor() {
		this.disposables.add(vscode.workspace.registerTextDocumentContentProvider(proposedScheme, this));
		this.disposables.add(vscode.workspace.onDidChangeTextDocument(({ document }) => void this.follow(document)));
		this.disposables.add(vscode.window.tabGroups.onDidChangeTabs(({ closed }) => void this.leftBehind(closed)));
	}

	provideTextDocumentContent(uri: vscode.Uri): string {
		const { current } = this;
		if (uri.toString() === current?.left.toString()) return current.proposal.accepted.join('\n');
		return uri.toString() === current?.right.toString() ? current.proposal.wanted.join('\n') : '';
	}

	async show(document: vscode.TextDocument, after: string): Promise<void> {
		if (document.getText().replaceAll('\r\n', '\n') === after) {
			void vscode.window.showInformationMessage(vscode.l10n.t('{0} already holds this code.', nameOf(document)));
			return;
		}
		this.offer(await this.open(document, after));
	}

	/** Opens the diff for a change that is only being written; `onGiveUp` is called when it is discarded before its end. */
	async begin(document: vscode.TextDocument, onGiveUp: () => void): Promise<GrowingProposal> {
		const shown = await this.open(document, document.getText().replaceAll('\r\n', '\n'), onGiveUp);
		return {
			grow: after => this.grow(shown, after),
			finish: after => this.finish(shown, after),
			cancel: () => {
				shown.onGiveUp = undefined;
				return this.close(shown);
			},
		};
	}

	/** The parts that are not decided yet; none while the change still grows. */
	partsOf(uri: vscode.Uri): { readonly side: PartPlace['side']; readonly parts: readonly Hunk[] } | undefined {
		const { current } = this;
		if (current === undefined || current.onGiveUp) return undefined;
		const side = uri.toString() === current.left.toString() ? 'old' : uri.toString() === current.right.toString() ? 'new' : undefined;
		return side && { side, parts: openParts(current.proposal) };
	}

	/** Takes over all that is not decided yet. */
	async accept(): Promise<void> {
		const shown = this.decidable();
		if (shown) await this.decide(shown, acceptAll(shown.proposal));
	}

	/** Leaves out all that is not decided yet; what was accepted part by part goes into the file. */
	async discard(): Promise<void> {
		const { current } = this;
		if (current === undefined) return;
		await this.close(current);
		if (current.onGiveUp) current.onGiveUp();
		else await write(current);
	}

	/** Takes over one part: the one at the place, else the one at the cursor. */
	acceptPart(place?: PartPlace): Promise<void> {
		return this.decidePart(acceptPart, place);
	}

	discardPart(place?: PartPlace): Promise<void> {
		return this.decidePart(rejectPart, place);
	}

	dispose(): void {
		clearTimeout(this.timer);
		this.current = undefined;
		this.disposables.dispose();
	}

	private async open(document: vscode.TextDocument, after: string, onGiveUp?: () => void): Promise<Shown> {
		await this.discard();
		// The path of the file, so that the diff has its colours; a number, so that an old text is never shown again.
		const query = String(++this.count);
		const side = (fragment: string) => vscode.Uri.from({ scheme: proposedScheme, path: document.uri.path, query, fragment });
		const shown: Shown = {
			document,
			name: nameOf(document),
			left: side('now'),
			right: side('changed'),
			proposal: proposalOf(linesOf(document), after.split('\n')),
			onGiveUp,
		};
		this.current = shown;
		this.tellWhetherItGrows();
		const [first] = openParts(shown.proposal);
		const selection = new vscode.Range(first?.newStart ?? 0, 0, first?.newStart ?? 0, 0);
		const title = vscode.l10n.t('{0}: now and with the change', shown.name);
		await vscode.commands.executeCommand('vscode.diff', shown.left, shown.right, title, { preview: true, selection });
		return shown;
	}

	private grow(shown: Shown, after: string): void {
		if (this.current !== shown) return;
		shown.proposal = { ...shown.proposal, wanted: after.split('\n') };
		this.timer ??= setTimeout(() => {
			this.timer = undefined;
			this.changed.fire(shown.right);
		}, showEveryMs);
	}

	private finish(shown: Shown, after: string): void {
		if (this.current !== shown) return;
		this.grow(shown, after);
		shown.onGiveUp = undefined;
		this.tellWhetherItGrows();
		const isChanged = openParts(shown.proposal).length > 0;
		if (isChanged) return this.offer(shown);
		void vscode.window.showInformationMessage(vscode.l10n.t('{0} already holds this code.', shown.name));
		void this.close(shown);
	}

	private offer(shown: Shown): void {
		const accept = vscode.l10n.t('Apply');
		const discard = vscode.l10n.t('Discard');
		void vscode.window
			.showInformationMessage(vscode.l10n.t('Apply this change to {0}?', shown.name), accept, discard)
			.then(async pressed => {
				if (this.current !== shown) return;
				if (pressed === accept) await this.accept();
				if (pressed === discard) await this.discard();
			});
	}

	private decidable(): Shown | undefined {
		const { current } = this;
		if (!current?.onGiveUp) return current;
		void vscode.window.setStatusBarMessage(vscode.l10n.t('The change is still being written.'), 3000);
		return undefined;
	}

	private async decidePart(decide: typeof acceptPart, place = this.cursor()): Promise<void> {
		const shown = this.decidable();
		const part = shown && hunkNear(openParts(shown.proposal), place.side, place.line);
		if (part) await this.decide(shown, decide(shown.proposal, part), part);
	}

	private cursor(): PartPlace {
		const editor = vscode.window.activeTextEditor;
		const side = editor?.document.uri.toString() === this.current?.left.toString() ? 'old' : 'new';
		return { side, line: editor?.selection.active.line ?? 0 };
	}

	private async decide(shown: Shown, proposal: Proposal, part?: Hunk): Promise<void> {
		shown.proposal = proposal;
		const parts = openParts(proposal);
		if (parts.length === 0) {
			await this.close(shown);
			return write(shown);
		}
		await this.showAgain(shown);
		const next = part && hunkNear(parts, 'new', part.newStart);
		if (next) goToLine(shown.right, next.newStart);
	}

	/** Resolves when the editor shows both sides as they are now, so that lines mean what they say. */
	private async showAgain({ left, right }: Shown): Promise<void> {
		for (const uri of [left, right]) {
			const wanted = this.provideTextDocumentContent(uri);
			const isShown = () => vscode.workspace.textDocuments.find(each => each.uri.toString() === uri.toString())?.getText() === wanted;
			if (isShown()) continue;
			this.changed.fire(uri);
			await untilDocuments(isShown);
		}
	}

	/** The file was changed while its diff is shown: the change moves along with it, or, where both changed the same place, is given up. */
	private async follow(document: vscode.TextDocument): Promise<void> {
		const { current } = this;
		if (current?.document.uri.toString() !== document.uri.toString()) return;
		// What still grows is worked out by somebody who knows the file as it was.
		const proposal = current.onGiveUp ? undefined : onChangedFile(current.proposal, linesOf(document));
		if (proposal) {
			current.proposal = proposal;
			await this.showAgain(current);
			return;
		}
		await this.close(current);
		current.onGiveUp?.();
		sayChanged(current.name);
	}

	/** Whoever closes the tab wants nothing more than what they accepted. A tab that only moved is still there. */
	private async leftBehind(closed: readonly vscode.Tab[]): Promise<void> {
		const { current } = this;
		if (current === undefined || !closed.some(tab => isDiffOf(tab, current.right)) || diffTabsOf(current.right).length > 0) return;
		await this.discard();
	}

	private async close(shown: Shown): Promise<void> {
		if (this.current === shown) this.current = undefined;
		this.tellWhetherItGrows();
		const tabs = diffTabsOf(shown.right);
		if (tabs.length > 0) await vscode.window.tabGroups.close(tabs);
	}

	private tellWhetherItGrows(): void {
		void vscode.commands.executeCommand('setContext', contextKey.proposalGrows, this.current?.onGiveUp !== undefined);
	}
}

/** All that was accepted, in one edit. */
async function write({ document: { uri }, name, proposal }: Shown): Promise<void> {
	if (hunksBetween(proposal.file, proposal.accepted).length === 0) return;
	try {
		const document = await vscode.workspace.openTextDocument(uri);
		const now = onChangedFile(proposal, linesOf(document));
		if (now === undefined) return sayChanged(name);
		const first = await replaceLines(document, now.accepted);
		if (first === undefined) {
			void vscode.window.showWarningMessage(vscode.l10n.t('The code could not be inserted: this editor is read-only.'));
			return;
		}
		const editor = await vscode.window.showTextDocument(document);
		editor.revealRange(new vscode.Range(first, first), vscode.TextEditorRevealType.InCenterIfOutsideViewport);
	} catch {
		void vscode.window.showWarningMessage(vscode.l10n.t('{0} can no longer be opened.', name));
	}
}

function sayChanged(name: string): void {
	void vscode.window.showWarningMessage(vscode.l10n.t('{0} was changed in the meantime. Apply the code again.', name));
}

function nameOf({ uri }: vscode.TextDocument): string {
	return vscode.workspace.asRelativePath(uri, false);
}

function linesOf(document: vscode.TextDocument): readonly string[] {
	return document.getText().replaceAll('\r\n', '\n').split('\n');
}

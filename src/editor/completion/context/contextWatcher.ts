/**
 * Keeps the completions' context up to date beside the typing: when the user pauses or goes to another file, related code is gathered in the
 * background and offered to the core. A keystroke never waits for it, it takes what is there.
 */
import * as vscode from 'vscode';
import { type StableContext } from '../../../core/completion/context/stableContext';
import { reachAfter, reachBefore } from '../../../core/completion/reach';
import { toLineFeeds } from '../../../core/text/lines';
import { servedSchemes } from '../servedSchemes';
import { type Exclusions } from './exclusions';
import { SnippetGatherer } from './gatherSnippets';
import { RecentEdits } from './recentEdits';

/** A pause between two thoughts, not between two keys. */
const pauseMs = 400;
const mostVisited = 12;

/** Lines around the cursor that decide what is related; more than the ranking weighs. */
const linesBefore = 60;
const linesAfter = 20;

export interface ContextWatcherDeps {
	readonly context: StableContext;
	readonly exclusions: Exclusions;
	/** Whether completions are asked for in this document, by a model that takes other files. */
	readonly isWanted: (document: vscode.TextDocument) => boolean;
	readonly log: { debug(message: string): void };
}

export class ContextWatcher implements vscode.Disposable {
	private readonly edits = new RecentEdits();
	private readonly gatherer: SnippetGatherer;
	private readonly listeners: vscode.Disposable;
	private visited: vscode.Uri[] = [];
	private timer: NodeJS.Timeout | undefined;
	private isGathering = false;

	constructor(private readonly deps: ContextWatcherDeps) {
		this.gatherer = new SnippetGatherer(deps.exclusions, this.edits, () => this.visited);
		this.listeners = vscode.Disposable.from(
			this.edits,
			vscode.window.onDidChangeActiveTextEditor(editor => {
				if (editor) this.visit(editor.document.uri);
				this.soon(0);
			}),
			vscode.window.onDidChangeTextEditorSelection(({ textEditor }) => {
				if (textEditor === vscode.window.activeTextEditor) this.soon(pauseMs);
			}),
			deps.exclusions.onDidChange(() => {
				deps.context.clear();
				this.soon(0);
			}),
		);
		this.soon(pauseMs);
	}

	dispose(): void {
		clearTimeout(this.timer);
		this.listeners.dispose();
	}

	private visit(uri: vscode.Uri): void {
		const key = uri.toString();
		this.visited = [uri, ...this.visited.filter(each => each.toString() !== key)].slice(0, mostVisited);
	}

	private soon(milliseconds: number): void {
		clearTimeout(this.timer);
		this.timer = setTimeout(() => void this.gather(), milliseconds);
	}

	private async gather(): Promise<void> {
		const editor = vscode.window.activeTextEditor;
		if (!editor || !servedSchemes.includes(editor.document.uri.scheme) || !this.deps.isWanted(editor.document)) return;
		// One at a time: what has changed meanwhile is seen by the next one.
		if (this.isGathering) return this.soon(pauseMs);
		this.isGathering = true;
		const start = performance.now();
		try {
			const { document, selection } = editor;
			const snippets = await this.gatherer.gather(document, selection.active.line);
			if (!document.isClosed) this.offer(document, editor.selection.active, snippets);
			this.deps.log.debug(`context: ${snippets.length} snippets in ${Math.round(performance.now() - start)} ms`);
		} catch (error) {
			this.deps.log.debug(`context: ${String(error)}`);
		} finally {
			this.isGathering = false;
		}
	}

	private offer(document: vscode.TextDocument, cursor: vscode.Position, snippets: Parameters<StableContext['offer']>[3]): void {
		const before = document.getText(new vscode.Range(Math.max(0, cursor.line - linesBefore), 0, cursor.line, cursor.character));
		const after = document.getText(new vscode.Range(cursor, new vscode.Position(cursor.line + linesAfter, 0)));
		this.deps.context.offer(document.uri.toString(), reachBefore(toLineFeeds(before)), reachAfter(toLineFeeds(after)), snippets);
	}
}

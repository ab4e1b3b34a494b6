/**
 * Ghost text: VS Code asks, the completion core answers. This file only translates: positions and cancellation in, ranges out.
 * Nothing it does can throw into VS Code or pop anything up; "Show Last Completion" says why nothing was shown.
 */
import * as vscode from 'vscode';
import type { Clock } from '../../core/completion/clock';
import { complete, type CompletionItem, type CompletionServices } from '../../core/completion/complete';
import type { CompletionRecord } from '../../core/completion/record';
import { CompletionSession } from '../../core/completion/session';
import type { CompletionSettings } from '../../core/completion/settings';
import type { Situation } from '../../core/completion/situation';
import type { ServeRole } from '../../core/engine/servedModel';
import { toSignal } from '../cancellation';
import { isSamePlace, OtherCandidates } from './otherCandidates';
import { servedSchemes } from './servedSchemes';
import { situationAt } from './situationAt';

export interface InlineCompletionDeps {
	/** Shared with who else looks after it; absent: one of its own. */
	readonly session?: CompletionSession;
	readonly serve: ServeRole;
	readonly settings: (document: vscode.TextDocument) => CompletionSettings;
	readonly isPaused: () => boolean;
	/** Whether the engine may be asked for what follows a suggestion before it is accepted. */
	readonly looksAhead: () => boolean;
	readonly onDidComplete: (record: CompletionRecord) => void;
	readonly log: { debug(message: string): void; error(message: string): void };
	readonly clock: Clock;
}

export function registerInlineCompletion(deps: InlineCompletionDeps): vscode.Disposable {
	const selector = servedSchemes.map(scheme => ({ scheme }));
	const provider = new InlineCompletionProvider(deps, selector);
	return vscode.Disposable.from(vscode.languages.registerInlineCompletionItemProvider(selector, provider), provider);
}

export class InlineCompletionProvider implements vscode.InlineCompletionItemProvider, vscode.Disposable {
	private readonly session: CompletionSession;
	private readonly others: OtherCandidates;
	private readonly services: CompletionServices;
	private shownAt: Situation | undefined;

	/** @param selector what it is registered for */
	constructor(
		private readonly deps: InlineCompletionDeps,
		selector: vscode.DocumentSelector,
	) {
		this.others = new OtherCandidates(selector);
		const { session = new CompletionSession(), serve, clock, isPaused, looksAhead } = deps;
		this.session = session;
		this.services = { serve, session: this.session, clock, isPaused, looksAhead };
	}

	dispose(): void {
		this.others.dispose();
		this.session.reset();
	}

	async provideInlineCompletionItems(
		document: vscode.TextDocument,
		position: vscode.Position,
		context: vscode.InlineCompletionContext,
		token: vscode.CancellationToken,
	): Promise<vscode.InlineCompletionItem[]> {
		const { deps } = this;
		const { signal, dispose } = toSignal(token);
		try {
			const situation = situationFor(document, position, context);
			return await this.itemsFor(situation, document, position, context, signal).catch((error: unknown) => {
				deps.onDidComplete(recordOfError(situation, error, deps.clock.now()));
				throw error;
			});
		} catch (error) {
			deps.log.error(`completion: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
			return [];
		} finally {
			dispose();
		}
	}

	private async itemsFor(
		situation: Situation,
		document: vscode.TextDocument,
		position: vscode.Position,
		context: vscode.InlineCompletionContext,
		signal: AbortSignal,
	): Promise<vscode.InlineCompletionItem[]> {
		const result = await complete(situation, this.deps.settings(document), this.services, signal);
		const isStale = document.isClosed || document.version !== situation.version;
		if (result.kind === 'shown' && isStale) result.record.outcome = { kind: 'none', reason: 'documentChanged' };
		this.deps.onDidComplete(result.record);
		void result.settled.then(() => this.deps.log.debug(describeRecord(result.record)));
		if (result.kind === 'none' || isStale) return [];
		const isSeen = this.shownAt !== undefined && isSamePlace(this.shownAt, situation);
		this.shownAt = situation;
		const items = situation.trigger === 'explicit' ? await this.others.all(situation, result, isSeen, signal) : [result.item];
		return items.map(item => toItem(item, position, context.selectedCompletionInfo));
	}
}

function situationFor(document: vscode.TextDocument, position: vscode.Position, context: vscode.InlineCompletionContext): Situation {
	const chosen = context.selectedCompletionInfo;
	const trigger = context.triggerKind === vscode.InlineCompletionTriggerKind.Invoke ? 'explicit' : 'automatic';
	// An item that replaces more than it continues would have to be undone before our text could follow it.
	const fits = !chosen || chosen.text.startsWith(document.getText(new vscode.Range(chosen.range.start, position)));
	const situation = situationAt({ document, position, trigger, ...(chosen && fits && { chosen }) });
	if (isInDiff()) return { ...situation, obstacle: 'inDiff' };
	return fits ? situation : { ...situation, obstacle: 'suggestItemReplaces' };
}

function toItem(
	item: CompletionItem,
	position: vscode.Position,
	chosen: vscode.SelectedCompletionInfo | undefined,
): vscode.InlineCompletionItem {
	const start = chosen?.range.start ?? position;
	return new vscode.InlineCompletionItem(
		(chosen?.text ?? '') + item.text,
		new vscode.Range(start, position.translate(0, item.replaceSuffixLength)),
	);
}

/** Both sides of a diff are for reading what changed; grey text there would look like a change. */
function isInDiff(): boolean {
	return vscode.window.tabGroups.activeTabGroup.activeTab?.input instanceof vscode.TabInputTextDiff;
}

/** A mistake of ours is not the user's concern, but "why was nothing shown?" has an answer. */
function recordOfError(situation: Situation, error: unknown, at: number): CompletionRecord {
	const request = { rawAnswer: '', tokens: 0, error };
	return { at, situation, request, effects: [], milliseconds: 0, outcome: { kind: 'none', reason: 'ownError' } };
}

/** One line for the log, without code: "completion: asked, 310 prompt tokens (290 cached), first token 41 ms, 24 tokens: shown". */
function describeRecord({ source, request, milliseconds, outcome }: CompletionRecord): string {
	const { promptTokens, cachedTokens, generatedTokens } = request?.usage ?? {};
	const parts = [
		source ?? 'not asked',
		promptTokens !== undefined && `${promptTokens} prompt tokens${cachedTokens === undefined ? '' : ` (${cachedTokens} cached)`}`,
		request?.firstTokenMs !== undefined && `first token ${Math.round(request.firstTokenMs)} ms`,
		request && `${generatedTokens ?? request.tokens} tokens`,
		`${Math.round(milliseconds)} ms`,
	];
	return `completion: ${parts.filter(Boolean).join(', ')}: ${outcome.kind === 'shown' ? 'shown' : outcome.reason}`;
}

/**
 * Ghost text: VS Code asks, the completion core answers. This file only translates: positions and cancellation in, ranges out.
 * Nothing it does can throw into VS Code or pop anything up; "Show Last Completion" says why nothing was shown.
 */
import * as vscode from 'vscode';
import { delay } from '../../core/base/abort';
import { complete, type CompletionItem, type CompletionServices } from '../../core/completion/complete';
import type { CompletionRecord } from '../../core/completion/record';
import { CompletionSession } from '../../core/completion/session';
import type { CompletionSettings } from '../../core/completion/settings';
import type { ServeRole } from '../../core/engine/servedModel';
import { toSignal } from '../cancellation';
import { servedSchemes } from './servedSchemes';
import { situationAt } from './situationAt';

export interface InlineCompletionDeps {
	readonly serve: ServeRole;
	readonly settings: (document: vscode.TextDocument) => CompletionSettings;
	readonly isPaused: () => boolean;
	readonly onDidComplete: (record: CompletionRecord) => void;
	readonly log: { debug(message: string): void; error(message: string): void };
	readonly now: () => number;
}

export function registerInlineCompletion(deps: InlineCompletionDeps): vscode.Disposable {
	const session = new CompletionSession();
	const services: CompletionServices = {
		serve: deps.serve,
		session,
		clock: { now: deps.now, delay },
		isPaused: deps.isPaused,
	};
	const provider: vscode.InlineCompletionItemProvider = {
		provideInlineCompletionItems: (document, position, context, token) => provide(deps, services, document, position, context, token),
	};
	const registration = vscode.languages.registerInlineCompletionItemProvider(
		servedSchemes.map(scheme => ({ scheme })),
		provider,
	);
	return vscode.Disposable.from(registration, new vscode.Disposable(() => session.reset()));
}

async function provide(
	deps: InlineCompletionDeps,
	services: CompletionServices,
	document: vscode.TextDocument,
	position: vscode.Position,
	context: vscode.InlineCompletionContext,
	token: vscode.CancellationToken,
): Promise<vscode.InlineCompletionItem[]> {
	if (isInDiff()) return [];
	const chosen = context.selectedCompletionInfo;
	// An item that replaces more than it continues would have to be undone before our text could follow it.
	if (chosen && !chosen.text.startsWith(document.getText(new vscode.Range(chosen.range.start, position)))) return [];
	const trigger = context.triggerKind === vscode.InlineCompletionTriggerKind.Invoke ? 'explicit' : 'automatic';
	const { signal, dispose } = toSignal(token);
	try {
		const situation = situationAt({ document, position, trigger, ...(chosen && { chosen }) });
		const result = await complete(situation, deps.settings(document), services, signal);
		const isStale = document.isClosed || document.version !== situation.version;
		if (result.kind === 'shown' && isStale) result.record.outcome = { kind: 'none', reason: 'documentChanged' };
		deps.onDidComplete(result.record);
		void result.settled.then(() => deps.log.debug(describeRecord(result.record)));
		return result.kind === 'none' || isStale ? [] : [toItem(result.item, position, chosen)];
	} catch (error) {
		deps.log.error(`completion: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
		return [];
	} finally {
		dispose();
	}
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

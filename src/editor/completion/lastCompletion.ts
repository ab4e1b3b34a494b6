/** "Show Last Completion": what was asked, what came, what each filter did, and why nothing was shown. A read-only document. */
import * as vscode from 'vscode';
import type { SnippetSource } from '../../core/completion/context/snippet';
import type { PromptContext } from '../../core/completion/promptLayout';
import { tokensPerSecond, type CompletionRecord } from '../../core/completion/record';
import { reasonText } from './reasonText';

const uri = vscode.Uri.from({ scheme: 'deepseek-coder-completion', path: '/Last Completion.md' });

export class LastCompletion implements vscode.TextDocumentContentProvider, vscode.Disposable {
	private readonly changed = new vscode.EventEmitter<vscode.Uri>();
	readonly onDidChange = this.changed.event;

	/** After `onDidChange`: VS Code looks for it now, and never again. */
	private readonly registration = vscode.workspace.registerTextDocumentContentProvider(uri.scheme, this);
	private record: CompletionRecord | undefined;

	/** Remembers it; the document shows it when it is opened. */
	show(record: CompletionRecord): void {
		// A keystroke that came too soon says nothing about the completion before it.
		if (record.outcome.kind === 'none' && record.outcome.reason === 'cancelled' && this.record) return;
		this.record = record;
	}

	async open(): Promise<void> {
		this.changed.fire(uri);
		const document = await vscode.workspace.openTextDocument(uri);
		await vscode.window.showTextDocument(await vscode.languages.setTextDocumentLanguage(document, 'markdown'), { preview: true });
	}

	provideTextDocumentContent(): string {
		return this.record ? markdownOf(this.record) : `${vscode.l10n.t('No completion was asked for yet.')}\n`;
	}

	dispose(): void {
		this.changed.dispose();
		this.registration.dispose();
	}
}

function markdownOf(record: CompletionRecord): string {
	const { situation, window, request, outcome } = record;
	const facts: (readonly [string, string | number | undefined])[] = [
		['file', `${situation.uri} (${situation.languageId})`],
		['trigger', situation.trigger],
		['model', record.model],
		['source', record.source],
		['shape', record.shape && JSON.stringify(record.shape)],
		['waited', record.pace && JSON.stringify(record.pace)],
		['budget', record.budget && JSON.stringify(record.budget)],
		['prompt tokens', request?.usage?.promptTokens],
		['of these cached', request?.usage?.cachedTokens],
		['first token', request?.firstTokenMs === undefined ? undefined : `${Math.round(request.firstTokenMs)} ms`],
		['generated tokens', request?.usage?.generatedTokens ?? request?.tokens],
		['of these guessed right', request?.usage?.guessedTokens],
		['speed', request && tokensPerSecond(request) ? `${Math.round(tokensPerSecond(request) ?? 0)} tok/s` : undefined],
		['ended by', request?.end],
		['error', request?.error instanceof Error ? request.error.message : undefined],
		['total', `${Math.round(record.milliseconds)} ms`],
	];
	const result =
		outcome.kind === 'shown' ? `shown, in place of ${outcome.replaceSuffixLength} characters` : `nothing was shown: **${outcome.reason}**`;
	const effects = record.effects.map(effect =>
		effect.kind === 'dropped' ? `- ${effect.filter}: dropped, ${effect.reason}` : `- ${effect.filter}: mended\n\n${fenced(effect.text)}`,
	);
	return [
		`# Last completion: ${result}`,
		...(outcome.kind === 'none' ? [reasonText(outcome.reason)] : []),
		facts.flatMap(([name, value]) => (value === undefined ? [] : [`- ${name}: ${value}`])).join('\n'),
		...(window?.context ? contextParts(window.context) : []),
		...(window ? ['## Prefix', fenced(window.prefix), '## Suffix', fenced(window.suffix)] : []),
		...(request ? ['## Raw answer', fenced(request.rawAnswer)] : []),
		'## Filters',
		effects.join('\n') || 'None changed anything.',
		...(outcome.kind === 'shown' ? ['## Shown', fenced(outcome.text)] : []),
		'',
	].join('\n\n');
}

/** The code of other files that stood before the prefix, and what it cost. */
function contextParts({ snippets, text }: PromptContext): readonly string[] {
	const lines = snippets.map(({ path, startLine, source, score, tokens }) => {
		return `- ${path}:${startLine + 1}: ${sourceText[source]()}, ${vscode.l10n.t('score {0}, {1} tokens', score.toFixed(2), tokens)}`;
	});
	return [`## ${vscode.l10n.t('Code of other files')}`, lines.join('\n'), fenced(text)];
}

const sourceText: Readonly<Record<SnippetSource, () => string>> = {
	definition: () => vscode.l10n.t('defines what is used here'),
	edit: () => vscode.l10n.t('edited lately'),
	import: () => vscode.l10n.t('imported here'),
	tab: () => vscode.l10n.t('open or looked at lately'),
	neighbour: () => vscode.l10n.t('in the same folder'),
};

function fenced(text: string): string {
	const longest = Math.max(2, ...Array.from(text.matchAll(/`+/g), run => run[0].length));
	const fence = '`'.repeat(longest + 1);
	return `${fence}\n${text}\n${fence}`;
}

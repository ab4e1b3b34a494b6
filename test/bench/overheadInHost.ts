/**
 * Measures the extension's own time per completion, inside the extension host of a real VS Code: from the call that VS Code makes to what it gets
 * back, with an engine that answers at once and a debounce that takes no time. Every keystroke is a real edit of a real document.
 */
import { renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';
import { delay } from '../../src/core/base/abort';
import type { CompletionRecord } from '../../src/core/completion/record';
import { CompletionSession } from '../../src/core/completion/session';
import type { ServedModel } from '../../src/core/engine/servedModel';
import type { StreamEvent } from '../../src/core/engine/streamEvent';
import { ContextWatcher } from '../../src/editor/completion/context/contextWatcher';
import { gitIgnores } from '../../src/host/gitIgnores';
import { Exclusions } from '../../src/editor/completion/context/exclusions';
import { InlineCompletionProvider } from '../../src/editor/completion/inlineCompletion';
import { Settings } from '../../src/editor/settings/settings';
import { completionSettings } from '../../src/editor/settings/settingsFor';

export interface HostRun {
	readonly workspaceFiles: number;
	readonly bySize: readonly { readonly lines: number; readonly milliseconds: readonly number[] }[];
	/** Why nothing was shown, where something should have been. */
	readonly failures: readonly string[];
}

const lineCounts = [100, 1000, 10_000, 100_000];
/** The size of file in which the workspaces are compared. */
const usualLines = 1000;

/** Sizes take turns, so that what else the machine does hits all of them alike. */
const rounds = 16;
const keystrokesPerRound = 20;
/**
 * From key to key, in milliseconds. VS Code itself takes longer to apply an edit to a large file, and code that was not run for a while runs slower:
 * with the same gap everywhere only our own work is compared.
 */
const gapMs = 40;
/** At the beginning of each turn: showing a document makes VS Code itself busy. */
const warmUp = 4;

const answer = ['zero', '.Map(', 'value', ', ', 'twice', ')', '\n', '\treturn', ' result', '\n', '}\n', '\n'];

class AnswersAtOnce implements ServedModel {
	readonly role = 'completion';
	readonly loaded: ServedModel['loaded'] = {
		installed: { id: 'at once', label: 'at once', family: 'coderV1', fileBytes: 0, roles: ['completion'], isDemo: false },
		contextTokens: 16_384,
		loadMilliseconds: 0,
	};

	async *generate(_: unknown, signal: AbortSignal): AsyncIterable<StreamEvent> {
		for (const text of answer) {
			if (signal.aborted) break;
			yield await Promise.resolve({ kind: 'text' as const, text, tokens: 1 });
		}
		yield { kind: 'end', reason: signal.aborted ? 'cancelled' : 'stop', usage: { promptTokens: 1500, generatedTokens: answer.length } };
	}

	countTokens(text: string): Promise<{ tokens: number; exact: boolean }> {
		return Promise.resolve({ tokens: Math.ceil(text.length / 3), exact: false });
	}
}

/** Someone who types in the middle of a file of so many lines. */
class Typist {
	readonly milliseconds: number[] = [];
	readonly failures: string[] = [];
	private record: CompletionRecord | undefined;
	private readonly provider: InlineCompletionProvider;
	private lineStarts = 0;

	constructor(
		readonly lines: number,
		private readonly document: vscode.TextDocument,
		settings: Settings,
		exclusions: Exclusions,
		session: CompletionSession,
	) {
		const model = new AnswersAtOnce();
		this.provider = new InlineCompletionProvider(
			{
				session,
				serve: () => Promise.resolve(model),
				settings: document => completionSettings(settings, document, exclusions),
				isPaused: () => false,
				looksAhead: () => true,
				onDidComplete: record => (this.record = record),
				log: { debug: () => undefined, error: message => this.failures.push(message) },
				clock: { now: () => performance.now(), delay: (_, signal) => Promise.resolve(signal?.aborted !== true) },
			},
			{ language: 'go' },
		);
	}

	async round(): Promise<void> {
		const editor = await vscode.window.showTextDocument(this.document);
		const line = Math.floor(this.lines / 2);
		// No beginning twice: what is remembered would be no measure of the whole way.
		const typed = `${String.fromCharCode(97 + this.lineStarts++)}total := sumOf(items, func(item Item) int { return item.Price * factor })`;
		await editor.edit(edit => edit.replace(this.document.lineAt(line).range, ''), unnoticed);
		for (let keystroke = 0; keystroke < keystrokesPerRound; keystroke++) {
			const place = new vscode.Position(line, keystroke);
			const gap = delay(gapMs);
			await editor.edit(edit => edit.insert(place, typed.charAt(keystroke)), unnoticed);
			const milliseconds = await this.complete(place.translate(0, 1));
			if (keystroke >= warmUp) this.milliseconds.push(milliseconds);
			await gap;
		}
	}

	dispose(): void {
		this.provider.dispose();
	}

	private async complete(position: vscode.Position): Promise<number> {
		const caller = new vscode.CancellationTokenSource();
		const context = { triggerKind: vscode.InlineCompletionTriggerKind.Automatic, selectedCompletionInfo: undefined };
		const start = performance.now();
		await this.provider.provideInlineCompletionItems(this.document, position, context, caller.token);
		const milliseconds = performance.now() - start;
		caller.dispose();
		if (this.record?.source !== 'asked') this.failures.push(JSON.stringify([this.record?.source, this.record?.outcome]));
		return milliseconds;
	}
}

const unnoticed = { undoStopBefore: false, undoStopAfter: false };

/** Functions of eight lines with strings, comments and brackets. */
function lineOfCode(index: number): string {
	const name = `value${index >> 3}`;
	const lines = [
		`// ${name} adds up what the items hold, "quoted", and it's done.`,
		`func ${name}(items []Item, factor int) string {`,
		`\tsum := ${index}`,
		`\tfor _, item := range items { sum += item.Price * factor }`,
		`\tif sum > 100 && len(items) > 3 {`,
		`\t\treturn fmt.Sprintf("%d of %s", sum, strings.Join(names(items), ", ")) // as shown`,
		`\t}`,
		`}`,
	];
	return lines[index % lines.length] ?? '';
}

function openFile(name: string, content: string): Thenable<vscode.TextDocument> {
	const file = path.join(vscode.workspace.workspaceFolders?.[0]?.uri.fsPath ?? '', name);
	writeFileSync(file, content);
	return vscode.workspace.openTextDocument(file);
}

/** What VS Code calls (`extensionTestsPath`). */
export async function run(): Promise<void> {
	const workspaceFiles = Number(process.env.DEEPSEEK_CODER_BENCH_FILES);
	const settings = new Settings(() => undefined);
	const exclusions = new Exclusions(() => settings.get('completion.excludeFiles'), gitIgnores);
	const session = new CompletionSession();
	// Gathers from the workspace beside the typing, as in life.
	const log = { debug: () => undefined };
	const watcher = new ContextWatcher({ context: session.layout.context, exclusions, isWanted: () => true, log });
	const typists: Typist[] = [];
	for (const lines of process.env.DEEPSEEK_CODER_BENCH_ALL_SIZES ? lineCounts : [usualLines]) {
		const content = `package bench\n${Array.from({ length: lines }, (_, index) => lineOfCode(index)).join('\n')}`;
		typists.push(new Typist(lines, await openFile(`lines${lines}.go`, content), settings, exclusions, session));
	}
	for (let round = 0; round <= rounds; round++) {
		// The first one warms up.
		if (round === 1) for (const { milliseconds } of typists) milliseconds.length = 0;
		for (const typist of typists) await typist.round();
	}
	const bySize = typists.map(({ lines, milliseconds }) => ({ lines, milliseconds }));
	const result: HostRun = { workspaceFiles, bySize, failures: typists.flatMap(each => each.failures) };
	for (const typist of typists) typist.dispose();
	watcher.dispose();
	exclusions.dispose();
	settings.dispose();
	const file = process.env.DEEPSEEK_CODER_TEST_RESULT ?? '';
	writeFileSync(`${file}.part`, JSON.stringify(result));
	renameSync(`${file}.part`, file);
}

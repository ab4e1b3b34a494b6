/** Which files no prompt may hold: secrets by their names, the user's patterns, what the explorer hides, and what git ignores. */
import * as vscode from 'vscode';
import { secretFiles } from '../../../core/completion/context/secretFiles';
import { globMatcher, type PathMatcher } from '../../../core/text/glob';
import { ignoredByGit, type GitIgnores } from './ignoredByGit';

export class Exclusions implements vscode.Disposable {
	private readonly changed = new vscode.EventEmitter<void>();
	readonly onDidChange = this.changed.event;

	private matcher: PathMatcher | undefined;
	private readonly listener = vscode.workspace.onDidChangeConfiguration(event => {
		if (sections.some(each => event.affectsConfiguration(each))) this.reset();
	});

	/** @param patterns the user's own */
	constructor(
		private readonly patterns: () => readonly string[],
		private readonly gitIgnores: GitIgnores,
	) {}

	/** By its name alone; for each keystroke. */
	isExcludedByName(uri: vscode.Uri): boolean {
		this.matcher ??= globMatcher([...secretFiles, ...this.patterns(), ...hiddenPatterns()]);
		return this.matcher(vscode.workspace.asRelativePath(uri, false).replace(/^\/+/, ''));
	}

	/** Those of the files that may be read as context. Files outside of the workspace may not. */
	async allowed(uris: readonly vscode.Uri[]): Promise<readonly vscode.Uri[]> {
		if (!vscode.workspace.isTrusted) return [];
		const named = uris.filter(uri => vscode.workspace.getWorkspaceFolder(uri) !== undefined && !this.isExcludedByName(uri));
		const ignored = await ignoredByGit(named, this.gitIgnores);
		return ignored === undefined ? [] : named.filter(uri => !ignored.has(uri));
	}

	dispose(): void {
		this.listener.dispose();
		this.changed.dispose();
	}

	/** The user's patterns are others now. */
	reset(): void {
		this.matcher = undefined;
		this.changed.fire();
	}
}

const sections = ['files.exclude', 'search.exclude', 'deepseekCoder.completion.excludeFiles'];

/** What the explorer and the search don't show. */
function hiddenPatterns(): readonly string[] {
	return ['files', 'search'].flatMap(section => {
		const exclude = vscode.workspace.getConfiguration(section).get<Readonly<Record<string, unknown>>>('exclude', {});
		return Object.entries(exclude).flatMap(([pattern, isOn]) => (isOn === true ? [pattern] : []));
	});
}

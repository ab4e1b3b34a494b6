/**
 * What git ignores. Which git to ask, and about which repository, the built-in git extension says. Where that has none open (git is not installed, or the repository is a folder
 * above the workspace), the `.gitignore` files on the way to the file are read, without their exceptions: rather too much is left out than too little.
 */
import * as vscode from 'vscode';
import { globMatcher } from '../../../core/text/glob';

/** As much of the git extension's interface as is used here. */
interface GitApi {
	readonly git: { readonly path: string };
	readonly state: 'uninitialized' | 'initialized';
	readonly onDidChangeState: vscode.Event<unknown>;
	getRepository(uri: vscode.Uri): GitRepository | null;
}

interface GitRepository {
	readonly rootUri: vscode.Uri;
}

/** Runs git for those of the paths that it ignores; `undefined` when it does not say. */
export type GitIgnores = (git: string, root: string, paths: readonly string[]) => Promise<ReadonlySet<string> | undefined>;

/** How long the git extension may take to find its repositories; until then no file is known not to be ignored. */
const patienceMs = 5000;

/** `undefined` if that can't be known yet. */
export async function ignoredByGit(uris: readonly vscode.Uri[], gitIgnores: GitIgnores): Promise<ReadonlySet<vscode.Uri> | undefined> {
	if (uris.length === 0) return new Set();
	const git = await gitApi();
	if (git && !(await isInitialized(git))) return undefined;
	const ignored = new Set<vscode.Uri>();
	const byRepository = new Map<GitRepository, vscode.Uri[]>();
	for (const uri of uris) {
		const repository = git?.getRepository(uri);
		if (repository) byRepository.set(repository, [...(byRepository.get(repository) ?? []), uri]);
		else if (await isIgnoredByFiles(uri)) ignored.add(uri);
	}
	for (const [{ rootUri }, own] of byRepository) {
		const paths = await gitIgnores(
			git?.git.path ?? 'git',
			rootUri.fsPath,
			own.map(uri => uri.fsPath),
		);
		for (const uri of own) if (paths === undefined || paths.has(uri.fsPath)) ignored.add(uri);
	}
	return ignored;
}

async function gitApi(): Promise<GitApi | undefined> {
	const extension = vscode.extensions.getExtension<{ readonly enabled: boolean; getAPI(version: 1): GitApi }>('vscode.git');
	const exports = await extension?.activate();
	return exports?.enabled ? exports.getAPI(1) : undefined;
}

function isInitialized(git: GitApi): Promise<boolean> {
	if (git.state === 'initialized') return Promise.resolve(true);
	return new Promise(resolve => {
		const finish = (isReady: boolean) => (clearTimeout(timer), listener.dispose(), resolve(isReady));
		const timer = setTimeout(() => finish(false), patienceMs);
		const listener = git.onDidChangeState(() => finish(git.state === 'initialized'));
	});
}

async function isIgnoredByFiles(uri: vscode.Uri): Promise<boolean> {
	const root = vscode.workspace.getWorkspaceFolder(uri)?.uri;
	if (!root) return true;
	let folder = vscode.Uri.joinPath(uri, '..');
	for (;;) {
		const patterns = await patternsIn(folder);
		if (patterns.length > 0 && globMatcher(patterns)(uri.path.slice(folder.path.replace(/\/$/, '').length + 1))) return true;
		if (folder.path.length <= root.path.length) return false;
		folder = vscode.Uri.joinPath(folder, '..');
	}
}

async function patternsIn(folder: vscode.Uri): Promise<readonly string[]> {
	try {
		const text = new TextDecoder().decode(await vscode.workspace.fs.readFile(vscode.Uri.joinPath(folder, '.gitignore')));
		return text.split(/\r?\n/).filter(line => !/^\s*(?:[#!]|$)/.test(line));
	} catch {
		return [];
	}
}

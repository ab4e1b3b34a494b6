/** Reads what can be put beside a question, each as it is now: it goes with the question as it was when it was added. */
import * as vscode from 'vscode';
import { type Attachment } from '../../core/chat/conversation';
import { firstLines } from '../../core/chat/lineRange';
import { pathTree } from '../../core/text/pathTree';
import { changesOf, findRepository, type Repository } from '../commands/commitMessage';
import { codeUnderCursor } from './codeUnderCursor';
import { type WorkspaceFiles } from './workspaceFiles';

/** More than any model here reads at once; whether less fits is decided by its tokens. Keeps a log file from the panel. */
const maxCharacters = 100_000;
const maxProblems = 50;
const maxTreeLines = 200;

/** Nothing for what is no text, or gone. */
export async function fileAttachment(uri: vscode.Uri): Promise<Attachment | undefined> {
	try {
		const document = await vscode.workspace.openTextDocument(uri);
		const all = document.getText().replaceAll('\r\n', '\n').split('\n');
		const lines = firstLines(all, maxCharacters);
		const base = {
			kind: 'file',
			label: nameOf(uri),
			languageId: document.languageId,
			code: lines.join('\n'),
			uri: uri.toString(),
		} as const;
		return lines.length < all.length ? { ...base, startLine: 1, endLine: lines.length } : base;
	} catch {
		return undefined;
	}
}

/** What can't be read is said. */
export async function filesOf(uris: readonly vscode.Uri[]): Promise<readonly Attachment[]> {
	const found: Attachment[] = [];
	for (const uri of uris) {
		const attachment = await fileAttachment(uri);
		if (attachment) found.push(attachment);
		else void vscode.window.showInformationMessage(vscode.l10n.t('{0} can not be added: it is not a text file.', nameOf(uri)));
	}
	return found;
}

export async function selectionOf(editor: vscode.TextEditor): Promise<readonly Attachment[]> {
	const code = await codeUnderCursor(editor);
	return code ? [{ ...code.source, kind: 'selection' }] : [];
}

/** The lines from a symbol's first to its last. */
export async function symbolAttachment(uri: vscode.Uri, { start, end }: vscode.Range): Promise<Attachment | undefined> {
	const file = await fileAttachment(uri);
	if (file === undefined) return undefined;
	const lines = file.code.split('\n').slice(start.line, end.line + 1);
	if (lines.length === 0) return undefined;
	return { ...file, kind: 'symbol', code: lines.join('\n'), startLine: start.line + 1, endLine: start.line + lines.length };
}

export function problemsOf(uri: vscode.Uri, problems: readonly vscode.Diagnostic[]): Attachment {
	const code = problems.slice(0, maxProblems).map(problem => problemLine(uri, problem));
	return { kind: 'problems', label: nameOf(uri), languageId: '', code: code.join('\n'), uri: uri.toString() };
}

/** Of all files, those of the one in the editor first, errors before warnings; nothing when there are none. */
export function allProblems(editor: vscode.TextEditor | undefined): Attachment | undefined {
	const here = editor?.document.uri.toString();
	const all = vscode.languages.getDiagnostics().flatMap(([uri, problems]) => problems.map(problem => ({ uri, problem })));
	const lines = all
		.filter(({ problem }) => problem.severity <= vscode.DiagnosticSeverity.Warning)
		.sort((a, b) => Number(b.uri.toString() === here) - Number(a.uri.toString() === here) || a.problem.severity - b.problem.severity)
		.slice(0, maxProblems)
		.map(({ uri, problem }) => problemLine(uri, problem));
	return lines.length === 0
		? undefined
		: { kind: 'problems', label: vscode.workspace.name ?? 'workspace', languageId: '', code: lines.join('\n') };
}

/** As compilers write it, which models have read most of. */
function problemLine(uri: vscode.Uri, { range: { start }, message, severity, source }: vscode.Diagnostic): string {
	const kind = severityNames[severity];
	return `${nameOf(uri)}:${start.line + 1}:${start.character + 1} ${kind}: ${message}${source === undefined ? '' : ` (${source})`}`;
}

const severityNames: Record<vscode.DiagnosticSeverity, string> = { 0: 'error', 1: 'warning', 2: 'info', 3: 'hint' };

/** The names of what is in a folder and below it; nothing when no file is. */
export async function folderAttachment(folder: string, files: WorkspaceFiles): Promise<Attachment | undefined> {
	const start = `${folder.replace(/\/+$/, '')}/`;
	const inside = (await files.all()).map(({ name }) => name).filter(name => name.startsWith(start));
	if (inside.length === 0) return undefined;
	const code = pathTree(
		inside.map(name => name.slice(start.length)),
		maxTreeLines,
	);
	return { kind: 'folder', label: start, languageId: '', code };
}

/** Staged and not; nothing when nothing has changed. Files that Git does not know yet are no changes. */
export async function changesAttachment(): Promise<Attachment | undefined> {
	try {
		const repository = await findRepository();
		if (repository === undefined) return undefined;
		const diffs = [await repository.diff(true), await repository.diff(false)].map(diff => diff.trimEnd()).filter(diff => diff !== '');
		return diffs.length === 0 ? undefined : ofChanges(repository, diffs.join('\n'));
	} catch {
		// Git itself failed, and says so in its own log.
		return undefined;
	}
}

/** What a commit message is about: what is staged, else all changes. */
export async function commitAttachment(): Promise<Attachment | undefined> {
	try {
		const repository = await findRepository();
		const changes = repository && (await changesOf(repository));
		return changes && ofChanges(repository, changes.diff);
	} catch {
		return undefined;
	}
}

function ofChanges({ state, rootUri }: Repository, diff: string): Attachment {
	const label = state.HEAD?.name ?? rootUri.path.split('/').at(-1) ?? 'Git';
	return { kind: 'changes', label, languageId: 'diff', code: firstLines(diff.split('\n'), maxCharacters).join('\n') };
}

/** What is open in tabs, each once. */
export function openFiles(): readonly vscode.Uri[] {
	const inputs = vscode.window.tabGroups.all.flatMap(group => group.tabs).map(tab => tab.input);
	const uris = inputs.flatMap(input => (input instanceof vscode.TabInputText ? [input.uri] : []));
	return [...new Map(uris.map(uri => [uri.toString(), uri])).values()];
}

export function nameOf(uri: vscode.Uri): string {
	return vscode.workspace.asRelativePath(uri, false);
}

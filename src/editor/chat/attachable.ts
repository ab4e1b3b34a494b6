/** What can be put beside a question: the selection, files, and the problems the editor shows. Everything is read when it is added. */
import * as vscode from 'vscode';
import { type Attachment } from '../../core/chat/conversation';
import { firstLines } from '../../core/chat/lineRange';
import { codeUnderCursor } from './codeUnderCursor';

/** More than any model here reads at once; whether less fits is decided by its tokens. Keeps a log file from the panel. */
const maxCharacters = 100_000;
const maxProblems = 50;

interface Row extends vscode.QuickPickItem {
	readonly read?: () => Promise<readonly Attachment[]>;
}

/** Lets the user choose; nothing chosen is an empty list. */
export async function chooseAttachments(editor: vscode.TextEditor | undefined): Promise<readonly Attachment[]> {
	const rows = attachableRows(editor);
	const chosen = await vscode.window.showQuickPick(rows, {
		title: vscode.l10n.t('Add to your question'),
		placeHolder: vscode.l10n.t('Nothing is sent before you send the question'),
		matchOnDescription: true,
	});
	return (await chosen?.read?.()) ?? [];
}

/** The nearest first: what is selected, the file in the editor, its problems, the other open files, any file. */
export function attachableRows(editor: vscode.TextEditor | undefined): readonly Row[] {
	const rows: Row[] = [];
	if (editor && !editor.selection.isEmpty) {
		rows.push({
			label: `$(selection) ${vscode.l10n.t('Selection')}`,
			description: nameOf(editor.document.uri),
			read: () => selectionOf(editor),
		});
	}
	if (editor) {
		const { uri } = editor.document;
		rows.push({ label: `$(file) ${nameOf(uri)}`, description: vscode.l10n.t('the file in the editor'), read: () => filesOf([uri]) });
		const problems = vscode.languages.getDiagnostics(uri);
		if (problems.length > 0) {
			const label = `$(warning) ${vscode.l10n.t('Problems in {0}', nameOf(uri))}`;
			rows.push({ label, description: String(problems.length), read: () => Promise.resolve([problemsOf(uri, problems)]) });
		}
	}
	const others = openFiles().filter(uri => uri.toString() !== editor?.document.uri.toString());
	if (others.length > 0) rows.push({ label: vscode.l10n.t('open files'), kind: vscode.QuickPickItemKind.Separator });
	if (others.length > 1)
		rows.push({
			label: `$(files) ${vscode.l10n.t('All other open files')}`,
			description: String(others.length),
			read: () => filesOf(others),
		});
	rows.push(...others.map(uri => ({ label: `$(file) ${nameOf(uri)}`, read: () => filesOf([uri]) })));
	rows.push({ label: '', kind: vscode.QuickPickItemKind.Separator });
	rows.push({ label: `$(folder-opened) ${vscode.l10n.t('Other files…')}`, read: browse });
	return rows;
}

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

async function selectionOf(editor: vscode.TextEditor): Promise<readonly Attachment[]> {
	const code = await codeUnderCursor(editor);
	return code ? [{ ...code.source, kind: 'selection' }] : [];
}

async function filesOf(uris: readonly vscode.Uri[]): Promise<readonly Attachment[]> {
	const found: Attachment[] = [];
	for (const uri of uris) {
		const attachment = await fileAttachment(uri);
		if (attachment) found.push(attachment);
		else void vscode.window.showInformationMessage(vscode.l10n.t('{0} can not be added: it is not a text file.', nameOf(uri)));
	}
	return found;
}

async function browse(): Promise<readonly Attachment[]> {
	const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
	const uris = await vscode.window.showOpenDialog({ canSelectMany: true, ...(folder && { defaultUri: folder }) });
	return filesOf(uris ?? []);
}

function problemsOf(uri: vscode.Uri, problems: readonly vscode.Diagnostic[]): Attachment {
	const lines = problems.slice(0, maxProblems).map(({ range, message, severity, source }) => {
		const { line, character } = range.start;
		return `${nameOf(uri)}:${line + 1}:${character + 1} ${severityNames[severity]}: ${message}${source === undefined ? '' : ` (${source})`}`;
	});
	return { kind: 'problems', label: nameOf(uri), languageId: '', code: lines.join('\n'), uri: uri.toString() };
}

/** For the model, as compilers write them. */
const severityNames: Record<vscode.DiagnosticSeverity, string> = { 0: 'error', 1: 'warning', 2: 'info', 3: 'hint' };

function openFiles(): readonly vscode.Uri[] {
	const inputs = vscode.window.tabGroups.all.flatMap(group => group.tabs).map(tab => tab.input);
	const uris = inputs.flatMap(input => (input instanceof vscode.TabInputText ? [input.uri] : []));
	return [...new Map(uris.map(uri => [uri.toString(), uri])).values()];
}

function nameOf(uri: vscode.Uri): string {
	return vscode.workspace.asRelativePath(uri, false);
}

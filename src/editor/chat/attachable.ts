/** The list of what can be put beside a question, for who does not write `#` in it. */
import * as vscode from 'vscode';
import { type Attachment } from '../../core/chat/conversation';
import { changesAttachment, filesOf, nameOf, openFiles, problemsOf, selectionOf } from './contextReaders';
import { terminalSelection } from './terminalText';

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
	rows.push({
		label: `$(diff) ${vscode.l10n.t('Changes that are not committed')}`,
		read: () => oneOr(changesAttachment(), vscode.l10n.t('There are no changes that Git knows of.')),
	});
	if (vscode.window.activeTerminal) {
		rows.push({
			label: `$(terminal) ${vscode.l10n.t('Selection in the terminal')}`,
			description: vscode.window.activeTerminal.name,
			read: () => oneOr(terminalSelection(), vscode.l10n.t('Nothing is selected in the terminal.')),
		});
	}
	rows.push({ label: `$(folder-opened) ${vscode.l10n.t('Other files…')}`, read: browse });
	return rows;
}

/** What is not there is said. */
async function oneOr(reading: Promise<Attachment | undefined>, otherwise: string): Promise<readonly Attachment[]> {
	const attachment = await reading;
	if (attachment) return [attachment];
	void vscode.window.showInformationMessage(otherwise);
	return [];
}

async function browse(): Promise<readonly Attachment[]> {
	const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
	const uris = await vscode.window.showOpenDialog({ canSelectMany: true, ...(folder && { defaultUri: folder }) });
	return filesOf(uris ?? []);
}

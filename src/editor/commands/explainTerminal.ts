/**
 * "Explain Terminal Selection". VS Code tells extensions no terminal's selection, so it is copied as its own command does, and the clipboard gets
 * back the text it held.
 */
import * as vscode from 'vscode';
import { type CodeChat } from '../chat/explainSelection';

export async function explainTerminal(chat: CodeChat): Promise<void> {
	const selected = await terminalSelection();
	if (selected.trim() === '') {
		void vscode.window.showInformationMessage(vscode.l10n.t('Select in a terminal what you want to have explained.'));
		return;
	}
	const label = vscode.window.activeTerminal?.name ?? 'terminal';
	const attachment = { kind: 'terminal', label, languageId: '', code: selected.replaceAll('\r\n', '\n').trimEnd() } as const;
	await chat.ask(vscode.l10n.t('Explain this terminal output'), undefined, 'terminal', [attachment]);
}

async function terminalSelection(): Promise<string> {
	const { clipboard } = vscode.env;
	const before = await clipboard.readText();
	try {
		// With nothing selected the command copies nothing, and the old text must not be taken for a selection.
		await clipboard.writeText('');
		await vscode.commands.executeCommand('workbench.action.terminal.copySelection');
		return await clipboard.readText();
	} finally {
		await clipboard.writeText(before);
	}
}

/** "Explain Terminal Selection": asks the chat about what is selected in a terminal. */
import * as vscode from 'vscode';
import { type CodeChat } from '../chat/explainSelection';
import { terminalSelection } from '../chat/terminalText';

export async function explainTerminal(chat: CodeChat): Promise<void> {
	const selected = await terminalSelection();
	if (selected === undefined) {
		void vscode.window.showInformationMessage(vscode.l10n.t('Select in a terminal what you want to have explained.'));
		return;
	}
	await chat.ask(vscode.l10n.t('Explain this terminal output'), undefined, 'terminal', [selected]);
}

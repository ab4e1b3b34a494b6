/**
 * What stands in a terminal. VS Code tells extensions neither its selection nor its output, so it is copied as VS Code's own commands do, and the
 * clipboard gets back the text it held.
 */
import * as vscode from 'vscode';
import { type Attachment } from '../../core/chat/conversation';

/** What is selected; nothing where nothing is, and VS Code says so itself. */
export function terminalSelection(): Promise<Attachment | undefined> {
	return copiedBy('workbench.action.terminal.copySelection');
}

/** The last command with its output, where the shell tells VS Code what a command is. */
export function lastCommand(): Promise<Attachment | undefined> {
	return copiedBy('workbench.action.terminal.copyLastCommandAndLastCommandOutput');
}

async function copiedBy(command: string): Promise<Attachment | undefined> {
	const terminal = vscode.window.activeTerminal;
	if (terminal === undefined) return undefined;
	const { clipboard } = vscode.env;
	const before = await clipboard.readText();
	try {
		// A command that has nothing to copy leaves the clipboard alone, and the old text must not be taken for the terminal's.
		await clipboard.writeText('');
		await vscode.commands.executeCommand(command);
		const code = (await clipboard.readText()).replaceAll('\r\n', '\n').trimEnd();
		return code.trim() === '' ? undefined : { kind: 'terminal', label: terminal.name || 'terminal', languageId: '', code };
	} finally {
		await clipboard.writeText(before);
	}
}

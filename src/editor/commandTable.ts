/** The command table: every command of the manifest has exactly one entry, or this does not compile. */
import * as vscode from 'vscode';
import type { CommandId } from './ids';

export type CommandTable = Readonly<Record<CommandId, () => unknown>>;

export function registerCommands(table: CommandTable): vscode.Disposable {
	return vscode.Disposable.from(...Object.entries(table).map(([id, run]) => vscode.commands.registerCommand(id, run)));
}

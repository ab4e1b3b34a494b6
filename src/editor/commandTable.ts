/** The command table: every command of the manifest has exactly one entry, or this does not compile. */
import * as vscode from 'vscode';
import type { CommandId } from './ids';

/** A command is given what it was called with: a link's arguments, or whatever a menu passes along. */
export type CommandTable = Readonly<Record<CommandId, (...args: readonly unknown[]) => unknown>>;

export function registerCommands(table: CommandTable): vscode.Disposable {
	return vscode.Disposable.from(...Object.entries(table).map(([id, run]) => vscode.commands.registerCommand(id, run)));
}

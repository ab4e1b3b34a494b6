/** What the panel's suggestions say about themselves. */
import * as vscode from 'vscode';
import { type PlainMention } from '../../core/chat/mentions';
import { type SlashCommand } from '../../core/chat/slashCommands';

export function mentionWords(): Readonly<Record<PlainMention | 'anyFile' | 'folder' | 'sym', string>> {
	return {
		selection: vscode.l10n.t('what is selected'),
		file: vscode.l10n.t('the file in the editor'),
		openFiles: vscode.l10n.t('all open files'),
		problems: vscode.l10n.t('errors and warnings'),
		changes: vscode.l10n.t('what is not committed yet'),
		terminal: vscode.l10n.t('what is selected in the terminal'),
		lastCommand: vscode.l10n.t('the last command in the terminal and its output'),
		anyFile: vscode.l10n.t('a file by its name'),
		folder: vscode.l10n.t('the names of what is in a folder'),
		sym: vscode.l10n.t('a function or class by its name'),
	};
}

export function commandWords(): Readonly<Record<SlashCommand, string>> {
	return {
		explain: vscode.l10n.t('what the code does, step by step'),
		fix: vscode.l10n.t('what is wrong with the code'),
		tests: vscode.l10n.t('unit tests for the code'),
		doc: vscode.l10n.t('documentation comments'),
		refactor: vscode.l10n.t('easier to read, with the same behaviour'),
		commit: vscode.l10n.t('a commit message for the changes'),
		reason: vscode.l10n.t('think before answering'),
	};
}

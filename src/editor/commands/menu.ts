/** The menu behind the status bar item, most used first. */
import * as vscode from 'vscode';
import { command, section, type CommandId } from '../ids';
import type { Pause } from '../status/pause';

interface Entry extends vscode.QuickPickItem {
	readonly run?: () => Thenable<unknown>;
}

export async function showMenu(pause: Pause): Promise<void> {
	const languageId = vscode.window.activeTextEditor?.document.languageId;
	const entry = (icon: string, label: string, id: CommandId): Entry => ({
		label: `$(${icon}) ${label}`,
		run: () => vscode.commands.executeCommand(id),
	});
	const entries: Entry[] = [
		pause.state
			? entry('debug-start', vscode.l10n.t('Resume completions'), command.togglePause)
			: entry('debug-pause', vscode.l10n.t('Pause completions'), command.togglePause),
		entry('clock', vscode.l10n.t('Snooze for 5 minutes'), command.snooze),
		...(languageId ? [entry('symbol-misc', vscode.l10n.t('Completions in {0}: on or off', languageId), command.toggleLanguage)] : []),
		entry('comment-discussion', vscode.l10n.t('Open chat'), command.openChat),
		entry('arrow-swap', vscode.l10n.t('Switch model'), command.switchModel),
		entry('cloud-download', vscode.l10n.t('Get a model'), command.getModel),
		entry('circuit-board', vscode.l10n.t('Model plan'), command.showPlan),
		entry('history', vscode.l10n.t('Last completion'), command.showLastCompletion),
		{
			label: `$(settings-gear) ${vscode.l10n.t('Settings')}`,
			run: () => vscode.commands.executeCommand('workbench.action.openSettings', `${section}.`),
		},
		entry('output', vscode.l10n.t('Log'), command.showLog),
	];
	const picked = await vscode.window.showQuickPick(entries, { title: 'DeepSeek Coder' });
	await picked?.run?.();
}

/** Tells, once for each time, that the built-in engine's process ended by itself; the log has the details. */
import * as vscode from 'vscode';
import { command } from '../ids';

export async function sayEngineDied(death: { readonly restarts: boolean }): Promise<void> {
	const showLog = vscode.l10n.t('Show Log');
	const said = death.restarts
		? vscode.l10n.t('The built-in engine stopped unexpectedly. It starts again with the next request.')
		: leftAlone();
	if ((await vscode.window.showWarningMessage(said, showLog)) === showLog) await vscode.commands.executeCommand(command.showLog);
}

export function leftAlone(): string {
	return vscode.l10n.t(
		'The built-in engine stopped four times in five minutes and is not started again. Choose a smaller model, or use Ollama.',
	);
}

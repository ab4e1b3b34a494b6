/** Completions on or off for the language of the active editor. */
import * as vscode from 'vscode';
import type { Settings } from '../settings/settings';

export async function toggleLanguage(settings: Settings): Promise<void> {
	const languageId = vscode.window.activeTextEditor?.document.languageId;
	if (!languageId) return;
	const enabled = settings.get('completion.enabled');
	const isOn = enabled[languageId] ?? enabled['*'] ?? true;
	await settings.set('completion.enabled', { ...enabled, [languageId]: !isOn });
	const said = isOn
		? vscode.l10n.t('DeepSeek Coder: completions in {0} are off', languageId)
		: vscode.l10n.t('DeepSeek Coder: completions in {0} are on', languageId);
	vscode.window.setStatusBarMessage(said, 4000);
}

/** "Set API Key": keeps the key for the OpenAI-compatible server where VS Code keeps secrets; an empty one forgets it. */
import * as vscode from 'vscode';
import { openAiKeySecret } from '../ids';

export async function setApiKey(secrets: vscode.SecretStorage): Promise<void> {
	const key = await vscode.window.showInputBox({
		title: vscode.l10n.t('API key for the server in `deepseekCoder.openai.url`'),
		prompt: vscode.l10n.t('It is kept in the secret storage of VS Code, not in the settings. Empty: no key.'),
		password: true,
		ignoreFocusOut: true,
	});
	if (key === undefined) return;
	if (key.trim() === '') await secrets.delete(openAiKeySecret);
	else await secrets.store(openAiKeySecret, key.trim());
}

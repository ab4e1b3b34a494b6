/** From which machine an engine was looked for: over SSH, in WSL and in containers the extension runs on the far side, and "127.0.0.1" is there. */
import * as vscode from 'vscode';

/** A sentence, or `undefined` where there is one machine only. */
export function seenFrom(): string | undefined {
	const { remoteName } = vscode.env;
	return remoteName
		? vscode.l10n.t('Seen from the machine that VS Code is connected to ({0}); 127.0.0.1 means that machine.', remoteName)
		: undefined;
}

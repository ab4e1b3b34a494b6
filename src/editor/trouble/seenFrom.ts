/**
 * From which machine an engine was looked for: over SSH, in WSL and in containers the extension mostly runs on the far side, and "127.0.0.1" is there.
 * Where it is only installed on the near side, or a setting wants it there, it is the other way round.
 */
import * as vscode from 'vscode';
import { extensionId } from '../ids';

/**
 * A sentence, or `undefined` where there is one machine only.
 * @param side where the extension runs; absent: where it does
 */
export function seenFrom(side?: vscode.ExtensionKind): string | undefined {
	const { remoteName } = vscode.env;
	if (!remoteName) return undefined;
	return (side ?? vscode.extensions.getExtension(extensionId)?.extensionKind) === vscode.ExtensionKind.UI
		? vscode.l10n.t(
				'Seen from your own machine, not from the one that VS Code is connected to ({0}); 127.0.0.1 means your own.',
				remoteName,
			)
		: vscode.l10n.t('Seen from the machine that VS Code is connected to ({0}); 127.0.0.1 means that machine.', remoteName);
}

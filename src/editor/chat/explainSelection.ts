/** The command "Explain Selection", and its sister that asks for a test: both ask the chat about the code under the cursor. */
import * as vscode from 'vscode';
import { type ChatView } from './chatView';
import { type CodeUnderCursor, codeUnderCursor } from './codeUnderCursor';

export async function explainSelection(chat: ChatView): Promise<void> {
	await askAboutCode(chat, 'explain', name =>
		name === undefined ? vscode.l10n.t('Explain this code') : vscode.l10n.t('Explain {0}', name),
	);
}

export async function writeTestForSelection(chat: ChatView): Promise<void> {
	await askAboutCode(chat, 'test', name =>
		name === undefined ? vscode.l10n.t('Write a test for this code') : vscode.l10n.t('Write a test for {0}', name),
	);
}

async function askAboutCode(chat: ChatView, task: 'explain' | 'test', words: (name?: string) => string): Promise<void> {
	const editor = chat.lastEditor.current;
	const code = editor && (await codeUnderCursor(editor));
	if (code === undefined) {
		void vscode.window.showInformationMessage(vscode.l10n.t('Open a file and put the cursor into the code you want to ask about.'));
		return;
	}
	await chat.ask(withCut(words(code.name), code), code.source, task);
}

function withCut(words: string, { source, linesLeftOut }: CodeUnderCursor): string {
	if (linesLeftOut === 0) return words;
	const shown = source.endLine - source.startLine + 1;
	return `${words} ${vscode.l10n.t('(the first {0} of {1} lines)', shown, shown + linesLeftOut)}`;
}

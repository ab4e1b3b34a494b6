/** A chat as Markdown: in a new document, to be saved wherever one likes, or on the clipboard. */
import * as vscode from 'vscode';
import { type Conversation } from '../../core/chat/conversation';
import { conversationMarkdown } from '../../core/chat/conversationMarkdown';

export async function openAsMarkdown(turns: Conversation, title: string): Promise<void> {
	if (turns.length === 0) {
		void vscode.window.showInformationMessage(vscode.l10n.t('There is nothing in this chat yet.'));
		return;
	}
	const document = await vscode.workspace.openTextDocument({ language: 'markdown', content: chatAsMarkdown(turns, title) });
	await vscode.window.showTextDocument(document);
}

export function chatAsMarkdown(turns: Conversation, title: string): string {
	return conversationMarkdown(turns, { title, you: vscode.l10n.t('You'), assistant: vscode.l10n.t('DeepSeek Coder') });
}

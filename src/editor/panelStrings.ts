/** The chat panel's words, in the user's language. */
import * as vscode from 'vscode';
import { type PanelStrings } from '../protocol/panel';

export function panelStrings(): PanelStrings {
	return {
		conversation: vscode.l10n.t('Conversation'),
		untitled: vscode.l10n.t('New chat'),
		newChat: vscode.l10n.t('New chat'),
		placeholder: vscode.l10n.t('Ask about your code'),
		send: vscode.l10n.t('Send (Enter)'),
		stop: vscode.l10n.t('Stop (Escape)'),
		copy: vscode.l10n.t('Copy'),
		copied: vscode.l10n.t('Copied'),
		insert: vscode.l10n.t('Insert at cursor'),
		retry: vscode.l10n.t('Retry'),
		you: vscode.l10n.t('You'),
		assistant: vscode.l10n.t('DeepSeek Coder'),
		emptyTitle: vscode.l10n.t('Ask about your code'),
		emptyPrivacy: vscode.l10n.t('Nothing leaves this machine.'),
		demoHint: vscode.l10n.t('a toy to try things out, not DeepSeek'),
		tryExplain: vscode.l10n.t('Explain the code at the cursor'),
		tryTest: vscode.l10n.t('Write a test for it'),
		tryAsk: vscode.l10n.t('What can you do?'),
		chooseModel: vscode.l10n.t('Choose a model'),
		modelStarting: vscode.l10n.t('Looking for a model…'),
		modelNone: vscode.l10n.t('No model'),
		codeAskedAbout: vscode.l10n.t('Code asked about: {0}', '{0}'),
		openSource: vscode.l10n.t('Open in the editor'),
		goToLine: vscode.l10n.t('Go to line {0}', '{0}'),
		codeBlock: vscode.l10n.t('Code: {0}', '{0}'),
		thinking: vscode.l10n.t('Thinking…'),
		loadingModel: vscode.l10n.t('Loading {0}…', '{0}'),
		stopped: vscode.l10n.t('Stopped.'),
		full: vscode.l10n.t('The answer reached its length limit.'),
		looped: vscode.l10n.t('The model began to repeat itself and was stopped.'),
		editing: vscode.l10n.t('Changing your last question'),
		stopEditing: vscode.l10n.t('Leave it as it was (Escape)'),
		scrollToEnd: vscode.l10n.t('Scroll to the end'),
	};
}

/** Why nothing was shown, as a sentence. */
import * as vscode from 'vscode';
import type { NoneReason } from '../../core/completion/reason';

export function reasonText(reason: NoneReason): string {
	return sentences[reason]();
}

const sentences: Readonly<Record<NoneReason, () => string>> = {
	paused: () => vscode.l10n.t('Completions are paused.'),
	disabledForLanguage: () => vscode.l10n.t('Completions are switched off for this language, or the workspace is not trusted.'),
	manualOnly: () => vscode.l10n.t('Completions come only when asked for, as the settings say.'),
	untrusted: () => vscode.l10n.t('This workspace is not trusted: nothing is completed in it.'),
	excludedFile: () => vscode.l10n.t('This file is left out: it looks like a secret, or the settings exclude it.'),
	inDiff: () => vscode.l10n.t('In a diff, grey text would look like a change.'),
	suggestItemReplaces: () => vscode.l10n.t('The item chosen in the suggest widget replaces what was typed instead of continuing it.'),
	selection: () => vscode.l10n.t('Text is selected.'),
	severalCursors: () => vscode.l10n.t('There are several cursors.'),
	middleOfWord: () => vscode.l10n.t('The cursor is inside a word. Ask for a suggestion to get one all the same.'),
	middleOfComment: () => vscode.l10n.t('The cursor is in the middle of a comment.'),
	proseAtRest: () => vscode.l10n.t('In comments and prose, suggestions come within a sentence, when a few of its words are there.'),
	nothingToGoOn: () => vscode.l10n.t('There is no text around the cursor to go on.'),
	binary: () => vscode.l10n.t('The file is not text.'),
	tooBig: () => vscode.l10n.t('The line is too long: it was probably made by a tool.'),
	noModel: () => vscode.l10n.t('No model is ready.'),
	noFillInTheMiddle: () => vscode.l10n.t('This model cannot fill in text between two others. Choose another one for completions.'),
	cancelled: () => vscode.l10n.t('More was typed, or the cursor moved, before the answer was there.'),
	engineTrouble: () => vscode.l10n.t('The engine has a problem: the error below says which.'),
	documentChanged: () => vscode.l10n.t('The document changed while the answer was made.'),
	ownError: () => vscode.l10n.t('A mistake in this extension: the log has the details.'),
	empty: () => vscode.l10n.t('The model had nothing to add.'),
	onlyComment: () => vscode.l10n.t('The answer was nothing but a comment.'),
	sameAsThere: () => vscode.l10n.t('The answer is what stands there already.'),
	repetition: () => vscode.l10n.t('The answer says the same again and again.'),
	repeatsSuffix: () => vscode.l10n.t('The answer repeats the lines below.'),
	echo: () => vscode.l10n.t('The answer repeats the prompt.'),
	closesTwice: () => vscode.l10n.t('The answer closes brackets that are closed already.'),
	unbalanced: () => vscode.l10n.t('The brackets of the answer do not match.'),
	secretLike: () => vscode.l10n.t('The answer looks like a key or a password.'),
};

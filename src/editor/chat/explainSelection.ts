/** The commands that ask the chat about code: what is selected, else the function around the cursor. Each task's words stand in core/chat/prompts. */
import * as vscode from 'vscode';
import { type Attachment, type CodeSource, type Task, type TaskAboutCode } from '../../core/chat/conversation';
import { type CodeUnderCursor, codeUnderCursor } from './codeUnderCursor';

/** The chat, as far as these commands know it. */
export interface CodeChat {
	readonly lastEditor: { readonly current: vscode.TextEditor | undefined };
	ask(text: string, source?: CodeSource, task?: Task, attachments?: readonly Attachment[]): Promise<void>;
}

export type CodeTask = Exclude<TaskAboutCode, 'problem'>;

export function explainSelection(chat: CodeChat): Promise<void> {
	return askAboutCode(chat, 'explain');
}

export function writeTestForSelection(chat: CodeChat): Promise<void> {
	return askAboutCode(chat, 'test');
}

export async function askAboutCode(chat: CodeChat, task: CodeTask): Promise<void> {
	const editor = chat.lastEditor.current;
	const code = editor && (await codeUnderCursor(editor));
	if (code === undefined) {
		void vscode.window.showInformationMessage(vscode.l10n.t('Open a file and put the cursor into the code you want to ask about.'));
		return;
	}
	const problems = task === 'fix' ? problemsIn(code.source) : [];
	await chat.ask(withCut(wordsFor(task, code.name), code), code.source, task, problems);
}

/** What the user reads as their question. */
export function wordsFor(task: CodeTask, name: string | undefined): string {
	switch (task) {
		case 'explain':
			return name === undefined ? vscode.l10n.t('Explain this code') : vscode.l10n.t('Explain {0}', name);
		case 'test':
			return name === undefined ? vscode.l10n.t('Write a test for this code') : vscode.l10n.t('Write a test for {0}', name);
		case 'fix':
			return name === undefined ? vscode.l10n.t('Fix this code') : vscode.l10n.t('Fix {0}', name);
		case 'document':
			return name === undefined ? vscode.l10n.t('Document this code') : vscode.l10n.t('Document {0}', name);
		case 'refactor':
			return name === undefined ? vscode.l10n.t('Refactor this code') : vscode.l10n.t('Refactor {0}', name);
	}
}

/** What the editor complains about within the code, as one attachment; none when it is content. */
export function problemsIn({ uri, label, startLine, endLine }: CodeSource): readonly Attachment[] {
	const inside = vscode.languages
		.getDiagnostics(vscode.Uri.parse(uri))
		.filter(({ range }) => range.start.line < endLine && range.end.line >= startLine - 1);
	if (inside.length === 0) return [];
	const lines = inside.map(({ range, message }) => `line ${range.start.line + 1}: ${message}`);
	return [{ kind: 'problems', label, languageId: '', code: lines.join('\n'), uri }];
}

function withCut(words: string, { source, linesLeftOut }: CodeUnderCursor): string {
	if (linesLeftOut === 0) return words;
	const shown = source.endLine - source.startLine + 1;
	return `${words} ${vscode.l10n.t('(the first {0} of {1} lines)', shown, shown + linesLeftOut)}`;
}

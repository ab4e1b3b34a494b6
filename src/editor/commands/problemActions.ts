/** "Explain this problem" and "Fix this problem": the light bulb's entries wherever the editor shows a diagnostic, and the commands behind them. */
import * as vscode from 'vscode';
import { type CodeChat, problemsIn } from '../chat/explainSelection';
import { codeUnderCursor } from '../chat/codeUnderCursor';
import { command } from '../ids';

class ProblemActions implements vscode.CodeActionProvider {
	static readonly kinds = [vscode.CodeActionKind.QuickFix];

	provideCodeActions(document: vscode.TextDocument, _range: vscode.Range, { diagnostics }: vscode.CodeActionContext): vscode.CodeAction[] {
		const [first] = diagnostics;
		if (first === undefined) return [];
		return [
			action(vscode.l10n.t('Explain this problem'), command.explainProblem, document, first),
			action(vscode.l10n.t('Fix this problem'), command.fixProblem, document, first),
		];
	}
}

export function registerProblemActions(): vscode.Disposable {
	return vscode.languages.registerCodeActionsProvider(
		[{ scheme: 'file' }, { scheme: 'untitled' }, { scheme: 'vscode-remote' }],
		new ProblemActions(),
		{
			providedCodeActionKinds: ProblemActions.kinds,
		},
	);
}

/** @param place where the light bulb was; without it, at the cursor */
export async function askAboutProblem(chat: CodeChat, task: 'problem' | 'fix', uri?: unknown, range?: unknown): Promise<void> {
	const editor = uri instanceof vscode.Uri ? await vscode.window.showTextDocument(uri) : chat.lastEditor.current;
	if (editor && range instanceof vscode.Range) editor.selection = new vscode.Selection(range.start, range.start);
	const code = editor && (await codeUnderCursor(editor));
	const problems = code ? problemsIn(code.source) : [];
	if (code === undefined || problems.length === 0) {
		void vscode.window.showInformationMessage(vscode.l10n.t('Put the cursor where the editor shows a problem.'));
		return;
	}
	await chat.ask(task === 'fix' ? vscode.l10n.t('Fix this problem') : vscode.l10n.t('Explain this problem'), code.source, task, problems);
}

function action(words: string, id: string, document: vscode.TextDocument, diagnostic: vscode.Diagnostic): vscode.CodeAction {
	const title = `DeepSeek Coder: ${words}`;
	const found = new vscode.CodeAction(title, vscode.CodeActionKind.QuickFix);
	found.diagnostics = [diagnostic];
	found.command = { command: id, title, arguments: [document.uri, diagnostic.range] };
	return found;
}

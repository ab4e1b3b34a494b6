/** "Inline Edit": asks what to change in the selected code, or the function around the cursor, and streams the new code into a diff to decide on. */
import * as vscode from 'vscode';
import { answer } from '../../core/chat/answer';
import { type CodeSource } from '../../core/chat/conversation';
import { commonIndent } from '../../core/chat/lineRange';
import { editedCode, inlineEditTurns } from '../../core/chat/prompts/inlineEdit';
import { toEngineError } from '../../core/engine/engineError';
import type { ServeRole } from '../../core/engine/servedModel';
import { cutText } from '../chat/answerFigures';
import { codeUnderCursor } from '../chat/codeUnderCursor';
import type { LastEditor } from '../chat/lastEditor';
import type { Proposals } from '../chat/proposals';
import { describeError } from '../trouble/describeError';

export interface InlineEditDeps {
	readonly serve: ServeRole;
	readonly proposals: Proposals;
	readonly lastEditor: Pick<LastEditor, 'current'>;
}

export async function inlineEdit(deps: InlineEditDeps): Promise<void> {
	const editor = deps.lastEditor.current;
	const source = editor && (await wholeLinesUnderCursor(editor));
	if (editor === undefined || source === undefined) {
		void vscode.window.showInformationMessage(vscode.l10n.t('Open a file and put the cursor into the code you want to change.'));
		return;
	}
	const instruction = await vscode.window.showInputBox({
		title: vscode.l10n.t('Edit lines {0} to {1}', source.startLine, source.endLine),
		prompt: vscode.l10n.t('You see the difference before anything is changed.'),
		placeHolder: vscode.l10n.t('What should be different?'),
	});
	if (instruction?.trim()) await editCode(deps, editor.document, source, instruction.trim());
}

/** Resolves when the new code is whole, or the person gave up. */
export async function editCode(
	{ serve, proposals }: InlineEditDeps,
	document: vscode.TextDocument,
	source: CodeSource,
	instruction: string,
): Promise<void> {
	const abort = new AbortController();
	const before = document.getText().replaceAll('\r\n', '\n');
	const growing = await proposals.begin(document, () => abort.abort());
	try {
		const model = await serve(abort.signal);
		if (model === undefined) {
			await growing.cancel();
			if (!abort.signal.aborted) void vscode.window.showInformationMessage(vscode.l10n.t('No chat model is ready.'));
			return;
		}
		let text = '';
		let hasEnded = false;
		const turns = inlineEditTurns(model.loaded.installed, source, instruction);
		for await (const event of answer(model, turns, abort.signal, { now: () => performance.now() })) {
			if (event.kind === 'cut') {
				// With lines left out of the code the answer could only lose them.
				abort.abort();
				await growing.cancel();
				void vscode.window.showWarningMessage(`${cutText(event.cut)} ${vscode.l10n.t('Select less code.')}`);
				return;
			}
			if (event.kind === 'wasThinking') text = '';
			if (event.kind === 'text') {
				text += event.text;
				const code = editedCode(text, false);
				if (code !== undefined && code !== '') growing.grow(withEdit(before, source, code, false));
			}
			if (event.kind === 'end') hasEnded = event.reason === 'stop';
		}
		if (abort.signal.aborted) return;
		const code = hasEnded ? editedCode(text, true) : undefined;
		if (code !== undefined) return growing.finish(withEdit(before, source, code, true));
		await growing.cancel();
		void vscode.window.showWarningMessage(vscode.l10n.t('The model gave no whole code for this. Nothing was changed.'));
	} catch (error) {
		await growing.cancel();
		void vscode.window.showErrorMessage(describeError(toEngineError(error)));
	}
}

/** The document with the new lines in place of the old, as deep as those were. While they come, the old ones behind them stay. */
function withEdit(before: string, { startLine, endLine }: CodeSource, code: string, isWhole: boolean): string {
	const lines = before.split('\n');
	const old = lines.slice(startLine - 1, endLine);
	const indent = commonIndent(old);
	const edited = code.split('\n').map(line => (line.trim() === '' ? line : indent + line));
	const rest = isWhole ? [] : old.slice(edited.length);
	return [...lines.slice(0, startLine - 1), ...edited, ...rest, ...lines.slice(endLine)].join('\n');
}

/** A part of a line can't be shown as a difference of lines, so it stands for its line. */
async function wholeLinesUnderCursor(editor: vscode.TextEditor): Promise<CodeSource | undefined> {
	const { document, selection } = editor;
	const code = await codeUnderCursor(editor);
	if (code === undefined || code.linesLeftOut > 0) return undefined;
	const isPart = !selection.isEmpty && selection.isSingleLine;
	return isPart ? { ...code.source, code: document.lineAt(selection.start.line).text.trim() } : code.source;
}

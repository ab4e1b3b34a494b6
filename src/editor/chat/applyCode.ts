/** Takes code from an answer into files: into a new one, or, once a person has seen the difference, into the one the answer is about. */
import * as vscode from 'vscode';
import { type Question } from '../../core/chat/conversation';
import { withCode } from '../../core/chat/placeCode';
import { languageOfFence } from './languageOfFence';
import { type Proposals } from './proposals';

export async function putIntoNewFile(code: string, fence: string): Promise<void> {
	const document = await vscode.workspace.openTextDocument({ language: await languageOfFence(fence), content: code });
	await vscode.window.showTextDocument(document);
}

/** The file the question named, else the one in the editor. */
export async function proposeCode(
	proposals: Proposals,
	code: string,
	question: Question | undefined,
	editor: vscode.TextEditor | undefined,
): Promise<void> {
	const document = (await namedDocument(question)) ?? editor?.document;
	if (document === undefined) {
		void vscode.window.showInformationMessage(vscode.l10n.t('Open the file that the code is for, and try again.'));
		return;
	}
	const source = question?.source;
	const isHere = editor?.document === document;
	const text = withCode(document.getText().replaceAll('\r\n', '\n'), code, {
		...(source?.uri === document.uri.toString() && { asked: { code: source.code, startLine: source.startLine - 1 } }),
		...(isHere && { selection: linesOf(editor.selection) }),
	});
	await proposals.show(document, text);
}

/** A file that was asked about and is gone is none. */
async function namedDocument(question: Question | undefined): Promise<vscode.TextDocument | undefined> {
	const attached = question?.attachments?.map(({ uri }) => uri).filter(uri => uri !== undefined) ?? [];
	const uri = question?.source?.uri ?? (attached.length === 1 ? attached[0] : undefined);
	if (uri === undefined) return undefined;
	try {
		return await vscode.workspace.openTextDocument(vscode.Uri.parse(uri, true));
	} catch {
		return undefined;
	}
}

/** A selection that ends before the first character of a line does not mean that line. */
function linesOf({ start, end, isEmpty }: vscode.Selection): { startLine: number; endLine: number; isEmpty: boolean } {
	const endLine = end.character === 0 && end.line > start.line ? end.line - 1 : end.line;
	return { startLine: start.line, endLine, isEmpty };
}

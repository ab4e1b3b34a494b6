/** What VS Code's Chat view tells a participant, as the conversation that the panel has too: questions with their task and code, and answers. */
import * as vscode from 'vscode';
import { type Attachment, type ChatTurn, type CodeSource, type Conversation, type Question } from '../../core/chat/conversation';
import { slashCommands, taskOfCommand } from '../../core/chat/slashCommands';
import { fileAttachment } from './contextReaders';
import { codeUnderCursor } from './codeUnderCursor';
import { problemsIn } from './explainSelection';

export async function conversationOf(request: vscode.ChatRequest, { history }: vscode.ChatContext): Promise<Conversation> {
	return [...history.map(earlierTurn), await questionOf(request)];
}

function earlierTurn(turn: vscode.ChatRequestTurn | vscode.ChatResponseTurn, index: number): ChatTurn {
	const id = String(index);
	if (turn instanceof vscode.ChatRequestTurn) {
		return { id, role: 'user', task: 'ask', text: [turn.command && `/${turn.command}`, turn.prompt].filter(Boolean).join(' ') };
	}
	const text = turn.response.map(wordsOf).join('');
	return { id, role: 'assistant', text, outcome: { kind: 'done', figures: '' } };
}

/** The lines it cites are links there, and words to the model. */
function wordsOf(part: vscode.ChatResponseTurn['response'][number]): string {
	if (part instanceof vscode.ChatResponseMarkdownPart) return part.value.value;
	return part instanceof vscode.ChatResponseAnchorPart ? (part.title ?? '') : '';
}

/** A task is about the first thing that was attached, else about the code under the cursor; what else there is goes beside it. */
async function questionOf({ command, prompt, references }: vscode.ChatRequest): Promise<Question> {
	const attached = (await Promise.all(references.map(({ value }) => attachmentOf(value)))).filter(each => each !== undefined);
	const task = taskOfCommand[slashCommands.find(each => each === command) ?? 'commit'];
	const base = { id: 'now', role: 'user', text: prompt, ...(command === 'reason' && { wantsReasoning: true }) } as const;
	if (task === undefined) return { ...base, task: 'ask', ...(attached.length > 0 && { attachments: attached }) };
	const [first, ...others] = attached;
	const source = first ? sourceOf(first) : await sourceUnderCursor();
	if (source === undefined) return { ...base, task: 'ask', text: [`/${command}`, prompt].join(' ') };
	const wish = prompt.trim();
	const attachments = [...(task === 'fix' ? problemsIn(source) : []), ...others];
	return { ...base, task, source, ...(wish !== '' && { wish }), ...(attachments.length > 0 && { attachments }) };
}

async function sourceUnderCursor(): Promise<CodeSource | undefined> {
	const editor = vscode.window.activeTextEditor;
	return editor && (await codeUnderCursor(editor))?.source;
}

export function sourceOf({ uri = '', label, languageId, code, startLine = 1, endLine }: Attachment): CodeSource {
	return { uri, label, languageId, code, startLine, endLine: endLine ?? startLine + code.split('\n').length - 1 };
}

/** A file, a selection or a symbol's place; nothing for a folder or a binary file. */
async function attachmentOf(value: unknown): Promise<Attachment | undefined> {
	if (typeof value === 'string') return { kind: 'selection', label: 'text', languageId: '', code: value };
	if (value instanceof vscode.Uri) return fileAttachment(value);
	if (!(value instanceof vscode.Location)) return undefined;
	try {
		const document = await vscode.workspace.openTextDocument(value.uri);
		const { start, end } = value.range;
		return {
			kind: 'selection',
			label: vscode.workspace.asRelativePath(value.uri, false),
			languageId: document.languageId,
			code: document.getText(value.range).replaceAll('\r\n', '\n'),
			uri: value.uri.toString(),
			startLine: start.line + 1,
			endLine: end.line + 1,
		};
	} catch {
		return undefined;
	}
}

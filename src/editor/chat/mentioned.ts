/** What a mention stands for, read: `#problems`, `#file:src/cart.ts`. */
import type * as vscode from 'vscode';
import { type Attachment } from '../../core/chat/conversation';
import { type Mention } from '../../core/chat/mentions';
import {
	allProblems,
	changesAttachment,
	fileAttachment,
	filesOf,
	folderAttachment,
	openFiles,
	selectionOf,
	symbolAttachment,
} from './contextReaders';
import { lastCommand, terminalSelection } from './terminalText';
import { symbolsNamed } from './symbols';
import { type WorkspaceFiles } from './workspaceFiles';

export interface MentionDeps {
	readonly files: WorkspaceFiles;
	/** The editor the user was in last. */
	readonly editor: () => vscode.TextEditor | undefined;
}

/** Empty for what is not there: no selection, no such file. */
export async function readMentioned(mention: Mention, deps: MentionDeps): Promise<readonly Attachment[]> {
	const editor = deps.editor();
	switch (mention.kind) {
		case 'selection':
			return editor && !editor.selection.isEmpty ? selectionOf(editor) : [];
		case 'file':
			return list(await readFile(mention.name, deps));
		case 'openFiles':
			return filesOf(openFiles());
		case 'problems':
			return list(allProblems(editor));
		case 'changes':
			return list(await changesAttachment());
		case 'terminal':
			return list(await terminalSelection());
		case 'lastCommand':
			return list(await lastCommand());
		case 'folder':
			return list(await folderAttachment(mention.name, deps.files));
		case 'sym': {
			const [symbol] = (await symbolsNamed(mention.name, editor?.document)).filter(({ name }) => name === mention.name);
			return list(symbol && (await symbolAttachment(symbol.uri, await symbol.range())));
		}
	}
}

async function readFile(name: string | undefined, { files, editor }: MentionDeps): Promise<Attachment | undefined> {
	const uri = name === undefined ? editor()?.document.uri : await files.named(name);
	return uri && fileAttachment(uri);
}

function list(attachment: Attachment | undefined): readonly Attachment[] {
	return attachment ? [attachment] : [];
}

/** Makes a question of what was written in the panel: its command, the context it names, and what was put beside it. */
import * as vscode from 'vscode';
import { type Attachment, type Question } from '../../core/chat/conversation';
import { mentionsIn, mentionText } from '../../core/chat/mentions';
import { readSlashCommand, type SlashCommand, taskOfCommand } from '../../core/chat/slashCommands';
import { placeOf } from './attachments';
import { codeUnderCursor } from './codeUnderCursor';
import { commitAttachment } from './contextReaders';
import { problemsIn, wordsFor } from './explainSelection';
import { type MentionDeps, readMentioned } from './mentioned';
import { sourceOf } from './participantTurns';

export interface Written {
	readonly text: string;
	readonly wantsReasoning: boolean;
	/** What was put beside it. */
	readonly attached: readonly Attachment[];
	/** The question that is asked anew with other words. */
	readonly old?: Question | undefined;
}

export async function panelQuestion({ text, wantsReasoning, attached, old }: Written, deps: MentionDeps): Promise<Question> {
	const slash = readSlashCommand(text);
	const named = await namedIn(text, deps);
	// What is named and is a chip already, or went with the question before, goes once.
	const all = [...new Map([...(old?.attachments ?? []), ...attached, ...named].map(each => [placeOf(each), each])).values()];
	const base: Omit<Question, 'task'> = {
		id: crypto.randomUUID(),
		role: 'user',
		text,
		...((wantsReasoning || slash?.command === 'reason') && { wantsReasoning: true }),
	};
	const question = slash && (await commandQuestion({ ...base, task: 'ask' }, slash, all, deps));
	if (question) return question;
	return {
		...base,
		// An edited question keeps the code it is about; with other words it is no longer one of our tasks.
		task: old?.text === text ? old.task : 'ask',
		text: slash?.command === 'reason' && slash.rest !== '' ? slash.rest : text,
		...(old?.text === text && old.wish !== undefined && { wish: old.wish }),
		...(old?.source && { source: old.source }),
		...(all.length > 0 && { attachments: all }),
	};
}

/** One after the other, as what is in a terminal comes by the clipboard. What is not there is said. */
async function namedIn(text: string, deps: MentionDeps): Promise<readonly Attachment[]> {
	const found: Attachment[] = [];
	for (const mention of mentionsIn(text)) {
		const attachments = await readMentioned(mention, deps);
		found.push(...attachments);
		if (attachments.length === 0)
			void vscode.window.showInformationMessage(vscode.l10n.t('There is nothing for {0}.', mentionText(mention)));
	}
	return found;
}

/** A task is about the first code that goes with it, else about the code under the cursor; nothing where there is none. */
async function commandQuestion(
	base: Question,
	{ command, rest }: { readonly command: SlashCommand; readonly rest: string },
	attached: readonly Attachment[],
	{ editor }: MentionDeps,
): Promise<Question | undefined> {
	if (command === 'commit') {
		const changes = await commitAttachment();
		if (changes === undefined) return undefined;
		const text = [vscode.l10n.t('Write a commit message for these changes'), rest].filter(each => each !== '').join(': ');
		return { ...base, text, task: 'commit', ...(rest !== '' && { wish: rest }), attachments: [changes, ...attached] };
	}
	const task = taskOfCommand[command];
	if (task === undefined) return undefined;
	const code = attached.find(({ kind }) => kind === 'selection' || kind === 'file' || kind === 'symbol');
	const current = editor();
	const under = code || current === undefined ? undefined : await codeUnderCursor(current);
	const source = code ? sourceOf(code) : under?.source;
	if (source === undefined) return undefined;
	const attachments = [...(task === 'fix' ? problemsIn(source) : []), ...attached.filter(each => each !== code)];
	const text = [wordsFor(task, under?.name), rest].filter(each => each !== '').join(': ');
	return { ...base, text, task, source, ...(rest !== '' && { wish: rest }), ...(attachments.length > 0 && { attachments }) };
}

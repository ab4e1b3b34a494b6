/** How a conversation is written to a file, and read from one that anybody may have changed. */
import {
	type Answer,
	type Attachment,
	attachmentKinds,
	type ChatTurn,
	type CodeSource,
	type Conversation,
	type Outcome,
	type Question,
	tasks,
} from './conversation';

export interface StoredConversation {
	readonly id: string;
	/** The name a person gave it; without one it is named by its first question. */
	readonly title?: string;
	/** Milliseconds since 1970. */
	readonly created: number;
	readonly updated: number;
	readonly turns: Conversation;
}

export type ReadConversation =
	| { readonly kind: 'conversation'; readonly conversation: StoredConversation }
	/** Written by a later version of this extension: left alone. */
	| { readonly kind: 'newer' }
	| { readonly kind: 'corrupt' };

const version = 1;

export function writeConversation(conversation: StoredConversation): string {
	return `${JSON.stringify({ version, ...conversation }, undefined, '\t')}\n`;
}

/** An answer without an end was cut off with the program that wrote it: it is read as stopped. */
export function readConversation(text: string): ReadConversation {
	const value = parsed(text);
	if (!isRecord(value)) return { kind: 'corrupt' };
	if (typeof value.version === 'number' && value.version > version) return { kind: 'newer' };
	const { id, title, created, updated, turns } = value;
	if (!isText(id) || !isNumber(created) || !isNumber(updated) || !Array.isArray(turns)) return { kind: 'corrupt' };
	const read = turns.map(readTurn);
	if (!read.every(turn => turn !== undefined)) return { kind: 'corrupt' };
	return { kind: 'conversation', conversation: { id, ...(isText(title) && { title }), created, updated, turns: read } };
}

/** The name people know it by: the one they gave it, else the first line of its first question. */
export function titleOf({ title, turns }: Pick<StoredConversation, 'title' | 'turns'>): string {
	const first = turns.find(turn => turn.role === 'user');
	return title ?? first?.text.trim().split('\n')[0] ?? '';
}

function readTurn(value: unknown): ChatTurn | undefined {
	if (!isRecord(value) || !isText(value.id) || typeof value.text !== 'string') return undefined;
	if (value.role === 'user') return readQuestion(value, value.id, value.text);
	return value.role === 'assistant' ? readAnswer(value, value.id, value.text) : undefined;
}

function readQuestion(
	{ task, wish, wantsReasoning, source, attachments, note }: Record<string, unknown>,
	id: string,
	text: string,
): Question {
	const code = readSource(source);
	const attached = Array.isArray(attachments) ? attachments.map(readAttachment).filter(each => each !== undefined) : [];
	return {
		id,
		role: 'user',
		text,
		task: tasks.find(each => each === task) ?? 'ask',
		...(isText(wish) && { wish }),
		...(wantsReasoning === true && { wantsReasoning }),
		...(code && { source: code }),
		...(attached.length > 0 && { attachments: attached }),
		...(isText(note) && { note }),
	};
}

function readAnswer({ thinking, thoughtMilliseconds, outcome }: Record<string, unknown>, id: string, text: string): Answer {
	return {
		id,
		role: 'assistant',
		text,
		...(isText(thinking) && { thinking }),
		...(isNumber(thoughtMilliseconds) && { thoughtMilliseconds }),
		outcome: readOutcome(outcome) ?? { kind: 'stopped', figures: '' },
	};
}

function readOutcome(value: unknown): Outcome | undefined {
	if (!isRecord(value)) return undefined;
	const { kind, figures, message } = value;
	if (kind === 'failed') return { kind, message: typeof message === 'string' ? message : '' };
	if (kind !== 'done' && kind !== 'stopped' && kind !== 'full' && kind !== 'looped') return undefined;
	return { kind, figures: typeof figures === 'string' ? figures : '' };
}

function readSource(value: unknown): CodeSource | undefined {
	if (!isRecord(value)) return undefined;
	const { uri, label, languageId, startLine, endLine, code } = value;
	const isWhole = isText(uri) && isText(label) && typeof languageId === 'string' && isNumber(startLine) && isNumber(endLine);
	return isWhole && typeof code === 'string' ? { uri, label, languageId, startLine, endLine, code } : undefined;
}

function readAttachment(value: unknown): Attachment | undefined {
	if (!isRecord(value)) return undefined;
	const { kind, label, languageId, code, uri, startLine, endLine } = value;
	const known = attachmentKinds.find(each => each === kind);
	if (known === undefined || !isText(label) || typeof languageId !== 'string' || typeof code !== 'string') return undefined;
	const place = isNumber(startLine) && isNumber(endLine) ? { startLine, endLine } : {};
	return { kind: known, label, languageId, code, ...(isText(uri) && { uri }), ...place };
}

function parsed(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}

function isRecord(value: unknown): value is Record<string, unknown> {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isText(value: unknown): value is string {
	return typeof value === 'string' && value !== '';
}

function isNumber(value: unknown): value is number {
	return typeof value === 'number' && Number.isFinite(value);
}

/**
 * A conversation as a value: questions and answers in turn. Every change gives a new conversation, so that a panel, a file and a running
 * answer can each hold on to the one they saw. Ids come from the caller.
 */

/** What is wanted of the code a question carries; `ask` takes the user's own words as they are. */
export const tasks = ['ask', 'explain', 'fix', 'test', 'document', 'refactor', 'problem', 'terminal', 'commit'] as const;
export type Task = (typeof tasks)[number];
/** Those that have their own words for the code. */
export type TaskAboutCode = Exclude<Task, 'ask' | 'terminal' | 'commit'>;

/** The code a question is about. */
export interface CodeSource {
	readonly uri: string;
	/** For people and for the model: "src/cart.ts". */
	readonly label: string;
	readonly languageId: string;
	/** One-based, both included. */
	readonly startLine: number;
	readonly endLine: number;
	readonly code: string;
}

/** `folder` is the names of what is in it, `changes` what is not committed yet. */
export const attachmentKinds = ['selection', 'file', 'symbol', 'folder', 'problems', 'changes', 'terminal'] as const;
export type AttachmentKind = (typeof attachmentKinds)[number];

/** What the user put beside a question. */
export interface Attachment {
	readonly kind: AttachmentKind;
	readonly label: string;
	readonly languageId: string;
	readonly code: string;
	/** Where it is from, if it is from one place. */
	readonly uri?: string;
	/** One-based, both included; a whole file has none. */
	readonly startLine?: number;
	readonly endLine?: number;
}

export interface Question {
	readonly id: string;
	readonly role: 'user';
	readonly text: string;
	readonly task: Task;
	/** What was written behind the command that set the task, "the names" of "/fix the names". */
	readonly wish?: string;
	/** Whether a model that reasons shall answer, where there is one; else the one that chats is told to think first. */
	readonly wantsReasoning?: boolean;
	readonly source?: CodeSource;
	readonly attachments?: readonly Attachment[];
	/** What the asker should know about how it was asked: "200 lines in the middle were left out." */
	readonly note?: string;
}

export interface Answer {
	readonly id: string;
	readonly role: 'assistant';
	readonly text: string;
	/** What a reasoning model thought before it answered. Shown, and never told to a model again. */
	readonly thinking?: string;
	/** How long it thought; absent while it thinks, and when it was cut short. */
	readonly thoughtMilliseconds?: number;
	/** Absent while the answer streams. */
	readonly outcome?: Outcome;
}

/** `full`: the token limit ended it; `looped`: the engine stopped a model that repeated itself. */
export type Outcome =
	| { readonly kind: 'done' | 'stopped' | 'full' | 'looped'; readonly figures: string }
	| { readonly kind: 'failed'; readonly message: string };

export type ChatTurn = Question | Answer;
export type Conversation = readonly ChatTurn[];

export const emptyConversation: Conversation = [];

export function withTurns(conversation: Conversation, ...turns: readonly ChatTurn[]): Conversation {
	return [...conversation, ...turns];
}

/** Adds text to an answer; a conversation that no longer holds it is returned as it is. */
export function withText(conversation: Conversation, answerId: string, text: string): Conversation {
	return changed(conversation, answerId, answer => ({ ...answer, text: answer.text + text }));
}

export function withThinking(conversation: Conversation, answerId: string, text: string): Conversation {
	return changed(conversation, answerId, answer => ({ ...answer, thinking: (answer.thinking ?? '') + text }));
}

export function withThoughtTime(conversation: Conversation, answerId: string, thoughtMilliseconds: number): Conversation {
	return changed(conversation, answerId, answer => ({ ...answer, thoughtMilliseconds }));
}

/** What came as text turned out to be thinking. */
export function withTextAsThinking(conversation: Conversation, answerId: string): Conversation {
	return changed(conversation, answerId, answer => ({ ...answer, thinking: (answer.thinking ?? '') + answer.text, text: '' }));
}

/** What came as thinking turned out to be the answer, which comes again as text. */
export function withoutThinking(conversation: Conversation, answerId: string): Conversation {
	return changed(conversation, answerId, ({ thinking: _, ...answer }) => answer);
}

export function withOutcome(conversation: Conversation, answerId: string, outcome: Outcome): Conversation {
	return changed(conversation, answerId, answer => ({ ...answer, outcome }));
}

export function withNote(conversation: Conversation, questionId: string, note: string): Conversation {
	return conversation.map(turn => (turn.role === 'user' && turn.id === questionId ? { ...turn, note } : turn));
}

/** Everything before the turn; the whole conversation when it holds no such turn. */
export function before(conversation: Conversation, turnId: string): Conversation {
	const index = conversation.findIndex(turn => turn.id === turnId);
	return index < 0 ? conversation : conversation.slice(0, index);
}

/** The conversation without a question and what was answered to it. */
export function withoutPair(conversation: Conversation, questionId: string): Conversation {
	const start = conversation.findIndex(turn => turn.id === questionId && turn.role === 'user');
	if (start < 0) return conversation;
	const next = conversation.findIndex((turn, index) => index > start && turn.role === 'user');
	return [...conversation.slice(0, start), ...(next < 0 ? [] : conversation.slice(next))];
}

/** How many questions there are from this turn on. */
export function questionsFrom(conversation: Conversation, turnId: string): number {
	const index = conversation.findIndex(turn => turn.id === turnId);
	return index < 0 ? 0 : conversation.slice(index).filter(turn => turn.role === 'user').length;
}

/** The question that an answer answers. */
export function questionOf(conversation: Conversation, answerId: string): Question | undefined {
	return before(conversation, answerId)
		.filter(turn => turn.role === 'user')
		.at(-1);
}

function changed(conversation: Conversation, answerId: string, change: (answer: Answer) => Answer): Conversation {
	return conversation.map(turn => (turn.role === 'assistant' && turn.id === answerId ? change(turn) : turn));
}

/**
 * The conversation that the panel shows: asks the model, keeps every word on the disk, and tells what changed. One answer streams at a time:
 * a new question stops the one before.
 */
import * as vscode from 'vscode';
import { Emitter } from '../../core/base/emitter';
import { type AnswerFigures } from '../../core/chat/answer';
import {
	before,
	type Conversation,
	type Question,
	questionOf,
	questionsFrom,
	withOutcome,
	withoutPair,
	withTurns,
} from '../../core/chat/conversation';
import { type ConversationStore } from '../../core/chat/conversationStore';
import { KeptConversation } from '../../core/chat/keptConversation';
import { type StoredConversation } from '../../core/chat/storedConversation';
import { type ServedModel } from '../../core/engine/servedModel';
import { type ToPanel } from '../../protocol/panel';
import { AnswerWriter, type AskDeps } from './answerWriter';

export interface ChatSessionDeps extends AskDeps {
	readonly store: ConversationStore;
}

export class ChatSession {
	private readonly answered = new Emitter<AnswerFigures>();
	private readonly served = new Emitter<ServedModel>();
	private readonly writer: AnswerWriter;
	private kept: KeptConversation;
	private abort = new AbortController();
	private running: Promise<void> = Promise.resolve();
	private restoring: Promise<void> | undefined;
	private saidNotSaved = false;

	/** Fires after each answer, also a stopped one. */
	readonly onDidAnswer = this.answered.event;
	/** Fires when a model is loaded and about to be asked. */
	readonly onDidServe = this.served.event;

	constructor(
		private readonly deps: ChatSessionDeps,
		private readonly post: (message: ToPanel) => void,
	) {
		this.writer = new AnswerWriter({
			...deps,
			tell: (kept, message) => this.tell(kept, message),
			onServe: model => this.served.fire(model),
			onAnswered: figures => this.answered.fire(figures),
		});
		this.kept = this.keep();
	}

	get id(): string {
		return this.kept.id;
	}

	get title(): string {
		return this.kept.title;
	}

	get turns(): Conversation {
		return this.kept.turns;
	}

	/** Shows the last conversation again; the first call does it, the others wait for it. */
	restore(): Promise<void> {
		this.restoring ??= this.restoreLast();
		return this.restoring;
	}

	/** Asks after the running answer has stopped; `replaced` is a question that gives way, with all that came after it. */
	ask(question: Question, replaced?: string): Promise<void> {
		this.stop();
		const abort = new AbortController();
		this.abort = abort;
		this.running = this.running.then(async () => {
			if (abort.signal.aborted) return;
			const earlier = replaced === undefined ? this.turns : this.goBackTo(replaced);
			await this.answerTo(question, earlier, abort.signal);
		});
		return this.running;
	}

	async retry(answerId: string): Promise<void> {
		const question = questionOf(this.turns, answerId);
		if (question === undefined) return;
		const { note: _, ...asked } = question;
		await this.ask({ ...asked, id: crypto.randomUUID() }, question.id);
	}

	/** Stops the answer that streams, in the engine too. */
	stop(): void {
		this.abort.abort();
	}

	startNew(): void {
		this.stop();
		this.show(this.keep());
	}

	/** Shows a new conversation once everything of the old one is on the disk. */
	async leave(): Promise<void> {
		await this.close();
		this.show(this.keep());
	}

	/** Shows an earlier conversation; says whether it is still there. */
	async open(id: string): Promise<boolean> {
		if (id === this.id) return true;
		// The answer that streams may belong to the very chat that was left a moment ago.
		this.stop();
		await this.running;
		const stored = await this.deps.store.open(id);
		if (stored === undefined) return false;
		this.show(this.keep(stored));
		return true;
	}

	async rename(title: string): Promise<void> {
		const saved = this.kept.rename(title);
		this.post({ kind: 'title', title: this.title });
		await saved;
	}

	/** Takes a question out with its answer; what it gives back puts the conversation as it was. */
	async deletePair(questionId: string): Promise<(() => Promise<void>) | undefined> {
		const { kept } = this;
		if (questionsFrom(this.turns, questionId) === 0) return undefined;
		const isStreaming = kept.turns.at(-1)?.role === 'assistant' && questionsFrom(kept.turns, questionId) === 1;
		if (isStreaming) {
			this.stop();
			await this.running;
		}
		const turns = kept.turns;
		await this.changeAndShow(kept, withoutPair(turns, questionId));
		return () => this.changeAndShow(kept, turns);
	}

	/** Stops, and resolves when everything is on the disk. */
	async close(): Promise<void> {
		this.stop();
		await this.running;
		await this.kept.flush();
	}

	private async restoreLast(): Promise<void> {
		const { store, log } = this.deps;
		try {
			await store.forgetDeleted();
			const { entries, setAside } = await store.list();
			if (setAside.length > 0) saySetAside(setAside);
			const [last] = entries;
			const stored = last && (await store.open(last.id));
			// Whoever asked or began anew in the meantime keeps what they have.
			if (stored && this.turns.length === 0) this.kept = this.keep(stored);
		} catch (error) {
			log.error(`chat: earlier conversations could not be read: ${String(error)}`);
			void vscode.window.showWarningMessage(vscode.l10n.t('Earlier chats could not be read: {0}', String(error)));
		}
	}

	private keep(stored?: StoredConversation, turns?: Conversation): KeptConversation {
		const deps = {
			store: this.deps.store,
			newId: () => crypto.randomUUID(),
			date: () => Date.now(),
			now: () => performance.now(),
			onError: (error: unknown) => this.sayNotSaved(error),
		};
		return new KeptConversation(deps, stored, turns);
	}

	/**
	 * What is left of the conversation before a question, shown but not yet saved: the file changes when the next question is in it.
	 * If more than one answer is lost that way, the old course stays a chat of its own.
	 */
	private goBackTo(questionId: string): Conversation {
		const left = before(this.turns, questionId);
		if (questionsFrom(this.turns, questionId) > 1) {
			this.kept = this.keep(undefined, left);
			void vscode.window.setStatusBarMessage(vscode.l10n.t('The chat as it was is kept among the earlier chats.'), 6000);
		}
		this.post({ kind: 'conversation', title: this.title, turns: left });
		return left;
	}

	private async answerTo(question: Question, earlier: Conversation, signal: AbortSignal): Promise<void> {
		const { kept } = this;
		const answerId = crypto.randomUUID();
		const asked = withTurns(earlier, question);
		const saved = kept.change(withTurns(asked, { id: answerId, role: 'assistant', text: '' }));
		this.post({ kind: 'turnStarted', question, answerId });
		this.post({ kind: 'title', title: this.title });
		const outcome = await this.writer.write(kept, asked, answerId, signal);
		await saved;
		await kept.change(withOutcome(kept.turns, answerId, outcome));
		this.tell(kept, { kind: 'turnEnded', answerId, outcome });
	}

	/** An answer may still stream into a conversation that is no longer shown. */
	private tell(kept: KeptConversation, message: ToPanel): void {
		if (kept === this.kept) this.post(message);
	}

	private changeAndShow(kept: KeptConversation, turns: Conversation): Promise<void> {
		const saved = kept.change(turns);
		this.tell(kept, { kind: 'conversation', title: kept.title, turns });
		return saved;
	}

	/** What was shown before is saved already, or will be when its answer has stopped. */
	private show(kept: KeptConversation): void {
		this.kept = kept;
		this.post({ kind: 'conversation', title: kept.title, turns: kept.turns });
	}

	private sayNotSaved(error: unknown): void {
		this.deps.log.error(`chat: the conversation could not be saved: ${String(error)}`);
		if (this.saidNotSaved) return;
		this.saidNotSaved = true;
		void vscode.window.showWarningMessage(vscode.l10n.t('This chat can not be saved: {0}', String(error)));
	}
}

function saySetAside(files: readonly string[]): void {
	void vscode.window.showWarningMessage(
		vscode.l10n.t('A chat could not be read. Its file is kept as {0}; the other chats are not affected.', files.join(', ')),
	);
}

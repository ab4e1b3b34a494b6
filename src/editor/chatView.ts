/**
 * The chat panel's host side: holds the conversation, asks the model, and tells the page what changed. The page can be thrown away at any
 * time; it gets everything again when it comes back. One answer streams at a time: a new question stops the one before.
 */
import * as vscode from 'vscode';
import { DisposableStore } from '../core/base/disposable';
import { Emitter, type Event } from '../core/base/emitter';
import { answer, type AnswerFigures } from '../core/chat/answer';
import {
	before,
	type Conversation,
	emptyConversation,
	type Outcome,
	type Question,
	questionOf,
	type Task,
	withNote,
	withOutcome,
	withText,
	withTurns,
} from '../core/chat/conversation';
import { promptTurns } from '../core/chat/prompts';
import { type EngineError, toEngineError } from '../core/engine/engineError';
import { type ServeRole } from '../core/engine/servedModel';
import { type EndReason } from '../core/engine/streamEvent';
import { type PanelModel, type PanelSource, type ToHost, type ToPanel } from '../protocol/panel';
import { cutText, figuresText } from './answerFigures';
import { explainSelection, writeTestForSelection } from './explainSelection';
import { insertAtCursor } from './insertAtCursor';
import { LastEditor } from './lastEditor';
import { openSource } from './openSource';
import { panelHtml } from './panelHtml';
import { panelStrings } from './panelStrings';
import { readPanelMessage } from './readPanelMessage';

export interface ChatViewDeps {
	readonly extensionUri: vscode.Uri;
	/** The chat model, loaded. */
	readonly serve: ServeRole;
	readonly model: () => PanelModel;
	readonly onDidChangeModel: Event<void>;
	readonly log: vscode.LogOutputChannel;
	/** The error in the user's words, with the way out. */
	readonly describeError: (error: EngineError) => string;
	/** The language to answer in, as a BCP 47 tag. */
	readonly language: () => string;
	/** The model's name was clicked, or there is none. */
	readonly chooseModel: () => void;
}

export class ChatView implements vscode.WebviewViewProvider, vscode.Disposable {
	static readonly viewId = 'deepseekCoder.chat';

	readonly lastEditor: LastEditor;
	/** Fires after each answer, also a stopped one. */
	readonly onDidAnswer: Event<AnswerFigures>;

	private readonly disposables = new DisposableStore();
	private readonly answered = this.disposables.add(new Emitter<AnswerFigures>());
	private conversation: Conversation = emptyConversation;
	private view: vscode.WebviewView | undefined;
	/** Whether the page listens; before that, everything reaches it with `setup`. */
	private isReady = false;
	private abort = new AbortController();
	private running: Promise<void> = Promise.resolve();

	constructor(private readonly deps: ChatViewDeps) {
		this.onDidAnswer = this.answered.event;
		this.lastEditor = this.disposables.add(new LastEditor());
		this.disposables.add(deps.onDidChangeModel(() => this.post({ kind: 'model', model: deps.model() })));
	}

	resolveWebviewView(view: vscode.WebviewView): void {
		const dist = vscode.Uri.joinPath(this.deps.extensionUri, 'dist');
		this.view = view;
		this.isReady = false;
		view.webview.options = { enableScripts: true, localResourceRoots: [dist] };
		const listeners = [
			view.webview.onDidReceiveMessage(value => this.receive(value)),
			view.onDidDispose(() => {
				for (const listener of listeners) listener.dispose();
				if (this.view !== view) return;
				this.view = undefined;
				this.isReady = false;
			}),
		];
		const address = (name: string) => view.webview.asWebviewUri(vscode.Uri.joinPath(dist, name)).toString();
		view.webview.html = panelHtml({
			language: vscode.env.language,
			nonce: crypto.randomUUID(),
			source: view.webview.cspSource,
			script: address('panel.js'),
			style: address('panel.css'),
		});
	}

	/** Shows the panel and puts the cursor into its input. */
	async show(): Promise<void> {
		await this.reveal(false);
		this.post({ kind: 'focusInput' });
	}

	/** Shows the panel, asks, and resolves when the answer has ended, well or not. Code without a task is explained. */
	async ask(text: string, source?: PanelSource, task: Task = source ? 'explain' : 'ask'): Promise<void> {
		await this.reveal(source !== undefined);
		await this.run({ id: crypto.randomUUID(), role: 'user', text, task, ...(source && { source }) });
	}

	newChat(): void {
		this.stop();
		this.replace(emptyConversation);
	}

	/** Stops the answer that streams, in the engine too. */
	stop(): void {
		this.abort.abort();
	}

	dispose(): void {
		this.stop();
		this.disposables.dispose();
	}

	private receive(value: unknown): void {
		const message = readPanelMessage(value);
		if (message === undefined) this.deps.log.warn('chat: ignored an unknown message from the panel');
		else this.handle(message).catch((error: unknown) => this.deps.log.error(`chat: ${toEngineError(error).message}`));
	}

	private async handle(message: ToHost): Promise<void> {
		switch (message.kind) {
			case 'ready':
				this.isReady = true;
				return this.post({ kind: 'setup', strings: panelStrings(), model: this.deps.model(), turns: this.conversation });
			case 'ask':
				return this.askFromPanel(message.text, message.replaces);
			case 'stop':
				return this.stop();
			case 'newChat':
				return this.newChat();
			case 'retry':
				return this.retry(message.answerId);
			case 'copy':
				return vscode.env.clipboard.writeText(message.text);
			case 'insertAtCursor':
				return insertAtCursor(this.lastEditor.current, message.text);
			case 'openSource': {
				const question = this.conversation.find(turn => turn.id === message.questionId);
				const source = question?.role === 'user' ? question.source : undefined;
				return source && openSource(source, message.startLine, message.endLine);
			}
			case 'chooseModel':
				return this.deps.chooseModel();
			case 'try':
				if (message.what === 'explain') return explainSelection(this);
				if (message.what === 'test') return writeTestForSelection(this);
				return this.askFromPanel(panelStrings().tryAsk);
		}
	}

	/** An edited question keeps the code it is about; with other words it is no longer one of our tasks. */
	private askFromPanel(text: string, replaces?: string): Promise<void> {
		const old = this.conversation.find(turn => turn.id === replaces);
		const question: Question = { id: crypto.randomUUID(), role: 'user', text, task: 'ask' };
		if (old?.role !== 'user') return this.run(question);
		const { source, task } = old;
		return this.run({ ...question, task: old.text === text ? task : 'ask', ...(source && { source }) }, before(this.conversation, old.id));
	}

	private async retry(answerId: string): Promise<void> {
		const question = questionOf(this.conversation, answerId);
		if (question === undefined) return;
		const { note: _, ...asked } = question;
		await this.run({ ...asked, id: crypto.randomUUID() }, before(this.conversation, question.id));
	}

	/** Asks after the running answer has stopped; `from` is the conversation to go on from, if not the present one. */
	private run(question: Question, from?: Conversation): Promise<void> {
		this.stop();
		const abort = new AbortController();
		this.abort = abort;
		this.running = this.running.then(async () => {
			if (from) this.replace(from);
			if (!abort.signal.aborted) await this.answerTo(question, abort.signal);
		});
		return this.running;
	}

	private async answerTo(question: Question, signal: AbortSignal): Promise<void> {
		const answerId = crypto.randomUUID();
		const asked = withTurns(this.conversation, question);
		this.conversation = withTurns(asked, { id: answerId, role: 'assistant', text: '' });
		this.post({ kind: 'turnStarted', question, answerId });
		const outcome = await this.stream(asked, question.id, answerId, signal);
		this.conversation = withOutcome(this.conversation, answerId, outcome);
		this.post({ kind: 'turnEnded', answerId, outcome });
	}

	/** Never throws: what goes wrong is an outcome, and the conversation says it. */
	private async stream(asked: Conversation, questionId: string, answerId: string, signal: AbortSignal): Promise<Outcome> {
		const { deps } = this;
		let outcome: Outcome = { kind: 'stopped', figures: '' };
		try {
			const model = await deps.serve(signal);
			if (signal.aborted) return outcome;
			if (model === undefined) return { kind: 'failed', message: deps.model().problem ?? vscode.l10n.t('No chat model is ready.') };
			const turns = promptTurns(model.loaded.installed, asked, deps.language());
			for await (const event of answer(model, turns, signal, { now: () => performance.now() })) {
				switch (event.kind) {
					case 'cut':
						this.conversation = withNote(this.conversation, questionId, cutText(event.cut));
						this.post({ kind: 'questionNote', questionId, note: cutText(event.cut) });
						break;
					case 'text':
						this.conversation = withText(this.conversation, answerId, event.text);
						this.post({ kind: 'turnText', answerId, text: event.text });
						break;
					case 'end':
						outcome = { kind: outcomeOf[event.reason], figures: figuresText(event.figures, deps.model().label) };
						deps.log.debug(`chat: ${event.reason}, ${JSON.stringify(event.figures)}`);
						this.answered.fire(event.figures);
				}
			}
			return outcome;
		} catch (error) {
			if (signal.aborted) return outcome;
			const engineError = toEngineError(error);
			deps.log.warn(`chat: ${engineError.kind}: ${engineError.message}`);
			return { kind: 'failed', message: deps.describeError(engineError) };
		}
	}

	private replace(conversation: Conversation): void {
		this.conversation = conversation;
		this.post({ kind: 'conversation', turns: conversation });
	}

	/** Opens the panel; the focus stays in the editor when the question came from there. */
	private async reveal(preserveFocus: boolean): Promise<void> {
		if (this.view) this.view.show(preserveFocus);
		else await vscode.commands.executeCommand(`${ChatView.viewId}.focus`, { preserveFocus });
	}

	private post(message: ToPanel): void {
		if (this.isReady) void this.view?.webview.postMessage(message);
	}
}

const outcomeOf: Record<EndReason, 'done' | 'full' | 'stopped' | 'looped'> = {
	stop: 'done',
	length: 'full',
	cancelled: 'stopped',
	cut: 'looped',
};

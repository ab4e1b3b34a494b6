/**
 * The chat panel's host side: carries messages between the page and what holds the conversation. The page can be thrown away at any time; it
 * gets everything again when it comes back.
 */
import * as vscode from 'vscode';
import { DisposableStore } from '../../core/base/disposable';
import { type Event } from '../../core/base/emitter';
import { type AnswerFigures } from '../../core/chat/answer';
import { type Attachment, type Question, questionOf, type Task } from '../../core/chat/conversation';
import { readMention } from '../../core/chat/mentions';
import { toEngineError } from '../../core/engine/engineError';
import { type PanelSource, type ToHost, type ToPanel } from '../../protocol/panel';
import { proposeCode, putIntoNewFile } from './applyCode';
import { chooseAttachments } from './attachable';
import { Attachments } from './attachments';
import { ChatHistory } from './chatHistory';
import { ChatSession, type ChatSessionDeps } from './chatSession';
import { ContextMeter } from './contextMeter';
import { chatAsMarkdown, openAsMarkdown } from './exportChat';
import { Proposals } from './proposals';
import { explainSelection, writeTestForSelection } from './explainSelection';
import { insertAtCursor } from './insertAtCursor';
import { LastEditor } from './lastEditor';
import { openSource } from './openSource';
import { completionsFor, type MentionListDeps } from './mentionList';
import { readMentioned } from './mentioned';
import { panelHtml } from './panelHtml';
import { panelQuestion } from './panelQuestion';
import { panelStrings } from './panelStrings';
import { readPanelMessage } from './readPanelMessage';
import { WorkspaceFiles } from './workspaceFiles';

export interface ChatViewDeps extends ChatSessionDeps {
	readonly extensionUri: vscode.Uri;
	readonly onDidChangeModel: Event<void>;
	/** The model's name was clicked, or there is none. */
	readonly chooseModel: () => void;
	/** How many tokens stayed on this machine, in words. */
	readonly kept: () => string;
}

export class ChatView implements vscode.WebviewViewProvider, vscode.Disposable {
	static readonly viewId = 'deepseekCoder.chat';

	readonly lastEditor: LastEditor;
	readonly proposals: Proposals;
	readonly attachments = new Attachments();
	readonly session: ChatSession;
	readonly history: ChatHistory;
	/** Fires after each answer, also a stopped one. */
	readonly onDidAnswer: Event<AnswerFigures>;

	private readonly disposables = new DisposableStore();
	private readonly meter: ContextMeter;
	private readonly mentions: MentionListDeps;
	private view: vscode.WebviewView | undefined;
	/** Whether the page listens; before that, everything reaches it with `setup`. */
	private isReady = false;

	constructor(private readonly deps: ChatViewDeps) {
		this.session = new ChatSession(deps, message => this.post(message));
		this.onDidAnswer = this.session.onDidAnswer;
		this.history = new ChatHistory(this.session, deps.store);
		this.meter = new ContextMeter(deps);
		this.lastEditor = this.disposables.add(new LastEditor());
		this.proposals = this.disposables.add(new Proposals());
		this.mentions = {
			files: new WorkspaceFiles(),
			editor: () => this.lastEditor.current,
			canReason: () => deps.model().reasoner !== undefined,
		};
		this.disposables.add(deps.onDidChangeModel(() => this.post({ kind: 'model', model: deps.model() })));
		this.disposables.add(this.session.onDidServe(model => this.meter.use(model)));
		this.disposables.add(this.attachments.onDidChange(() => this.measure()));
		this.disposables.add(this.meter.onDidChange(context => this.post({ kind: 'context', context })));
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
		void this.session.restore();
	}

	/** Shows the panel and puts the cursor into its input. */
	async show(): Promise<void> {
		await this.reveal(false);
		this.post({ kind: 'focusInput' });
	}

	/** Shows the panel, asks, and resolves when the answer has ended, well or not. Code without a task is explained. */
	async ask(
		text: string,
		source?: PanelSource,
		task: Task = source ? 'explain' : 'ask',
		attachments: readonly Attachment[] = [],
	): Promise<void> {
		await this.reveal(source !== undefined);
		await this.session.restore();
		const question = { id: crypto.randomUUID(), role: 'user', text, task } as const;
		await this.session.ask({ ...question, ...(source && { source }), ...(attachments.length > 0 && { attachments }) });
	}

	async newChat(): Promise<void> {
		await this.session.restore();
		this.session.startNew();
	}

	async showHistory(): Promise<void> {
		await this.session.restore();
		await this.history.show();
	}

	async exportChat(): Promise<void> {
		await this.session.restore();
		await openAsMarkdown(this.session.turns, this.session.title);
	}

	/** Stops the answer that streams, and resolves when every word of it is on the disk. */
	async close(): Promise<void> {
		await this.session.close();
	}

	dispose(): void {
		this.session.stop();
		this.disposables.dispose();
	}

	private receive(value: unknown): void {
		const message = readPanelMessage(value);
		if (message === undefined) this.deps.log.warn('chat: ignored an unknown message from the panel');
		else this.handle(message).catch((error: unknown) => this.deps.log.error(`chat: ${toEngineError(error).message}`));
	}

	private async handle(message: ToHost): Promise<void> {
		const { session } = this;
		switch (message.kind) {
			case 'ready':
				return this.setUp();
			case 'ask':
				return this.askFromPanel(message.text, message.replaces, message.reason);
			case 'complete':
				return this.complete(message.text, message.request);
			case 'mention':
				return this.addMentioned(message.mention);
			case 'stop':
				return session.stop();
			case 'newChat':
				return this.newChat();
			case 'showHistory':
				return this.showHistory();
			case 'exportChat':
				return this.exportChat();
			case 'copyChat':
				return vscode.env.clipboard.writeText(chatAsMarkdown(session.turns, session.title));
			case 'retry':
				return session.retry(message.answerId);
			case 'copyAnswer':
				return vscode.env.clipboard.writeText(session.turns.find(({ id }) => id === message.answerId)?.text ?? '');
			case 'deleteQuestion':
				return this.deleteQuestion(message.questionId);
			case 'copy':
				return vscode.env.clipboard.writeText(message.text);
			case 'insertAtCursor':
				return insertAtCursor(this.lastEditor.current, message.text);
			case 'newFile':
				return putIntoNewFile(message.text, message.language);
			case 'apply':
				return proposeCode(this.proposals, message.text, questionOf(session.turns, message.answerId), this.lastEditor.current);
			case 'openSource': {
				const source = this.question(message.questionId)?.source;
				return source && openSource(source, message.startLine, message.endLine);
			}
			case 'openAttachment': {
				const attachment = this.question(message.questionId)?.attachments?.[message.index];
				return attachment?.uri === undefined ? undefined : openSource({ startLine: 1, endLine: 1, ...attachment, uri: attachment.uri });
			}
			case 'attach':
				return this.attachments.add(await chooseAttachments(this.lastEditor.current));
			case 'attachFiles':
				return this.attachments.addFiles(message.uris);
			case 'detach':
				return this.attachments.remove(message.id);
			case 'chooseModel':
				return this.deps.chooseModel();
			case 'try':
				if (message.what === 'explain') return explainSelection(this);
				if (message.what === 'test') return writeTestForSelection(this);
				return this.askFromPanel(panelStrings().tryAsk);
		}
	}

	private async setUp(): Promise<void> {
		await this.session.restore();
		const { deps, session, meter } = this;
		this.isReady = true;
		const { title, turns } = session;
		this.post({ kind: 'setup', strings: panelStrings(), model: deps.model(), title, turns, context: meter.context, kept: deps.kept() });
	}

	private async askFromPanel(text: string, replaces?: string, wantsReasoning = false): Promise<void> {
		const old = replaces === undefined ? undefined : this.question(replaces);
		const written = { text, wantsReasoning, attached: this.attachments.take(), old };
		await this.session.ask(await panelQuestion(written, this.mentions), old?.id);
	}

	private async complete(text: string, request: number): Promise<void> {
		this.post({ kind: 'completions', request, items: await completionsFor(text, this.mentions) });
	}

	private async addMentioned(text: string): Promise<void> {
		const mention = readMention(text);
		const found = mention ? await readMentioned(mention, this.mentions) : [];
		if (found.length > 0) this.attachments.add(found);
		else void vscode.window.showInformationMessage(vscode.l10n.t('There is nothing for {0}.', text));
	}

	private async deleteQuestion(questionId: string): Promise<void> {
		const bringBack = await this.session.deletePair(questionId);
		if (bringBack === undefined) return;
		const undo = vscode.l10n.t('Undo');
		void vscode.window.showInformationMessage(vscode.l10n.t('The question and its answer were deleted.'), undo).then(async pressed => {
			if (pressed !== undefined) await bringBack();
		});
	}

	private question(id: string): Question | undefined {
		return this.session.turns.filter(turn => turn.role === 'user').find(turn => turn.id === id);
	}

	private measure(): void {
		void this.meter.measure(this.session.turns, this.attachments.all);
	}

	/** Opens the panel; the focus stays in the editor when the question came from there. */
	private async reveal(preserveFocus: boolean): Promise<void> {
		if (this.view) this.view.show(preserveFocus);
		else await vscode.commands.executeCommand(`${ChatView.viewId}.focus`, { preserveFocus });
	}

	private post(message: ToPanel): void {
		if (this.isReady) void this.view?.webview.postMessage(message);
		if (message.kind === 'conversation' || message.kind === 'turnEnded') this.measure();
		if (message.kind === 'turnEnded') this.post({ kind: 'kept', kept: this.deps.kept() });
	}
}

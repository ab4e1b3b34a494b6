/** A chat view whose page only listens and whose model says what a test tells it to: for what no real model does on demand. */
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import { Emitter } from '../../src/core/base/emitter';
import { ConversationStore } from '../../src/core/chat/conversationStore';
import { type GenerateRequest } from '../../src/core/engine/engine';
import { renderPrompt } from '../../src/core/engine/prompt';
import { type ServedModel } from '../../src/core/engine/servedModel';
import { type StreamEvent } from '../../src/core/engine/streamEvent';
import { type ModelFamily } from '../../src/core/models/family';
import { ChatView, type ChatViewDeps } from '../../src/editor/chat/chatView';
import { ConversationFolder } from '../../src/host/conversationFolder';
import { type PanelModel, type ToHost, type ToPanel } from '../../src/protocol/panel';
import { eventually } from './eventually';

export type Generate = (request: Omit<GenerateRequest, 'role'>, signal: AbortSignal) => AsyncIterable<StreamEvent>;

export interface ScriptedChatOptions extends Partial<ChatViewDeps> {
	readonly folder?: string;
	readonly family?: ModelFamily;
}

export class ScriptedChat {
	readonly chat: ChatView;
	/** What the page was told, in order. */
	readonly sent: ToPanel[] = [];
	/** What the model was asked, as text. */
	readonly prompts: string[] = [];
	model: PanelModel = { label: '6.7B Q4_K_M', isDemo: false, state: 'ready' };
	readonly modelChanged = new Emitter<void>();
	readonly errors: string[] = [];
	html = '';
	/** Who answers. */
	readonly served: ServedModel;
	/** Where the conversations are; another chat view given the same folder is the extension after a restart. */
	readonly folder: string;
	private readonly messages = new vscode.EventEmitter<unknown>();

	private constructor(generate: Generate, { folder, family = 'coderV1', ...deps }: ScriptedChatOptions) {
		this.folder = folder ?? mkdtempSync(path.join(os.tmpdir(), 'deepseek-coder-chats-'));
		this.served = {
			role: 'chat',
			loaded: {
				installed: { id: 'm', label: 'm', family, fileBytes: 1, roles: ['chat'], isDemo: true },
				contextTokens: 2048,
				loadMilliseconds: 0,
			},
			generate: (request, signal) => {
				this.prompts.push(renderPrompt(request.prompt));
				return generate(request, signal);
			},
			countTokens: text => Promise.resolve({ tokens: Math.ceil(text.length / 4), exact: true }),
		};
		this.chat = new ChatView({
			extensionUri: vscode.Uri.file('/extension'),
			serve: () => Promise.resolve(this.served),
			model: () => this.model,
			onDidChangeModel: this.modelChanged.event,
			log: {
				debug: () => undefined,
				warn: () => undefined,
				error: (text: string) => this.errors.push(text),
			} as unknown as vscode.LogOutputChannel,
			describeError: error => `in words: ${error.kind}`,
			language: () => 'en',
			chooseModel: () => this.errors.push('no model to choose'),
			store: new ConversationStore(new ConversationFolder(this.folder), () => crypto.randomUUID()),
			kept: () => 'kept tokens',
			...deps,
		});
	}

	/** With its page open. */
	static async open(generate: Generate, options: ScriptedChatOptions = {}): Promise<ScriptedChat> {
		const scripted = new ScriptedChat(generate, options);
		scripted.openPage();
		scripted.say({ kind: 'ready' });
		await eventually('the page to be set up', () => scripted.of('setup').length > 0);
		return scripted;
	}

	/** As when VS Code shows the view, for the first time or again. */
	openPage(): void {
		const webview = {
			options: {},
			cspSource: 'https://webview.test',
			asWebviewUri: (uri: vscode.Uri) => uri,
			onDidReceiveMessage: this.messages.event,
			postMessage: (message: ToPanel) => Promise.resolve(this.sent.push(message) > 0),
			html: '',
		};
		this.chat.resolveWebviewView({
			webview,
			onDidDispose: () => ({ dispose: () => undefined }),
			show: () => undefined,
		} as unknown as vscode.WebviewView);
		this.html = webview.html;
	}

	/** A message from the page. */
	say(message: ToHost): void {
		this.messages.fire(message);
	}

	of<K extends ToPanel['kind']>(kind: K): readonly Extract<ToPanel, { kind: K }>[] {
		return this.sent.filter((message): message is Extract<ToPanel, { kind: K }> => message.kind === kind);
	}

	async dispose(): Promise<void> {
		await this.chat.close();
		this.chat.dispose();
		this.messages.dispose();
		rmSync(this.folder, { recursive: true, force: true });
	}
}

/** Says these words and ends. */
export function saying(...words: readonly string[]): Generate {
	return async function* () {
		for (const text of words) {
			await Promise.resolve();
			yield { kind: 'text', text, tokens: 1 };
		}
		yield { kind: 'end', reason: 'stop', usage: { generatedTokens: words.length, generateMilliseconds: 100 } };
	};
}

/** Says one word and waits until it is stopped. */
export async function* untilStopped(_: unknown, signal: AbortSignal): AsyncIterable<StreamEvent> {
	yield { kind: 'text', text: 'Wait', tokens: 1 };
	await new Promise<void>(resolve => {
		if (signal.aborted) resolve();
		else signal.addEventListener('abort', () => resolve(), { once: true });
	});
	yield { kind: 'end', reason: 'cancelled', usage: { generatedTokens: 1 } };
}

/** The chat model in VS Code's own model picker, for every extension that asks `vscode.lm` for a model. */
import * as vscode from 'vscode';
import { answer } from '../../core/chat/answer';
import { toEngineError } from '../../core/engine/engineError';
import type { Roster } from '../../core/engine/roster';
import type { ServedModel } from '../../core/engine/servedModel';
import type { Turn } from '../../core/models/dialect';
import { limitsOf } from '../../core/models/limits';
import { toSignal } from '../cancellation';
import { describeError } from '../trouble/describeError';
import { vendor } from '../ids';
import { modelName } from '../modelName';
import { placeName } from '../placeName';

export class LanguageModelProvider implements vscode.LanguageModelChatProvider, vscode.Disposable {
	private readonly changed = new vscode.EventEmitter<void>();
	private readonly rosterListener: { dispose(): void };

	readonly onDidChangeLanguageModelChatInformation = this.changed.event;

	constructor(private readonly roster: Roster) {
		let offered = '';
		this.rosterListener = roster.onDidChange(() => {
			const now = roster.post('chat')?.model.id ?? '';
			if (now === offered) return;
			offered = now;
			this.changed.fire();
		});
	}

	/** VS Code resolves models only when somebody selects some; without that its Chat view says "Language model unavailable". */
	async announce(): Promise<void> {
		await vscode.lm.selectChatModels({ vendor });
	}

	provideLanguageModelChatInformation(): vscode.LanguageModelChatInformation[] {
		const post = this.roster.post('chat');
		if (!post) return [];
		const limits = limitsOf({ installed: post.model, contextTokens: post.options.contextTokens, loadMilliseconds: 0 });
		return [
			{
				id: post.model.id,
				name: post.model.isDemo
					? vscode.l10n.t('DeepSeek Coder Local (demo model)')
					: `${post.model.label} ${post.model.quantization ?? ''}`.trim(),
				family: post.model.family,
				version: post.model.quantization ?? '1',
				detail: modelName(post.model),
				tooltip: vscode.l10n.t('Runs on this machine ({0}); nothing you ask leaves it.', placeName(post.engine.place)),
				maxInputTokens: limits.chatPromptTokens,
				maxOutputTokens: limits.chatTokens,
				// The Chat view opens in Agent mode and lists only models that say they can call tools. We answer such a request in words.
				capabilities: { toolCalling: true, imageInput: false },
			},
		];
	}

	async provideLanguageModelChatResponse(
		_model: vscode.LanguageModelChatInformation,
		messages: readonly vscode.LanguageModelChatRequestMessage[],
		_options: vscode.ProvideLanguageModelChatResponseOptions,
		progress: vscode.Progress<vscode.LanguageModelResponsePart>,
		token: vscode.CancellationToken,
	): Promise<void> {
		const { signal, dispose } = toSignal(token);
		try {
			const served = await this.served(signal);
			if (!served) return;
			for await (const event of answer(served, messages.map(toTurn), signal, { now: () => performance.now() })) {
				if (event.kind === 'text') progress.report(new vscode.LanguageModelTextPart(event.text));
			}
		} catch (error) {
			throw new Error(describeError(toEngineError(error)), { cause: error });
		} finally {
			dispose();
		}
	}

	async provideTokenCount(
		_model: vscode.LanguageModelChatInformation,
		text: string | vscode.LanguageModelChatRequestMessage,
		token: vscode.CancellationToken,
	): Promise<number> {
		const { signal, dispose } = toSignal(token);
		try {
			const served = await this.served(signal);
			return served ? (await served.countTokens(typeof text === 'string' ? text : toTurn(text).text, signal)).tokens : 0;
		} finally {
			dispose();
		}
	}

	dispose(): void {
		this.rosterListener.dispose();
		this.changed.dispose();
	}

	private async served(signal: AbortSignal): Promise<ServedModel | undefined> {
		const served = await this.roster.serve('chat', signal);
		if (!served && !signal.aborted) throw new Error(vscode.l10n.t('No model is installed yet. Run "DeepSeek Coder: Get a Model".'));
		return served;
	}
}

function toTurn(message: vscode.LanguageModelChatRequestMessage): Turn {
	const text = message.content.map(part => (part instanceof vscode.LanguageModelTextPart ? part.value : '')).join('');
	return { role: message.role === vscode.LanguageModelChatMessageRole.Assistant ? 'assistant' : 'user', text };
}

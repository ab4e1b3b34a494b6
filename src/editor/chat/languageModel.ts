/** The chat model in VS Code's own model picker, for its Agent mode and for every extension that asks `vscode.lm` for a model. */
import * as vscode from 'vscode';
import { answer } from '../../core/chat/answer';
import { TokenCounts } from '../../core/chat/tokenCounts';
import { answerWithTools, type ToolAnswerEvent } from '../../core/chat/tools/answerWithTools';
import { type ToolFormat, toolFormatOf } from '../../core/chat/tools/toolFormat';
import type { LoadedModel } from '../../core/engine/engine';
import { toEngineError } from '../../core/engine/engineError';
import type { Post } from '../../core/engine/post';
import type { Roster } from '../../core/engine/roster';
import type { ServedModel } from '../../core/engine/servedModel';
import { limitsOf } from '../../core/models/limits';
import { toSignal } from '../cancellation';
import { describeError } from '../trouble/describeError';
import { vendor } from '../ids';
import { modelName } from '../modelName';
import { placeName } from '../placeName';
import { toTool, toTurns } from './languageModelMessages';

type Messages = readonly vscode.LanguageModelChatRequestMessage[];
type Report = vscode.Progress<vscode.LanguageModelResponsePart>;

export class LanguageModelProvider implements vscode.LanguageModelChatProvider, vscode.Disposable {
	private readonly changed = new vscode.EventEmitter<void>();
	private readonly rosterListener: { dispose(): void };
	private readonly counts = new TokenCounts();
	private saidToolsLeftOut = false;

	readonly onDidChangeLanguageModelChatInformation = this.changed.event;

	constructor(
		private readonly roster: Roster,
		private readonly log: { info(message: string): void },
	) {
		let offered = '';
		this.rosterListener = roster.onDidChange(() => {
			const now = JSON.stringify(this.provideLanguageModelChatInformation());
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
		const loaded = this.loadedOf(post);
		const limits = limitsOf(loaded);
		return [
			{
				id: post.model.id,
				name: post.model.isDemo
					? vscode.l10n.t('DeepSeek Coder Local (demo model)')
					: `${post.model.label} ${post.model.quantization ?? ''}`.trim(),
				family: post.model.family,
				version: post.model.quantization ?? '1',
				detail: modelName(post.model),
				tooltip:
					post.engine.isElsewhere === true
						? vscode.l10n.t('Questions go to {0}.', placeName(post.engine.place))
						: vscode.l10n.t('Runs on this machine ({0}); nothing you ask leaves it.', placeName(post.engine.place)),
				maxInputTokens: limits.chatPromptTokens,
				maxOutputTokens: limits.chatTokens,
				// The Chat view's Agent mode lists only models that can.
				capabilities: { toolCalling: formatOf(loaded) !== undefined, imageInput: false },
			},
		];
	}

	async provideLanguageModelChatResponse(
		_model: vscode.LanguageModelChatInformation,
		messages: Messages,
		options: vscode.ProvideLanguageModelChatResponseOptions,
		progress: Report,
		token: vscode.CancellationToken,
	): Promise<void> {
		const { signal, dispose } = toSignal(token);
		try {
			const served = await this.served(signal);
			if (!served) return;
			const format = formatOf(served.loaded);
			if (format !== undefined && options.tools !== undefined && options.tools.length > 0) {
				await this.answerWithTools(served, format, messages, options, progress, signal);
			} else {
				const { turns } = toTurns(messages, format ?? 'json');
				for await (const event of answer(served, turns, signal, { now: () => performance.now() })) {
					if (event.kind === 'text') progress.report(new vscode.LanguageModelTextPart(event.text));
					if (event.kind === 'cut') this.log.info(`language model: did not fit: ${JSON.stringify(event.cut)}`);
				}
			}
		} catch (error) {
			throw error instanceof BrokenCall ? error : new Error(describeError(toEngineError(error)), { cause: error });
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
			if (!served) return 0;
			if (typeof text === 'string') return await this.counts.of(served, text, signal);
			const { turns } = toTurns([text], formatOf(served.loaded) ?? 'json');
			return await this.counts.of(served, turns.map(turn => turn.text).join('\n'), signal);
		} finally {
			dispose();
		}
	}

	dispose(): void {
		this.rosterListener.dispose();
		this.changed.dispose();
	}

	private async answerWithTools(
		served: ServedModel,
		format: ToolFormat,
		messages: Messages,
		{ tools = [], toolMode }: vscode.ProvideLanguageModelChatResponseOptions,
		progress: Report,
		signal: AbortSignal,
	): Promise<void> {
		const { turns, called } = toTurns(messages, format);
		const use = { tools: tools.map(toTool), mustCall: toolMode === vscode.LanguageModelChatToolMode.Required };
		const events = answerWithTools(served, turns, signal, { format, use, called, now: () => performance.now() });
		for await (const event of events) this.pass(event, served.loaded, progress);
	}

	private pass(event: ToolAnswerEvent, loaded: LoadedModel, progress: Report): void {
		switch (event.kind) {
			case 'text':
				return progress.report(new vscode.LanguageModelTextPart(event.text));
			case 'call': {
				const { name, input } = event.call;
				return progress.report(new vscode.LanguageModelToolCallPart(crypto.randomUUID(), name, input));
			}
			case 'brokenCall':
				throw new BrokenCall(
					vscode.l10n.t(
						'The model called a tool, but its call did not end within the {0} tokens of an answer.',
						limitsOf(loaded).chatTokens,
					),
				);
			case 'unknownTool':
				throw new BrokenCall(vscode.l10n.t('The model called a tool that does not exist: {0}.', event.name));
			case 'toolsCut':
				this.log.info(`tools: told ${event.tools.detail}, left out: ${event.tools.leftOut.join(', ') || 'none'}`);
				return this.sayLeftOut(event.tools.leftOut, loaded);
			case 'cut':
				return this.log.info(`tools: did not fit: ${JSON.stringify(event.cut)}`);
			case 'end':
				return;
		}
	}

	private sayLeftOut(names: readonly string[], { contextTokens }: LoadedModel): void {
		if (names.length === 0 || this.saidToolsLeftOut) return;
		this.saidToolsLeftOut = true;
		void vscode.window.showInformationMessage(
			vscode.l10n.t(
				"{0} tools do not fit into the model's context of {1} tokens; it does not know them. Choose fewer tools, or a larger deepseekCoder.contextTokens.",
				names.length,
				contextTokens,
			),
		);
	}

	/** What is in memory; before that, what the plan wants, taken to keep to JSON as the engines on this machine do. */
	private loadedOf({ engine, model, options }: Post): LoadedModel {
		const inMemory = this.roster.loaded.find(({ post }) => post.engine === engine && post.model.id === model.id);
		return inMemory?.loaded ?? { installed: model, contextTokens: options.contextTokens, loadMilliseconds: 0, constrainsJson: true };
	}

	private async served(signal: AbortSignal): Promise<ServedModel | undefined> {
		const served = await this.roster.serve('chat', signal);
		if (!served && !signal.aborted) throw new Error(vscode.l10n.t('No model is installed yet. Run "DeepSeek Coder: Get a Model".'));
		return served;
	}
}

/** Is said to the user as it is: no engine failed. */
class BrokenCall extends Error {}

function formatOf({ installed, constrainsJson = false }: LoadedModel): ToolFormat | undefined {
	return toolFormatOf(installed, constrainsJson);
}

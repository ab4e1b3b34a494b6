/** Tells how full the context will be with the next question: counted by the model itself, in the background, and never guessed. */
import * as vscode from 'vscode';
import { Emitter } from '../../core/base/emitter';
import { countTokens } from '../../core/chat/streamAnswer';
import { TokenCounter } from '../../core/chat/contextFill';
import { type Conversation } from '../../core/chat/conversation';
import { promptTurns } from '../../core/chat/prompts';
import { type ServedModel, type ServeRole } from '../../core/engine/servedModel';
import { limitsOf } from '../../core/models/limits';
import { type PanelContext } from '../../protocol/panel';
import { type Attached } from './attachments';

export interface ContextMeterDeps {
	readonly serve: ServeRole;
	readonly language: () => string;
	readonly log: { debug(message: string): void };
}

export class ContextMeter {
	private readonly changed = new Emitter<PanelContext>();
	private model: ServedModel | undefined;
	private counter: TokenCounter | undefined;
	private abort = new AbortController();
	private last: PanelContext = { chips: [] };

	readonly onDidChange = this.changed.event;

	constructor(private readonly deps: ContextMeterDeps) {}

	get context(): PanelContext {
		return this.last;
	}

	/** The model that answers: what it counts is kept until another one does. */
	use(model: ServedModel): void {
		if (this.model?.loaded === model.loaded) return;
		this.model = model;
		// Each count has an abort of its own, so that one that was given up is not remembered as the answer to another.
		this.counter = new TokenCounter(text => countTokens(model, text, this.abort.signal));
	}

	/** Shows the chips at once and their tokens when they are counted. A count that is overtaken by another is dropped. */
	async measure(turns: Conversation, attached: readonly Attached[]): Promise<void> {
		this.abort.abort();
		const { signal } = (this.abort = new AbortController());
		const { fill } = this.last;
		this.tell({ chips: attached.map(each => chipOf(each)), ...(fill && { fill }) });
		try {
			// A model is not loaded only to measure an empty input; who attaches something is about to ask.
			if (this.model === undefined && attached.length > 0) {
				const model = await this.deps.serve(signal);
				if (model) this.use(model);
			}
			const { model, counter } = this;
			if (model === undefined || counter === undefined) return;
			const context = await this.counted(model, counter, turns, attached);
			if (!signal.aborted) this.tell(context);
		} catch (error) {
			if (!signal.aborted) this.deps.log.debug(`chat: the context could not be counted: ${String(error)}`);
		}
	}

	private async counted(
		model: ServedModel,
		counter: TokenCounter,
		turns: Conversation,
		attached: readonly Attached[],
	): Promise<PanelContext> {
		const chips = [];
		for (const each of attached) chips.push(chipOf(each, await counter.of(each.attachment.code)));
		if (turns.length === 0 && attached.length === 0) return { chips };
		const next = { id: '', role: 'user', text: '', task: 'ask', attachments: attached.map(({ attachment }) => attachment) } as const;
		const tokens = await counter.ofTurns(promptTurns(model.loaded.installed, [...turns, next], this.deps.language()));
		const most = limitsOf(model.loaded).chatPromptTokens;
		const isOver = tokens > most;
		const words = isOver
			? vscode.l10n.t('{0} of {1} tokens: some of it will be left out, the oldest first', number(tokens), number(most))
			: vscode.l10n.t('{0} of {1} tokens', number(tokens), number(most));
		return { chips, fill: { share: Math.min(1, tokens / most), isOver, words } };
	}

	private tell(context: PanelContext): void {
		this.last = context;
		this.changed.fire(context);
	}
}

function chipOf({ id, attachment }: Attached, tokens?: number): PanelContext['chips'][number] {
	const { kind, label, startLine, endLine } = attachment;
	const lines =
		startLine === undefined || endLine === undefined ? '' : startLine === endLine ? `:${startLine}` : `:${startLine}-${endLine}`;
	const count = tokens === undefined ? undefined : vscode.l10n.t('{0} tokens', number(tokens));
	return { id, kind, label: `${label}${lines}`, ...(count !== undefined && { tokens: count }) };
}

function number(value: number): string {
	return value.toLocaleString(vscode.env.language);
}

/** Asks the model and writes its answer, word by word, into a conversation that is kept; says every change to who shows it. */
import * as vscode from 'vscode';
import { answer, type AnswerEvent, type AnswerFigures } from '../../core/chat/answer';
import {
	type Conversation,
	type Outcome,
	withNote,
	withoutThinking,
	withText,
	withTextAsThinking,
	withThinking,
	withThoughtTime,
} from '../../core/chat/conversation';
import { turnsInParts } from '../../core/chat/explainInParts';
import { type KeptConversation } from '../../core/chat/keptConversation';
import { promptTurns } from '../../core/chat/prompts';
import { type EngineError, toEngineError } from '../../core/engine/engineError';
import { type ServedModel, type ServeRole } from '../../core/engine/servedModel';
import { type EndReason } from '../../core/engine/streamEvent';
import { type Turn } from '../../core/models/dialect';
import { type PanelModel, type ToPanel } from '../../protocol/panel';
import { modelName } from '../modelName';
import { cutText, figuresText, partText } from './answerFigures';

export interface AskDeps {
	/** The chat model, loaded. */
	readonly serve: ServeRole;
	/** The model that reasons, loaded in place of the others; nothing where there is none but the one that chats. */
	readonly serveReasoner?: ServeRole;
	readonly model: () => PanelModel;
	readonly log: vscode.LogOutputChannel;
	/** The error in the user's words, with the way out. */
	readonly describeError: (error: EngineError) => string;
	/** The language to answer in, as a BCP 47 tag. */
	readonly language: () => string;
}

export interface AnswerWriterDeps extends AskDeps {
	/** An answer may still be written into a conversation that is no longer shown. */
	readonly tell: (kept: KeptConversation, message: ToPanel) => void;
	/** A model is loaded and about to be asked. */
	readonly onServe: (model: ServedModel) => void;
	readonly onAnswered: (figures: AnswerFigures) => void;
}

export class AnswerWriter {
	constructor(private readonly deps: AnswerWriterDeps) {}

	/** Never throws: what goes wrong is an outcome, and the conversation says it. */
	async write(kept: KeptConversation, asked: Conversation, answerId: string, signal: AbortSignal): Promise<Outcome> {
		const { deps } = this;
		let outcome: Outcome = { kind: 'stopped', figures: '' };
		try {
			const question = asked.at(-1);
			const wantsReasoning = question?.role === 'user' && question.wantsReasoning === true;
			const reasoner = wantsReasoning ? await deps.serveReasoner?.(signal) : undefined;
			const model = reasoner ?? (await deps.serve(signal));
			if (signal.aborted) return outcome;
			if (model === undefined) return { kind: 'failed', message: deps.model().problem ?? vscode.l10n.t('No chat model is ready.') };
			deps.onServe(model);
			const turns = (await this.turnsInParts(kept, model, asked, signal)) ?? promptTurns(model.loaded.installed, asked, deps.language());
			for await (const event of answer(model, turns, signal, { now: () => performance.now() })) {
				if (event.kind === 'end') {
					outcome = {
						kind: outcomeOf[event.reason],
						figures: figuresText(event.figures, reasoner ? modelName(reasoner.loaded.installed) : deps.model().label),
					};
					deps.log.debug(`chat: ${event.reason}, ${JSON.stringify(event.figures)}`);
					deps.onAnswered(event.figures);
				} else {
					this.take(kept, asked.at(-1)?.id ?? '', answerId, event);
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

	/** For code that is too large to be explained at once; what is read just now is said with the question. */
	private turnsInParts(
		kept: KeptConversation,
		model: ServedModel,
		asked: Conversation,
		signal: AbortSignal,
	): Promise<readonly Turn[] | undefined> {
		const question = asked.at(-1);
		if (question?.role !== 'user') return Promise.resolve(undefined);
		const say = (part: number, parts: number) => {
			const note = partText(part, parts);
			kept.grow(withNote(kept.turns, question.id, note));
			this.deps.tell(kept, { kind: 'questionNote', questionId: question.id, note });
		};
		return turnsInParts(model, question, this.deps.language(), signal, { now: () => performance.now() }, say);
	}

	private take(kept: KeptConversation, questionId: string, answerId: string, event: Exclude<AnswerEvent, { kind: 'end' }>): void {
		switch (event.kind) {
			case 'cut':
				kept.grow(withNote(kept.turns, questionId, cutText(event.cut)));
				return this.deps.tell(kept, { kind: 'questionNote', questionId, note: cutText(event.cut) });
			case 'text':
				kept.grow(withText(kept.turns, answerId, event.text));
				return this.deps.tell(kept, { kind: 'turnText', answerId, text: event.text });
			case 'thinking':
				kept.grow(withThinking(kept.turns, answerId, event.text));
				return this.deps.tell(kept, { kind: 'turnThinking', answerId, text: event.text });
			case 'thought':
				kept.grow(withThoughtTime(kept.turns, answerId, event.milliseconds));
				return this.deps.tell(kept, { kind: 'turnThought', answerId, milliseconds: event.milliseconds });
			case 'wasThinking':
				kept.grow(withTextAsThinking(kept.turns, answerId));
				return this.tellAnew(kept, answerId);
			case 'wasAnswer':
				kept.grow(withoutThinking(kept.turns, answerId));
				return this.tellAnew(kept, answerId);
		}
	}

	private tellAnew(kept: KeptConversation, answerId: string): void {
		const changed = kept.turns.find(turn => turn.id === answerId);
		if (changed) this.deps.tell(kept, { kind: 'turnChanged', answer: changed });
	}
}

const outcomeOf: Record<EndReason, 'done' | 'full' | 'stopped' | 'looped'> = {
	stop: 'done',
	length: 'full',
	cancelled: 'stopped',
	cut: 'looped',
};

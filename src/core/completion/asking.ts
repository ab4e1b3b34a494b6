/** One question to one model with all that belongs to it, and how a request is made of it. */
import { type ServedModel } from '../engine/servedModel';
import { fillInTheMiddle } from '../models/dialect';
import { limitsOf } from '../models/limits';
import { toLineFeeds } from '../text/lines';
import { budgetOf } from './budget';
import { type Question } from './cache';
import { type Clock } from './clock';
import { filterAnswer, type Filtered } from './filters';
import { type Prompt } from '../engine/prompt';
import { specialTokensInPrompt, type LaidOut } from './promptLayout';
import { tokensPerSecond, type CompletionRecord } from './record';
import { CompletionRequest, greedy, type Answer, type Sampling } from './request';
import { type CompletionSession } from './session';
import { type CompletionSettings } from './settings';
import { shapeOf } from './singleOrMulti';
import { type Situation } from './situation';
import { stopPlanOf } from './stopRules';

export interface Asking {
	readonly situation: Situation;
	readonly settings: CompletionSettings;
	readonly served: ServedModel;
	readonly window: LaidOut;
	readonly question: Question;
	readonly record: CompletionRecord;
}

/** What of the services asking takes. */
export interface AskingServices {
	readonly session: CompletionSession;
	readonly clock: Clock;
}

export function windowFor(
	situation: Situation,
	served: ServedModel,
	session: CompletionSession,
	{ timeTargetMs }: CompletionSettings,
): LaidOut {
	const charactersPerToken = session.ratio.charactersPerToken(ratioKey(situation, served));
	return session.layout.layOut(situation, served, charactersPerToken, timeTargetMs);
}

export function questionOf(situation: Situation, served: ServedModel, window: LaidOut): Question {
	const { prefix, suffix, context } = window;
	return { model: served.loaded.installed.id, uri: situation.uri, context: context?.text ?? '', prefix, suffix };
}

/**
 * A request whose answer is remembered, even if nobody waits for it any more; `undefined` if the model can't fill in.
 * The answer is in the cache before any caller that waits for it goes on.
 */
export function send(asking: Asking, services: AskingServices): CompletionRequest | undefined {
	const request = sendUnremembered(asking, services, greedy);
	if (request === undefined) return undefined;
	void request.answer.then(answer => {
		if (request.record.end === 'aborted' || request.record.end === 'failed') return;
		services.session.cache.remember({ question: asking.question, ...filtered(answer, asking.situation), request: request.record });
	});
	return request;
}

/** A request for another answer to a question whose first answer is remembered already. */
export function sendUnremembered(asking: Asking, services: AskingServices, sampling: Sampling): CompletionRequest | undefined {
	const { situation, settings, served, window, question, record } = asking;
	const { session, clock } = services;
	const prompt = promptOf(window, served);
	if (prompt === undefined) return undefined;
	const shape = shapeOf(situation);
	const budget = budgetOf(shape, limitsOf(served.loaded), settings, situation.trigger, session.speedOf(question.model));
	record.shape = shape;
	record.budget = budget;
	const stop = stopPlanOf(situation, shape, budget.lines);
	const fitting = session.layout.fitting(window, served, budget.tokens);
	const fittingPrompt = fitting && (() => fitting().then(laidOut => promptOf(laidOut, served) ?? prompt));
	const plan = { question, prompt, fittingPrompt, stopTexts: window.context?.stops ?? [], budget, stop, sampling };
	const request = new CompletionRequest(plan, served, clock);
	void request.settled.then(() => measure(request, asking, session));
	return request;
}

function promptOf({ prefix, suffix, context }: LaidOut, served: ServedModel): Prompt | undefined {
	return fillInTheMiddle(served.loaded.installed.family, prefix, suffix, context?.text);
}

export function filtered({ text, isCut }: Answer, situation: Situation): Filtered {
	return filterAnswer({ text: toLineFeeds(text), isCut, replaceSuffixLength: 0 }, situation);
}

/** Learns from the engine's own figures. */
function measure(request: CompletionRequest, { situation, served, window }: Asking, session: CompletionSession): void {
	const { usage, firstTokenMs } = request.record;
	const { model } = request.plan.question;
	const sent = request.sent.filter(part => typeof part === 'string').join('');
	if (usage?.promptTokens !== undefined)
		session.ratio.observe(ratioKey(situation, served), sent, usage.promptTokens - specialTokensInPrompt);
	session.layout.note(window, sent, served, usage, firstTokenMs);
	if (firstTokenMs !== undefined) session.latencyOf(model).note(firstTokenMs);
	const speed = tokensPerSecond(request.record);
	if (speed !== undefined) session.noteSpeed(model, speed);
}

function ratioKey(situation: Situation, served: ServedModel): string {
	return `${served.loaded.installed.id} ${situation.languageId}`;
}

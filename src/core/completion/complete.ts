/**
 * The way of one completion: decide, look what is remembered or on its way, wait for the typing to pause, ask, stop, filter.
 * Every "no" is a value with a reason; nothing is thrown.
 */
import { type ServedModel, type ServeRole } from '../engine/servedModel';
import { fillInTheMiddle } from '../models/dialect';
import { limitsOf } from '../models/limits';
import { toLineFeeds, withLineEnding } from '../text/lines';
import { budgetOf } from './budget';
import { type Found, type Question } from './cache';
import { type Clock } from './clock';
import { decide } from './decide';
import { filterAnswer, filterWhileTyping } from './filters';
import { isDropped, type Candidate, type Dropped } from './filters/filter';
import { paceOf } from './pacing';
import { promptWindow, type PromptWindow } from './promptWindow';
import { type NoneReason } from './reason';
import { tokensPerSecond, type CompletionRecord } from './record';
import { CompletionRequest } from './request';
import { type CompletionSession } from './session';
import { type CompletionSettings } from './settings';
import { shapeOf } from './singleOrMulti';
import { type Situation } from './situation';
import { stopPlanOf } from './stopRules';

export interface CompletionItem {
	/** With the document's line ends. */
	readonly text: string;
	/** Characters after the cursor, on its line, that the text takes the place of. */
	readonly replaceSuffixLength: number;
}

export type CompletionResult = {
	readonly record: CompletionRecord;
	/** When the record's figures are all there. */ readonly settled: Promise<unknown>;
} & ({ readonly kind: 'shown'; readonly item: CompletionItem } | { readonly kind: 'none'; readonly reason: NoneReason });

/** What a completion needs beside the situation; the same for all of them. */
export interface CompletionServices {
	readonly serve: ServeRole;
	readonly session: CompletionSession;
	readonly clock: Clock;
	readonly isPaused: () => boolean;
}

/** How often a request that turned out not to fit is followed by another, before giving up on this keystroke. */
const mostAttempts = 3;

export async function complete(
	situation: Situation,
	settings: CompletionSettings,
	services: CompletionServices,
	signal: AbortSignal,
): Promise<CompletionResult> {
	const { clock, session } = services;
	const record: CompletionRecord = {
		at: clock.now(),
		situation,
		effects: [],
		milliseconds: 0,
		outcome: { kind: 'none', reason: 'cancelled' },
	};
	if (situation.trigger === 'automatic') session.rhythm.note(record.at);

	const decision = decide(situation, settings, services.isPaused());
	if (decision.kind === 'none') return none(decision.reason, record, clock);
	let served: ServedModel | undefined;
	try {
		served = await services.serve(signal);
	} catch (error) {
		record.request = { rawAnswer: '', tokens: 0, end: 'failed', error };
		return none('engineTrouble', record, clock);
	}
	if (signal.aborted) return none('cancelled', record, clock);
	if (served === undefined) return none('noModel', record, clock);
	const window = windowFor(situation, served, session);
	record.model = served.loaded.installed.label;
	record.window = window;
	return answer({ situation, settings, served, window, question: questionOf(situation, served, window), record }, services, signal);
}

/** One question to one model, with all that belongs to it. */
interface Asking {
	readonly situation: Situation;
	readonly settings: CompletionSettings;
	readonly served: ServedModel;
	readonly window: PromptWindow;
	readonly question: Question;
	readonly record: CompletionRecord;
}

async function answer(asking: Asking, services: CompletionServices, signal: AbortSignal): Promise<CompletionResult> {
	const { situation, question, record } = asking;
	const { session, clock } = services;
	const remembered = session.cache.find(question);
	// Someone who asks again after a "no" wants another try.
	if (remembered !== undefined && !(situation.trigger === 'explicit' && isDropped(remembered.entry.result))) {
		record.source = 'remembered';
		return fromMemory(remembered, asking, clock);
	}
	for (let attempt = 0; attempt < mostAttempts; attempt++) {
		let request = session.running;
		record.source = 'joined';
		if (request?.typedFor(question) === undefined) {
			record.pace = paceOf(situation, session.rhythm.gapMs(), session.latencyOf(question.model).firstTokenMs());
			if (attempt === 0 && !(await waitFor(record.pace.milliseconds, clock, signal))) return none('cancelled', record, clock);
			request = start(asking, services);
			if (request === undefined) return none('noFillInTheMiddle', record, clock);
			record.source = 'asked';
		}
		record.request = request.record;
		const outcome = await request.wait(question, signal);
		if (outcome === 'left') return none('cancelled', record, clock, request);
		if (outcome === 'unfit') continue;
		const found = session.cache.find(question);
		if (found !== undefined) return fromMemory(found, asking, clock, request);
		if (request.record.end === 'failed') return none('engineTrouble', record, clock, request);
		if (request.record.end === 'aborted') return none('cancelled', record, clock, request);
	}
	return none('cancelled', record, clock);
}

/** An explicit request does not wait for anything. */
async function waitFor(milliseconds: number, clock: Clock, signal: AbortSignal): Promise<boolean> {
	if (milliseconds === 0) return !signal.aborted;
	return clock.delay(milliseconds, signal);
}

function windowFor(situation: Situation, served: ServedModel, session: CompletionSession): PromptWindow {
	const charactersPerToken = session.ratio.charactersPerToken(ratioKey(situation, served));
	return promptWindow(situation, limitsOf(served.loaded).completionPromptTokens, charactersPerToken);
}

function questionOf(situation: Situation, served: ServedModel, window: PromptWindow): Question {
	return { model: served.loaded.installed.id, uri: situation.uri, prefix: window.prefix, suffix: window.suffix };
}

function ratioKey(situation: Situation, served: ServedModel): string {
	return `${served.loaded.installed.id} ${situation.languageId}`;
}

/** Sets a request on its way in place of the one before; what it brings is remembered even if nobody waits for it any more. */
function start(asking: Asking, { session, clock }: CompletionServices): CompletionRequest | undefined {
	const { situation, settings, served, window, question, record } = asking;
	const prompt = fillInTheMiddle(served.loaded.installed.family, window.prefix, window.suffix);
	if (prompt === undefined) return undefined;
	session.running?.abort();
	const shape = shapeOf(situation);
	const budget = budgetOf(shape, limitsOf(served.loaded), settings, situation.trigger, session.speedOf(question.model));
	record.shape = shape;
	record.budget = budget;
	const request = new CompletionRequest({ question, prompt, budget, stop: stopPlanOf(situation, shape, budget.lines) }, served, clock);
	session.running = request;
	// Subscribed before any caller waits, so that callers find the answer in the cache.
	void request.answer.then(({ text, isCut }) => {
		if (session.running === request) session.running = undefined;
		if (request.record.end === 'aborted' || request.record.end === 'failed') return;
		const filtered = filterAnswer({ text: toLineFeeds(text), isCut, replaceSuffixLength: 0 }, situation);
		session.cache.remember({ question, ...filtered, request: request.record });
	});
	void request.settled.then(() => measure(request, ratioKey(situation, served), window, session));
	return request;
}

/** Learns from the engine's own figures. */
function measure(request: CompletionRequest, key: string, window: PromptWindow, session: CompletionSession): void {
	const { usage, firstTokenMs } = request.record;
	const { model } = request.plan.question;
	if (usage?.promptTokens !== undefined)
		session.ratio.observe(key, window.prefix + window.suffix, usage.promptTokens - specialTokensInPrompt);
	if (firstTokenMs !== undefined) session.latencyOf(model).note(firstTokenMs);
	const speed = tokensPerSecond(request.record);
	if (speed !== undefined) session.noteSpeed(model, speed);
}

/** Beginning of sentence and the three of fill-in-the-middle. */
const specialTokensInPrompt = 4;

function fromMemory({ entry, typed }: Found, { situation, record }: Asking, clock: Clock, request?: CompletionRequest): CompletionResult {
	record.request = entry.request;
	record.typedSince = typed;
	record.effects = entry.effects;
	if (isDropped(entry.result)) return none(entry.result.reason, record, clock, request);
	let result: Candidate | Dropped = entry.result;
	if (typed !== '') {
		const again = filterWhileTyping({ ...entry.result, text: entry.result.text.slice(typed.length), replaceSuffixLength: 0 }, situation);
		record.effects = [...entry.effects, ...again.effects];
		result = again.result;
	}
	if (isDropped(result)) return none(result.reason, record, clock, request);
	const item = { text: withLineEnding(result.text, situation.lineEnding), replaceSuffixLength: result.replaceSuffixLength };
	record.outcome = { kind: 'shown', ...item };
	record.milliseconds = clock.now() - record.at;
	return { kind: 'shown', item, record, settled: request?.settled ?? Promise.resolve() };
}

function none(reason: NoneReason, record: CompletionRecord, clock: Clock, request?: CompletionRequest): CompletionResult {
	record.outcome = { kind: 'none', reason };
	record.milliseconds = clock.now() - record.at;
	return { kind: 'none', reason, record, settled: request?.record.end === undefined ? Promise.resolve() : request.settled };
}

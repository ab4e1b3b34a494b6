/**
 * The way of one completion: decide, look what is remembered or on its way, wait for the typing to pause, ask, stop, filter.
 * Every "no" is a value with a reason; nothing is thrown.
 */
import { type ServedModel } from '../engine/servedModel';
import { questionOf, send, windowFor, type Asking } from './asking';
import { type Found, type Question } from './cache';
import { type Clock } from './clock';
import { decide } from './decide';
import { filterWhileTyping } from './filters';
import { isDropped, type Candidate, type Dropped } from './filters/filter';
import { itemOf, type CompletionItem } from './item';
import { lookAhead } from './lookAhead';
import { otherCandidates } from './otherCandidates';
import { paceOf } from './pacing';
import { isProseAtRest } from './prose';
import { type NoneReason } from './reason';
import { type CompletionRecord } from './record';
import { type CompletionRequest } from './request';
import { type CompletionServices } from './services';
import { type CompletionSession } from './session';
import { type CompletionSettings } from './settings';
import { type Situation } from './situation';

export type { CompletionItem, CompletionServices };

export type CompletionResult = {
	readonly record: CompletionRecord;
	/** When the record's figures are all there. */
	readonly settled: Promise<unknown>;
} & (
	| {
			readonly kind: 'shown';
			readonly item: CompletionItem;
			/** Other answers, each asked for when it is drawn. */
			readonly others: (signal: AbortSignal) => AsyncGenerator<CompletionItem, void, undefined>;
	  }
	| { readonly kind: 'none'; readonly reason: NoneReason }
);

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
	session.latest = record;

	const decision = decide(situation, settings, services.isPaused());
	if (decision.kind === 'none') {
		session.dropAhead();
		return none(decision.reason, record, clock);
	}
	let served: ServedModel | undefined;
	try {
		served = await services.serve(signal);
	} catch (error) {
		record.request = { rawAnswer: '', tokens: 0, end: 'failed', error };
		return none('engineTrouble', record, clock);
	}
	if (signal.aborted) return none('cancelled', record, clock);
	if (served === undefined) return none('noModel', record, clock);
	const window = windowFor(situation, served, session, settings);
	record.model = served.loaded.installed.label;
	record.window = window;
	return answer({ situation, settings, served, window, question: questionOf(situation, served, window), record }, services, signal);
}

async function answer(asking: Asking, services: CompletionServices, signal: AbortSignal): Promise<CompletionResult> {
	const { situation, question, record } = asking;
	const { session, clock } = services;
	const remembered = session.cache.find(question);
	// Someone who asks after a "no", or after what the time had cut, wants another try.
	const isPoor = remembered !== undefined && (isDropped(remembered.entry.result) || remembered.entry.request.end === 'timeTarget');
	if (remembered !== undefined && !(situation.trigger === 'explicit' && isPoor)) {
		record.source = 'remembered';
		return fromMemory(remembered, asking, services);
	}
	takeOver(session, question);
	for (let attempt = 0; attempt < mostAttempts; attempt++) {
		let request = session.running;
		if (request?.typedFor(question) !== undefined) record.source = 'joined';
		else {
			if (situation.trigger === 'automatic' && isProseAtRest(situation)) return none('proseAtRest', record, clock);
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
		const found = session.cache.find(question, request.record);
		if (found !== undefined) return fromMemory(found, asking, services, request);
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

/** What was asked ahead becomes the request on its way if the user came where it was asked for, else it ends. */
function takeOver(session: CompletionSession, question: Question): void {
	const { running, ahead } = session;
	if (running?.typedFor(question) !== undefined || ahead?.typedFor(question) === undefined) return session.dropAhead();
	session.ahead = undefined;
	run(ahead, session);
}

/** Sets a request on its way in place of what was. */
function start(asking: Asking, services: CompletionServices): CompletionRequest | undefined {
	const { session } = services;
	// Before the engine gets the next one.
	session.running?.abort();
	session.others?.abort();
	session.others = undefined;
	const request = send(asking, services);
	if (request !== undefined) run(request, session);
	return request;
}

function run(request: CompletionRequest, session: CompletionSession): void {
	session.running?.abort();
	session.running = request;
	void request.answer.then(() => {
		if (session.running === request) session.running = undefined;
	});
}

function fromMemory({ entry, typed }: Found, asking: Asking, services: CompletionServices, request?: CompletionRequest): CompletionResult {
	const { situation, record } = asking;
	const { clock } = services;
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
	const item = itemOf(result, situation);
	record.outcome = { kind: 'shown', ...item };
	record.milliseconds = clock.now() - record.at;
	const settled = request?.settled ?? Promise.resolve();
	if (services.looksAhead?.() === true) lookAhead(asking, item, services, settled);
	return { kind: 'shown', item, record, settled, others: signal => otherCandidates(asking, item, services, settled, signal) };
}

function none(reason: NoneReason, record: CompletionRecord, clock: Clock, request?: CompletionRequest): CompletionResult {
	record.outcome = { kind: 'none', reason };
	record.milliseconds = clock.now() - record.at;
	return { kind: 'none', reason, record, settled: request?.record.end === undefined ? Promise.resolve() : request.settled };
}

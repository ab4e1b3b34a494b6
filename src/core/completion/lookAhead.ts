/**
 * Asks for what follows a suggestion while the user still reads it, as if it were accepted: once it is, the next one is there.
 * Only on machines that are quick at it; whatever the user does instead ends it in the engine, and no other request waits for it.
 */
import { toLineFeeds } from '../text/lines';
import { questionOf, send, windowFor, type Asking } from './asking';
import { decide } from './decide';
import { type CompletionItem } from './item';
import { type CompletionServices } from './services';
import { type CompletionSession } from './session';
import { situationOf, type Situation } from './situation';

/** A suggestion of a line or two. */
const usualTokens = 24;

/** A machine that takes longer than this would still be at it when the suggestion is accepted, and be kept busy for every one that is not. */
const longestMs = 800;

/** @param afterwards when the engine is done with the suggestion itself */
export function lookAhead(asking: Asking, shown: CompletionItem, services: CompletionServices, afterwards: Promise<unknown>): void {
	const { session } = services;
	if (session.ahead !== undefined) {
		// Typing the suggestion leads to the same place as accepting it.
		if (session.ahead.typedFor(next(asking, shown, services).question) !== undefined) return;
		session.dropAhead();
	}
	void afterwards.then(() => {
		// The user may have gone on: that call looks ahead by itself. Who wants other candidates does not accept this one.
		const isIdle = session.running === undefined && session.others === undefined;
		if (session.latest === asking.record && isIdle) begin(next(asking, shown, services), services);
	});
}

function begin(asking: Asking, services: CompletionServices): void {
	const { session, isPaused } = services;
	const { situation, settings, question } = asking;
	if (!isQuickEnough(session, question.model) || session.cache.has(question)) return;
	if (decide(situation, settings, isPaused()).kind === 'none') return;
	const request = send(asking, services);
	session.ahead = request;
	void request?.answer.then(() => {
		if (session.ahead === request) session.ahead = undefined;
	});
}

/** What will be asked once the suggestion is accepted. */
function next({ situation, settings, served, record }: Asking, shown: CompletionItem, { session, clock }: CompletionServices): Asking {
	const then = accepted(situation, shown);
	const window = windowFor(then, served, session, settings);
	const own = { at: clock.now(), situation: then, effects: [], milliseconds: 0, outcome: record.outcome };
	return { situation: then, settings, served, window, question: questionOf(then, served, window), record: own };
}

/** By measures of this machine; until there are any, it is not. */
function isQuickEnough(session: CompletionSession, model: string): boolean {
	const firstTokenMs = session.latencyOf(model).firstTokenMs();
	const tokensPerSecond = session.speedOf(model);
	return firstTokenMs !== undefined && tokensPerSecond !== undefined && firstTokenMs + (usualTokens * 1000) / tokensPerSecond <= longestMs;
}

function accepted(situation: Situation, { text, replaceSuffixLength }: CompletionItem): Situation {
	return situationOf({
		...situation,
		trigger: 'automatic',
		before: situation.before + toLineFeeds(text),
		after: situation.after.slice(replaceSuffixLength),
	});
}

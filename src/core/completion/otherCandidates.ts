/**
 * Other answers to a question that has one, for users who ask for the next: the first is the model's best, these are drawn at random.
 * One after the other in the same engine, each handed out as soon as it is there; any real request ends them.
 */
import { filtered, sendUnremembered, type Asking, type AskingServices } from './asking';
import { isDropped } from './filters/filter';
import { itemOf, type CompletionItem } from './item';

/** With the first. */
export const mostCandidates = 3;

/** Sure models say the same again and again; then there are fewer. */
const mostTries = 4;

/** What Tabby draws its further answers with. */
const temperature = 0.8;

/** @param afterwards when the engine is done with the first answer */
export async function* otherCandidates(
	asking: Asking,
	first: CompletionItem,
	services: AskingServices,
	afterwards: Promise<unknown>,
	signal: AbortSignal,
): AsyncGenerator<CompletionItem, void, undefined> {
	const { session } = services;
	const others = new AbortController();
	session.others?.abort();
	session.others = others;
	// Someone waits for these.
	session.dropAhead();
	// The record is of the first answer; what these take is not to overwrite it.
	const own: Asking = { ...asking, record: { ...asking.record } };
	const seen = new Set([first.text.trim()]);
	await afterwards;
	for (let seed = 1; seed <= mostTries && seen.size < mostCandidates; seed++) {
		if (signal.aborted || others.signal.aborted) return;
		const request = sendUnremembered(own, services, { temperature, seed });
		if (request === undefined) return;
		const end = () => request.abort();
		const signals = [signal, others.signal];
		for (const each of signals) each.addEventListener('abort', end);
		const answer = await request.answer;
		for (const each of signals) each.removeEventListener('abort', end);
		if (request.record.end === 'aborted' || request.record.end === 'failed') return;
		const { result } = filtered(answer, asking.situation);
		if (!isDropped(result) && !seen.has(result.text.trim())) {
			seen.add(result.text.trim());
			yield itemOf(result, asking.situation);
		}
		await request.settled;
	}
}

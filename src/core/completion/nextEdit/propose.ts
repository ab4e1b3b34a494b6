/**
 * Where an edit would have to be made again, and what would stand there. A name whose declaration was renamed can have but one new name, and arguments
 * go with their parameters; all else the model is asked, with the edit before its eyes: only where it says the same is anything offered.
 */
import { type Prompt } from '../../engine/prompt';
import { type ServedModel } from '../../engine/servedModel';
import { fillInTheMiddle, stopTokens } from '../../models/dialect';
import { languageOf } from '../../text/language';
import { argumentsFor, newArguments, partsOf } from './callArguments';
import { declaresAt, type Change, type Edit } from './change';
import { isInCode, placesOf, type Place } from './places';

export interface NextEdit extends Place {
	/** What takes the place. */
	readonly text: string;
	readonly because: 'certain' | 'model';
}

export interface ProposalFacts {
	/** The whole file as it is now. */
	readonly text: string;
	readonly languageId: string;
	readonly edit: Edit;
	readonly change: Change;
	/** Where to look first: the edit's end, or where the last one was accepted. */
	readonly from: number;
}

/** The model is asked about so many places for one edit; what it does not agree with is passed over. */
const mostAsked = 5;

/** The first place that has an answer, in the order of {@link placesOf}. */
export async function nextEdit(
	facts: ProposalFacts,
	model: () => Promise<ServedModel | undefined>,
	signal: AbortSignal,
): Promise<NextEdit | undefined> {
	const { text, languageId, change } = facts;
	const places = placesOf(text, change, facts.from).filter(place => isInCode(text, place, languageId));
	const [first] = places;
	if (first === undefined) return undefined;
	if (change.kind === 'rename' && change.isDeclaration)
		return places.some(({ start }) => declaresAt(text, start, change.from)) ? undefined : { ...first, text: change.to, because: 'certain' };
	let asked = 0;
	let served: ServedModel | undefined;
	for (const place of places) {
		const due = dueAt(facts, place);
		if (due.kind === 'nothing') continue;
		if (due.kind === 'certain') return { ...place, text: due.text, because: 'certain' };
		if (asked++ === mostAsked) return undefined;
		served ??= await model();
		// It is right too rarely to be offered (npm run bench:nextEdit).
		if (served?.loaded.installed.isDemo === true) return undefined;
		const answer = served && (await ask(served, facts, due, signal));
		if (answer === undefined || signal.aborted) return undefined;
		const text = due.agreed(answer);
		if (text !== undefined) return { ...place, text, because: 'model' };
	}
	return undefined;
}

type Due =
	| { readonly kind: 'nothing' }
	| { readonly kind: 'certain'; readonly text: string }
	/** The model is asked what stands from `start` to `end`, with `before` and `after` around it. */
	| (Question & { readonly kind: 'question'; readonly agreed: (answer: string) => string | undefined });

interface Question extends Place {
	readonly before: string;
	readonly after: string;
}

/** What must stand at a place, as far as the edit itself tells. */
function dueAt({ text, languageId, change }: ProposalFacts, place: Place): Due {
	if (change.kind === 'rename')
		return { kind: 'question', ...place, before: '', after: '', agreed: answer => agreedName(answer, change.to) };
	const now = text.slice(place.start, place.end);
	const call = argumentsFor(now, change.from, change.to, typesComeFirst.has(languageId));
	if (call === undefined) return { kind: 'nothing' };
	const joined = (added: readonly string[]) => [...call.before, ...added, ...call.after].join(', ');
	const given = partsOf(now).join(', ');
	if (call.missing === 0) return joined([]) === given ? { kind: 'nothing' } : { kind: 'certain', text: joined([]) };
	return {
		kind: 'question',
		...place,
		before: call.before.map(each => `${each}, `).join(''),
		after: call.after.map(each => `, ${each}`).join(''),
		agreed: answer => {
			const added = newArguments(answer, call);
			return added && joined(added) !== given ? joined(added) : undefined;
		},
	};
}

/** Languages in which a parameter is `type name`. */
const typesComeFirst: ReadonlySet<string> = new Set(['c', 'cpp', 'csharp', 'java', 'dart', 'php', 'groovy']);

/** What the model is shown of the file around the place, in characters. */
const reach = { before: 3000, after: 400 };

export function promptFor(
	{ text, languageId, edit }: ProposalFacts,
	{ start: from, end, before: said, after }: Question,
	family: Parameters<typeof fillInTheMiddle>[0],
): Prompt | undefined {
	const [comment = '//'] = languageOf(languageId).lineComments;
	const shown = [
		'The last change in this file, made everywhere:',
		...edit.before.map(line => `- ${line}`),
		...edit.after.map(line => `+ ${line}`),
	];
	const start = text.lastIndexOf('\n', Math.max(0, from - reach.before)) + 1;
	const before = shown.map(line => `${comment} ${line}\n`).join('') + text.slice(start, from) + said;
	return fillInTheMiddle(family, before, after + text.slice(end, end + reach.after));
}

async function ask(served: ServedModel, facts: ProposalFacts, question: Question, signal: AbortSignal): Promise<string | undefined> {
	const prompt = promptFor(facts, question, served.loaded.installed.family);
	if (prompt === undefined) return undefined;
	let answer = '';
	for await (const event of served.generate({ prompt, maxTokens: 32, temperature: 0, stop: [...stopTokens, '\n'] }, signal))
		if (event.kind === 'text') answer += event.text;
	return answer;
}

/** The answer begins with the new name, and that name ends there. */
function agreedName(answer: string, to: string): string | undefined {
	return answer.startsWith(to) && !/^[\p{L}\p{N}_$]/u.test(answer.slice(to.length)) ? to : undefined;
}

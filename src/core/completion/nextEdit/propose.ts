/**
 * Where an edit would have to be made again, and what would stand there. A name whose declaration was renamed can have but one new name; all else
 * the model is asked, with the edit before its eyes: only where it says the same is anything offered.
 */
import { type Prompt } from '../../engine/prompt';
import { type ServedModel } from '../../engine/servedModel';
import { fillInTheMiddle, stopTokens } from '../../models/dialect';
import { languageOf } from '../../text/language';
import { declaresAt, insideBrackets, type Change, type Edit } from './change';
import { isInCode, placesOf, type Place } from './places';

export interface NextEdit extends Place {
	/** What takes the place. */
	readonly text: string;
	readonly because: 'onlyName' | 'model';
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
		return places.some(({ start }) => declaresAt(text, start, change.from))
			? undefined
			: { ...first, text: change.to, because: 'onlyName' };
	const served = await model();
	if (served === undefined) return undefined;
	for (const place of places.slice(0, mostAsked)) {
		const answer = await ask(served, facts, place, signal);
		if (answer === undefined || signal.aborted) return undefined;
		const agreed =
			change.kind === 'rename' ? agreedName(answer, change.to) : agreedArguments(answer, text.slice(place.start, place.end), change.to);
		if (agreed !== undefined) return { ...place, text: agreed, because: 'model' };
	}
	return undefined;
}

/** What the model is shown of the file around the place, in characters. */
const reach = { before: 3000, after: 400 };

export function promptFor(
	{ text, languageId, edit }: ProposalFacts,
	place: Place,
	family: Parameters<typeof fillInTheMiddle>[0],
): Prompt | undefined {
	const [comment = '//'] = languageOf(languageId).lineComments;
	const shown = [
		'The last change in this file, made everywhere:',
		...edit.before.map(line => `- ${line}`),
		...edit.after.map(line => `+ ${line}`),
	];
	const start = text.lastIndexOf('\n', Math.max(0, place.start - reach.before)) + 1;
	const before = shown.map(line => `${comment} ${line}\n`).join('') + text.slice(start, place.start);
	return fillInTheMiddle(family, before, text.slice(place.end, place.end + reach.after));
}

async function ask(served: ServedModel, facts: ProposalFacts, place: Place, signal: AbortSignal): Promise<string | undefined> {
	const prompt = promptFor(facts, place, served.loaded.installed.family);
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

/** As many arguments as there are parameters now, and not those that stand there. */
export function agreedArguments(answer: string, now: string, parameters: string): string | undefined {
	const given = (insideBrackets(`${answer})`, 0) ?? '').trim();
	return given !== now.trim() && countOf(given) === countOf(parameters) ? given : undefined;
}

/** Parts between commas that are in no brackets and no strings. */
function countOf(list: string): number {
	if (list.trim() === '') return 0;
	let depth = 0;
	let count = 1;
	let quote = '';
	for (const character of list) {
		if (quote !== '') quote = character === quote ? '' : quote;
		else if (/["'`]/.test(character)) quote = character;
		else if (/[([{]/.test(character)) depth++;
		else if (/[)\]}]/.test(character)) depth--;
		else if (character === ',' && depth === 0) count++;
	}
	return count;
}

/**
 * What a call must become when the parameters of its function changed: the arguments of parameters that stay go with them, and only those of new
 * ones are anyone's guess.
 */
import { insideBrackets } from './change';

export interface CallArguments {
	/** What stays before and behind the arguments that are new. */
	readonly before: readonly string[];
	readonly after: readonly string[];
	/** How many arguments are new, in one place; 0 where the call is known. */
	readonly missing: number;
}

/** `undefined` where the call can't be read by position, needs another order or new arguments in several places, or has them already. */
export function argumentsFor(now: string, from: string, to: string, typesComeFirst: boolean): CallArguments | undefined {
	const [given, old, wanted] = [partsOf(now), withoutReceiver(partsOf(from)), withoutReceiver(partsOf(to))];
	// Named and spread arguments, and more of them than there are parameters.
	if (given.length > old.length || given.some(each => /^(?:\.{3}|\*|&\w)|^\w+\s*[=:](?![=:])/.test(each))) return undefined;
	const names = old.map(each => nameOf(each, typesComeFirst));
	const sources = wanted.map(each => names.indexOf(nameOf(each, typesComeFirst)));
	// A call with fewer arguments may leave some to their defaults, or may have been changed already: only at the end that makes no difference.
	if (given.length < old.length && sources.some((each, index) => each !== index)) return undefined;
	while (sources.length > 0 && (sources.at(-1) ?? 0) >= given.length) sources.pop();
	const stays = sources.filter(each => each >= 0);
	if (stays.some((each, index) => each < (stays[index - 1] ?? 0) || each >= given.length)) return undefined;
	const first = sources.indexOf(-1);
	if (first < 0) return { before: sources.map(each => given[each] ?? ''), after: [], missing: 0 };
	const last = sources.lastIndexOf(-1);
	if (sources.slice(first, last).some(each => each >= 0)) return undefined;
	const kept = (indexes: readonly number[]) => indexes.map(each => given[each] ?? '');
	return { before: kept(sources.slice(0, first)), after: kept(sources.slice(last + 1)), missing: last + 1 - first };
}

/** The arguments that a model says are new, where it says as many as are missing. */
export function newArguments(answer: string, { missing }: CallArguments): readonly string[] | undefined {
	const parts = partsOf(insideBrackets(`${answer})`, 0) ?? '');
	return parts.length === missing && parts.every(each => each !== '') ? parts : undefined;
}

/** Parts between commas that are in no brackets and no strings. */
export function partsOf(list: string): readonly string[] {
	if (list.trim() === '') return [];
	const parts = [''];
	let depth = 0;
	let quote = '';
	for (const character of list) {
		if (character === ',' && depth === 0 && quote === '') {
			parts.push('');
			continue;
		}
		parts.push((parts.pop() ?? '') + character);
		if (quote !== '') quote = character === quote ? '' : quote;
		else if (/["'`]/.test(character)) quote = character;
		else if (/[([{]/.test(character)) depth++;
		else if (/[)\]}]/.test(character)) depth--;
	}
	return parts.map(each => each.trim());
}

/** What a method is called on is no argument. */
function withoutReceiver(parameters: readonly string[]): readonly string[] {
	return /^(?:&?(?:'\w+ )?(?:mut )?self\b|cls$)/.test(parameters[0] ?? '') ? parameters.slice(1) : parameters;
}

/** The name in `name: type = value`, `name type` or, where types come first, `type name`. */
function nameOf(parameter: string, typesComeFirst: boolean): string {
	const [declared = ''] = parameter.split(/\s*(?:[:=?]|\binstanceof\b)/, 1);
	const words = declared.match(/[\p{L}\p{N}_$]+/gu) ?? [];
	const isTyped = !parameter.includes(':') && words.length > 1;
	return (isTyped && !typesComeFirst ? words[0] : words.at(-1)) ?? parameter;
}

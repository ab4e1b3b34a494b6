/**
 * The filters in the order they run, and the run. First what is no code at all is taken off, then what the file already says,
 * then what does not fit its structure; what costs nothing to keep is kept: most answers pass untouched.
 */
import { bodyDepth } from './bodyDepth';
import { closerIsOnItsLine, closerOnItsLine } from './closerOnItsLine';
import { closingBrackets } from './closingBrackets';
import { isDropped, type Candidate, type Dropped, type Filter } from './filter';
import { endOfPart } from './endOfPart';
import { indentation } from './indentation';
import { leadingSpace } from './leadingSpace';
import { mismatchedBrackets } from './mismatchedBrackets';
import { onlyComment } from './onlyComment';
import { promptEcho } from './promptEcho';
import { repetition } from './repetition';
import { sameAsThere } from './sameAsThere';
import { sameLineOverlap } from './sameLineOverlap';
import { secretLike } from './secretLike';
import { specialTokens } from './specialTokens';
import { suffixLines } from './suffixLines';
import { trailingSpace } from './trailingSpace';
import { unfinishedLine } from './unfinishedLine';
import { withinPart } from '../embedded';
import { type Situation } from '../situation';

export const filters: readonly (readonly [name: string, filter: Filter])[] = [
	['specialTokens', specialTokens],
	['promptEcho', promptEcho],
	['endOfPart', endOfPart],
	['unfinishedLine', unfinishedLine],
	['trailingSpace', trailingSpace],
	['onlyComment', onlyComment],
	['leadingSpace', leadingSpace],
	['indentation', indentation],
	['bodyDepth', bodyDepth],
	// Before anything cuts a key short.
	['secretLike', secretLike],
	['repetition', repetition],
	['suffixLines', suffixLines],
	['sameLineOverlap', sameLineOverlap],
	['mismatchedBrackets', mismatchedBrackets],
	['closingBrackets', closingBrackets],
	// What was cut off may have hidden that the line's end is said again.
	['sameLineOverlap', sameLineOverlap],
	['closerOnItsLine', closerOnItsLine],
	['sameAsThere', sameAsThere],
];

/** Those that must look again when the user has typed on: the text to the right may have changed, and Enter may have put a bracket below. */
const whileTyping: typeof filters = [
	['closerIsOnItsLine', closerIsOnItsLine],
	['suffixLines', suffixLines],
	['sameLineOverlap', sameLineOverlap],
	['closingBrackets', closingBrackets],
	['sameAsThere', sameAsThere],
];

/** What a filter did; filters that kept the answer as it was are not listed. */
export type FilterEffect =
	| { readonly filter: string; readonly kind: 'mended'; readonly text: string; readonly replaceSuffixLength: number }
	| { readonly filter: string; readonly kind: 'dropped'; readonly reason: string };

export interface Filtered {
	readonly result: Candidate | Dropped;
	readonly effects: readonly FilterEffect[];
}

export function filterAnswer(candidate: Candidate, situation: Situation): Filtered {
	return run(filters, candidate, withinPart(situation));
}

export function filterWhileTyping(candidate: Candidate, situation: Situation): Filtered {
	return run(whileTyping, candidate, withinPart(situation));
}

function run(chain: typeof filters, candidate: Candidate, situation: Situation): Filtered {
	const effects: FilterEffect[] = [];
	let current = candidate;
	for (const [name, filter] of chain) {
		const result = filter(current, situation);
		if (isDropped(result)) return { result, effects: [...effects, { filter: name, kind: 'dropped', reason: result.reason }] };
		if (result !== current)
			effects.push({ filter: name, kind: 'mended', text: result.text, replaceSuffixLength: result.replaceSuffixLength });
		current = result;
	}
	return { result: current, effects };
}

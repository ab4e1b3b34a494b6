/** What a filter is: a pure function that keeps, mends or drops an answer. */
import { type NotGood } from '../reason';
import { type Situation } from '../situation';

export interface Candidate {
	/** What would be inserted at the cursor, with `\n` line ends. */
	readonly text: string;
	/** Characters after the cursor, on its line, that the text takes the place of. */
	readonly replaceSuffixLength: number;
	/** The answer was stopped by a limit, in the middle of what it was saying. */
	readonly isCut: boolean;
}

export interface Dropped {
	readonly kind: 'dropped';
	readonly reason: NotGood;
}

export type Filter = (candidate: Candidate, situation: Situation) => Candidate | Dropped;

export function dropped(reason: NotGood): Dropped {
	return { kind: 'dropped', reason };
}

export function isDropped(result: Candidate | Dropped): result is Dropped {
	return 'kind' in result;
}

/** The candidate with another text, or itself if the text is the same: untouched answers are the same object all the way. */
export function withText(candidate: Candidate, text: string): Candidate {
	return text === candidate.text ? candidate : { ...candidate, text };
}

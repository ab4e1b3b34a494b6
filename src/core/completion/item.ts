/** What is offered to the user in the end. */
import { withLineEnding } from '../text/lines';
import { type Candidate } from './filters/filter';
import { type Situation } from './situation';

export interface CompletionItem {
	/** With the document's line ends. */
	readonly text: string;
	/** Characters after the cursor, on its line, that the text takes the place of. */
	readonly replaceSuffixLength: number;
}

export function itemOf({ text, replaceSuffixLength }: Candidate, { lineEnding }: Situation): CompletionItem {
	return { text: withLineEnding(text, lineEnding), replaceSuffixLength };
}

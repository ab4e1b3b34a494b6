/** Which brackets that are open before the cursor are closed after it: what an answer must close itself, and what it must not close again. */
import { closerOf, scan, type Bracket } from './scan';
import { type Language } from './language';

export interface OpenBracket extends Bracket {
	readonly closedAfter: boolean;
}

/**
 * The brackets open at the cursor, innermost first. They are paired with the closing ones that follow, both from the inside out. A closing bracket
 * that begins its line at a smaller indentation than the line of the opening one belongs to a bracket further out: that is how a block just begun,
 * not yet closed, is told from the one around it.
 */
export function openAtCursor(before: string, after: string, language: Language): readonly OpenBracket[] {
	const { openers, end } = scan(before, language);
	const { closers } = scan(after, language, end);
	const lineEnd = after.indexOf('\n');
	const result: OpenBracket[] = [];
	let next = 0;
	for (const opener of openers.toReversed()) {
		const closer = closers[next];
		const isPartner = closer?.character === closerOf(opener.character);
		const isOnCursorLine = lineEnd < 0 || (closer?.offset ?? 0) < lineEnd;
		const isFurtherOut = closer !== undefined && !isOnCursorLine && closer.startsLine && closer.indentation < opener.indentation;
		const closedAfter = isPartner && !isFurtherOut;
		if (closedAfter) next++;
		result.push({ ...opener, closedAfter });
	}
	return result;
}

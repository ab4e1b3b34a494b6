/** Which brackets that are open before the cursor are closed after it: what an answer must close itself, and what it must not close again. */
import { closerOf, scan, type Bracket, type Scan } from './scan';
import { type Language } from './language';

export interface OpenBracket extends Bracket {
	readonly closedAfter: boolean;
}

/** The brackets open at the cursor, innermost first. */
export function openAtCursor(before: string, after: string, language: Language): readonly OpenBracket[] {
	return pairUp(scan(before, language), before, after, language);
}

/**
 * Pairs open brackets with the closing ones that follow, both from the inside out. A closing bracket that begins its line at a smaller indentation
 * than the line of the opening one belongs to a bracket further out: that is how a block just begun, not yet closed, is told from the one around it.
 */
function pairUp(beforeScan: Scan, before: string, after: string, language: Language): readonly OpenBracket[] {
	// A line that goes on after the cursor lends its indentation to what follows on it.
	const { closers } = scan(after, language, beforeScan.end.kind === 'lineComment' ? undefined : beforeScan.end);
	const onCursorLine = after.indexOf('\n') < 0 ? after.length : after.indexOf('\n');
	const result: OpenBracket[] = [];
	let next = 0;
	for (const opener of [...beforeScan.openers].reverse()) {
		const closer = closers[next];
		const isPartner = closer?.character === closerOf(opener.character);
		const isFurtherOut = closer !== undefined && closer.offset >= onCursorLine && closer.startsLine && closer.indentation < opener.indentation;
		const closedAfter = isPartner && !isFurtherOut;
		if (closedAfter) next++;
		result.push({ ...opener, closedAfter });
	}
	return result;
}

/** Which brackets that are open before the cursor are closed after it: what an answer must close itself, and what it must not close again. */
import { Recent } from '../base/recent';
import { indentationWidth } from './lines';
import { closerOf, scan, type Bracket, type LexState } from './scan';
import { type Language } from './language';

/** The text after the cursor, as far as brackets go. */
export interface Below {
	/** Closing brackets whose opening ones stand before the cursor, innermost first. */
	readonly closers: readonly Bracket[];
	/** Length of the cursor's line from the cursor on. */
	readonly lineEnd: number;
}

/** The text below stays while its line is typed. */
const recent = new Recent<{ after: string; language: Language; state: LexState }, Below>(4);

export function belowOf(after: string, language: Language, state: LexState): Below {
	return recent.get({ after, language, state }, () => {
		const lineEnd = after.indexOf('\n');
		return { closers: scan(after, language, state).closers, lineEnd: lineEnd < 0 ? after.length : lineEnd };
	});
}

/**
 * How many of the closing brackets below have a partner among the open ones, which are given outermost first. Both are paired from the inside out.
 * A closing bracket that begins its line at a smaller indentation than the line of the opening one belongs to a bracket further out:
 * that is how a block just begun, not yet closed, is told from the one around it. One at a greater indentation belongs to no bracket that is open.
 */
export function partnersBelow(open: readonly Bracket[], { closers, lineEnd }: Below): number {
	let paired = 0;
	let next = 0;
	const isPlaced = (closer: Bracket | undefined) => closer !== undefined && closer.offset >= lineEnd && closer.startsLine;
	for (const opener of open.toReversed()) {
		for (let closer = closers[next]; isPlaced(closer) && (closer?.indentation ?? 0) > opener.indentation; closer = closers[next]) next++;
		const closer = closers[next];
		if (closer?.character !== closerOf(opener.character)) continue;
		if (isPlaced(closer) && closer.indentation < opener.indentation) continue;
		paired++;
		next++;
	}
	return paired;
}

export interface OpenAfterText {
	/** Outermost first. */
	readonly open: readonly Bracket[];
	/** Where the text closes a bracket that was never opened; `undefined` if it doesn't. */
	readonly surplus: number | undefined;
}

/** The brackets open once `text` stands at the cursor, where `open` were open before it. */
export function openAfter(open: readonly Bracket[], text: string, linePrefix: string, language: Language, state: LexState): OpenAfterText {
	const { closers, openers } = scan(text, language, state);
	const left = [...open];
	let surplus: number | undefined;
	/** Kinds of which none is open any more, so that a long run of closing brackets is not looked up each time. */
	const usedUp = new Set<string>();
	for (const { character, offset } of closers) {
		const partner = usedUp.has(character) ? -1 : left.findLastIndex(each => closerOf(each.character) === character);
		// A bracket of another kind, left open by the user, is closed with the one around it.
		if (partner >= 0) left.length = partner;
		else {
			usedUp.add(character);
			surplus ??= offset;
		}
	}
	const firstLine = text.includes('\n') ? text.indexOf('\n') : text.length;
	const lead = indentationWidth(linePrefix);
	const opened = openers.map(each => (each.offset < firstLine ? { ...each, indentation: lead } : each));
	return { open: [...left, ...opened], surplus };
}

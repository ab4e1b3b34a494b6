/** Where else in a file a change would have to be made: first below the edit, then from the top of the file on. */
import { languageOf } from '../../text/language';
import { scan } from '../../text/scan';
import { insideBrackets, type Change } from './change';

export interface Place {
	/** Offsets into the text of what would be replaced. */
	readonly start: number;
	readonly end: number;
}

/** More than this in one file and a person wants "Rename Symbol". */
const mostPlaces = 200;

export function placesOf(text: string, change: Change, fromOffset: number): readonly Place[] {
	const name = change.kind === 'rename' ? change.from : change.name;
	const found: Place[] = [];
	const word = new RegExp(`(?<![\\p{L}\\p{N}_$])${escaped(name)}(?![\\p{L}\\p{N}_$])`, 'gu');
	for (const { index } of text.matchAll(word)) {
		const place = change.kind === 'rename' ? { start: index, end: index + name.length } : argumentsAt(text, index + name.length);
		if (place !== undefined) found.push(place);
		if (found.length === mostPlaces) break;
	}
	return [...found.filter(({ start }) => start >= fromOffset), ...found.filter(({ start }) => start < fromOffset)];
}

/** Whether a place stands in code, not in a comment or in a string: there the same letters mean something else. */
export function isInCode(text: string, { start }: Place, languageId: string): boolean {
	return (
		scan(text.slice(Math.max(0, text.lastIndexOf('\n', Math.max(0, start - farEnough)) + 1), start), languageOf(languageId)).end.kind ===
		'code'
	);
}

/** Block comments longer than this are not seen as such. */
const farEnough = 4000;

/** Between the brackets of a call; a declaration is no call. */
function argumentsAt(text: string, nameEnd: number): Place | undefined {
	if (text.charAt(nameEnd) !== '(') return undefined;
	const inside = insideBrackets(text, nameEnd + 1);
	if (inside === undefined || inside.includes('\n')) return undefined;
	const lineStart = text.lastIndexOf('\n', nameEnd) + 1;
	const before = text.slice(lineStart, nameEnd);
	const behind = text.slice(nameEnd + inside.length + 2, text.indexOf('\n', nameEnd + inside.length + 2) >>> 0);
	const isDeclaration =
		/\b(?:function\*?|func|fn|def|fun|sub)\s/.test(before) || (/^\s*(?:[a-z]+\s+)*[\p{L}\p{N}_$]+$/u.test(before) && /\{\s*$/.test(behind));
	return isDeclaration ? undefined : { start: nameEnd + 1, end: nameEnd + 1 + inside.length };
}

function escaped(name: string): string {
	return name.replaceAll('$', '\\$');
}

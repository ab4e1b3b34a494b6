/** What the editor knows at the moment of asking, as facts, bounded in size whatever the file's. */
import { languageOf, type Language } from '../text/language';
import { firstLineOf, lastLineOf, toLineFeeds, type LineEnding } from '../text/lines';
import { scan, scanOn, type Scan } from '../text/scan';

export type Trigger = 'automatic' | 'explicit';

export interface Place {
	/** Zero-based. */
	readonly line: number;
	readonly character: number;
}

/** What the editor's adapter gathers; text as it stands in the document. */
export interface SituationFacts {
	readonly uri: string;
	/** Relative to the workspace, with `/`; absent: unknown. */
	readonly path?: string;
	readonly languageId: string;
	/** Of the document; an answer to another version is not shown. */
	readonly version: number;
	readonly trigger: Trigger;
	/** The text before the cursor, as far back as was read; in a notebook the earlier cells stand before it. */
	readonly before: string;
	/** Where `before` begins, counted through earlier cells: what a window can hold on to while the text grows. */
	readonly beforeStart: Place;
	/** The text after the cursor, as far as was read. */
	readonly after: string;
	readonly lineEnding: LineEnding;
	/** What in the editor itself speaks against any suggestion here, also when asked. */
	readonly obstacle?: 'inDiff' | 'suggestItemReplaces';
	readonly hasSelection: boolean;
	readonly cursors: number;
	/** Columns of a tab in this editor. */
	readonly tabSize: number;
}

export interface Situation extends SituationFacts {
	/** The cursor's line up to the cursor, and from it on. */
	readonly linePrefix: string;
	readonly lineSuffix: string;
	/** In a part of a file of several languages: what the part ends with, behind the text that stands here after the cursor. */
	readonly endOfPart?: RegExp;
	/** The part is a text within code, until a line of some word: brackets come in pairs there too, but no block is offered. */
	readonly isText?: boolean;
}

/** From here on all text has `\n` line ends; the answer gets the document's own back at the very end. */
export function situationOf(facts: SituationFacts): Situation {
	const before = toLineFeeds(facts.before);
	const after = toLineFeeds(facts.after);
	return { ...facts, before, after, linePrefix: lastLineOf(before), lineSuffix: firstLineOf(after) };
}

const scans = new WeakMap<Situation, Scan>();

/** The brackets open at the cursor, and whether it stands in code, comment or string. Read once: it is the dearest of our own work. */
export function scanBefore(situation: Situation): Scan {
	const known = scans.get(situation) ?? scanLine(situation);
	scans.set(situation, known);
	return known;
}

interface Read {
	readonly text: string;
	readonly language: Language;
	readonly scan: Scan;
}

/** What was found above cursors lately, longest ago last: the lines above are the same from keystroke to keystroke. */
let read: readonly Read[] = [];
const mostRead = 4;

/** What is open at the end of whole lines above the cursor. */
export function scanLines(lines: string, language: Language): Scan {
	return readAbove(lines, language).scan;
}

/** Comparing the lines above is nothing beside reading them, so what was read of them is looked for, and the rest read on from there. */
function scanLine({ before, linePrefix, languageId }: Situation): Scan {
	const language = languageOf(languageId);
	const above = before.slice(0, before.length - linePrefix.length);
	return scanOn({ ...readAbove(above, language).scan, length: above.length }, before, language);
}

function readAbove(above: string, language: Language): Read {
	const same = read.find(each => each.language === language && each.text === above);
	const found = same ?? readOn(above, language);
	read = [found, ...read.filter(each => each !== found)].slice(0, mostRead);
	return found;
}

function readOn(text: string, language: Language): Read {
	const beginnings = read.filter(each => each.language === language && text.startsWith(each.text));
	const [longest] = beginnings.sort((a, b) => b.text.length - a.text.length);
	const found = longest === undefined ? scan(text, language) : scanOn({ ...longest.scan, length: longest.text.length }, text, language);
	return { text, language, scan: found };
}

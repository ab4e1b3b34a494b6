/**
 * Remembers answers by what was really asked: model, document, other files' code, text before and after the cursor as they stood in the prompt.
 * An answer also serves while the user types its first characters, and goes back with them when they are deleted: typing as suggested asks nothing,
 * not even when other files' code has changed meanwhile, for what is shown stays.
 */
import { type FilterEffect } from './filters';
import { type Candidate, type Dropped } from './filters/filter';
import { type RequestRecord } from './record';

/** What one request asked, or would ask. */
export interface Question {
	/** Model and engine options that would change the answer. */
	readonly model: string;
	readonly uri: string;
	/** Other files' code in the prompt; empty where there is none. */
	readonly context: string;
	readonly prefix: string;
	readonly suffix: string;
}

export interface Remembered {
	readonly question: Question;
	readonly result: Candidate | Dropped;
	readonly effects: readonly FilterEffect[];
	readonly request: RequestRecord;
}

export interface Found {
	readonly entry: Remembered;
	/** What the user has typed of the answer since. */
	readonly typed: string;
}

/** Some minutes of work; each entry is a prompt's text, 10 kB at most. */
const mostEntries = 64;

export class CompletionCache {
	/** Last remembered last. */
	private entries: Remembered[] = [];
	/** What the last question was answered with. */
	private shown: Found | undefined;

	remember(entry: Remembered): void {
		this.entries = this.entries.filter(each => !isSameQuestion(each.question, entry.question));
		this.entries.push(entry);
		if (this.entries.length > mostEntries) this.entries.shift();
	}

	/**
	 * The answer to this very question, else the latest one that the user is typing into; it is what is shown from now on.
	 * @param waitedFor the request that the user has waited for, typing: its answer counts although other files' code has changed since it was sent
	 */
	find(question: Question, waitedFor?: RequestRecord): Found | undefined {
		this.shown = this.look(question, waitedFor);
		return this.shown;
	}

	/** Whether there is an answer, for who only looks ahead. */
	has(question: Question): boolean {
		return this.look(question) !== undefined;
	}

	clear(): void {
		this.entries = [];
		this.shown = undefined;
	}

	get size(): number {
		return this.entries.length;
	}

	private look(question: Question, waitedFor?: RequestRecord): Found | undefined {
		let typedInto: Found | undefined;
		for (const entry of this.entries.toReversed()) {
			if (entry.question.uri !== question.uri || entry.question.model !== question.model) continue;
			const text = 'text' in entry.result ? entry.result.text : '';
			const typed = typedSince(entry.question, question, text);
			if (typed === undefined || !(entry.question.context === question.context || this.isGoneOn(entry, typed, waitedFor))) continue;
			if (typed === '') return { entry, typed };
			if (typed.length < text.length) typedInto ??= { entry, typed };
		}
		return typedInto;
	}

	/** Whether it is on the screen, or waited for, and has been typed on or back since: then it stays whatever changed elsewhere. */
	private isGoneOn(entry: Remembered, typed: string, waitedFor: RequestRecord | undefined): boolean {
		return entry.request === waitedFor || (entry === this.shown?.entry && typed !== this.shown.typed);
	}
}

/**
 * The characters of `answer` that lead from the earlier question to the later one; `undefined` if they don't.
 * The window may have moved between the two, so the prefixes are compared from their ends as far as both go.
 */
export function typedSince(earlier: Question, later: Question, answer: string): string | undefined {
	for (let length = 0; length <= answer.length; length++) {
		if (length > 0 && later.prefix.charCodeAt(later.prefix.length - 1) !== answer.charCodeAt(length - 1)) continue;
		const typed = answer.slice(0, length);
		if (!later.prefix.endsWith(typed)) continue;
		const rest = later.prefix.slice(0, later.prefix.length - length);
		if (hasSameEnd(earlier.prefix, rest) && isSameSuffix(earlier.suffix, later.suffix, typed)) return typed;
	}
	return undefined;
}

/** The shorter one is the end of the longer one. An empty prefix is the end of anything, so it must be the whole. */
function hasSameEnd(a: string, b: string): boolean {
	if (a === '' || b === '') return a === b;
	return a.endsWith(b) || b.endsWith(a);
}

/**
 * Typing an opening bracket may have put its closing one after the cursor; typing a closing one may have gone over it; and Enter between
 * the two puts the closing one on a line of its own.
 */
function isSameSuffix(earlier: string, later: string, typed: string): boolean {
	if (earlier === later || isSameButForItsCut(earlier, later)) return true;
	if (typed === '') return false;
	const after = typed.includes('\n') ? later.replace(/^\n[ \t]*(?=[)\]}])/, '') : later;
	if (beginsAlike(after, earlier)) return true;
	const [added = ''] = closersAtStart.exec(after) ?? [];
	const [removed = ''] = closersAtStart.exec(earlier) ?? [];
	for (let over = 0; over <= removed.length && (over === 0 || typed.includes(removed.charAt(over - 1))); over++) {
		for (let more = over === 0 ? 1 : 0; more <= added.length; more++) {
			if (beginsAlike(after.slice(more), earlier.slice(over))) return true;
		}
	}
	return false;
}

const closersAtStart = /^[)\]}>"'`]{0,4}/;

/** How many characters must be the same before a difference in length is taken for the budget's doing: it changes when tokens were counted. */
const longEnough = 40;

function isSameButForItsCut(a: string, b: string): boolean {
	return Math.min(a.length, b.length) >= longEnough && beginsAlike(a, b);
}

/** The suffix is cut to a budget, so one of the two may end a little earlier. */
function beginsAlike(a: string, b: string): boolean {
	return (a === '') === (b === '') && (a.startsWith(b) || b.startsWith(a));
}

function isSameQuestion(a: Question, b: Question): boolean {
	return a.model === b.model && a.uri === b.uri && a.context === b.context && a.prefix === b.prefix && a.suffix === b.suffix;
}

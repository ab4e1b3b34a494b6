/**
 * Remembers answers by what was really asked: model, document, text before and after the cursor as they stood in the prompt.
 * An answer also serves while the user types its first characters, and goes back with them when they are deleted: typing as suggested asks nothing.
 */
import { type FilterEffect } from './filters';
import { type Candidate, type Dropped } from './filters/filter';
import { type RequestRecord } from './record';

/** What one request asked, or would ask. */
export interface Question {
	/** Model and engine options that would change the answer. */
	readonly model: string;
	readonly uri: string;
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
	/** Last used last. */
	private entries: Remembered[] = [];

	remember(entry: Remembered): void {
		this.entries = this.entries.filter(each => !isSameQuestion(each.question, entry.question));
		this.entries.push(entry);
		if (this.entries.length > mostEntries) this.entries.shift();
	}

	/** The answer to this very question, else the latest one that the user is typing into. */
	find(question: Question): Found | undefined {
		let typedInto: Found | undefined;
		for (const entry of this.entries.toReversed()) {
			if (entry.question.uri !== question.uri || entry.question.model !== question.model) continue;
			const text = 'text' in entry.result ? entry.result.text : '';
			const typed = typedSince(entry.question, question, text);
			if (typed === '') return { entry, typed };
			if (typed !== undefined && typed.length < text.length) typedInto ??= { entry, typed };
		}
		return typedInto;
	}

	clear(): void {
		this.entries = [];
	}

	get size(): number {
		return this.entries.length;
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

/** Typing an opening bracket may have put its closing one after the cursor; typing a closing one may have gone over it. */
function isSameSuffix(earlier: string, later: string, typed: string): boolean {
	if (earlier === later) return true;
	if (typed === '') return false;
	const [, added = ''] = /^([)\]}>"'`]{1,4})/.exec(later) ?? [];
	const [, removed = ''] = /^([)\]}>"'`]{1,4})/.exec(earlier) ?? [];
	for (let length = 1; length <= added.length; length++) {
		if (beginsAlike(later.slice(length), earlier)) return true;
	}
	for (let length = 1; length <= removed.length; length++) {
		if (typed.includes(removed.slice(0, length)) && beginsAlike(earlier.slice(length), later)) return true;
	}
	return false;
}

/** The suffix is cut to a budget, so one of the two may end a little earlier. */
function beginsAlike(a: string, b: string): boolean {
	return (a === '') === (b === '') && (a.startsWith(b) || b.startsWith(a));
}

function isSameQuestion(a: Question, b: Question): boolean {
	return a.model === b.model && a.uri === b.uri && a.prefix === b.prefix && a.suffix === b.suffix;
}

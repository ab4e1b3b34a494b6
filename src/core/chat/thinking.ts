/**
 * Tells what a reasoning model thinks from what it answers, while both stream: `<think>…</think>`, then the answer. R1 often starts inside,
 * because its template already wrote the opening tag, and now and then never closes it. Tags inside a code block are code.
 */
export type ThinkingPart =
	| { readonly kind: 'thinking' | 'text'; readonly text: string }
	/** The thinking ended. */
	| { readonly kind: 'thought' }
	/** All that came as text was thinking: its end came without a beginning. */
	| { readonly kind: 'wasThinking' }
	/** All that came as thinking was the answer; it follows as text. */
	| { readonly kind: 'wasAnswer' };

/**
 * `tagged`: thinks only between tags, at the very start. `mayMissOpening`: a closing tag alone ends thinking too.
 * `startsInside`: thinks from the first word on, tag or not.
 */
export type ThinkingHabit = 'tagged' | 'mayMissOpening' | 'startsInside';

const opening = '<think>';
const closing = '</think>';

export class ThinkingSplitter {
	private state: 'start' | 'thinking' | 'text' = 'start';
	private held = '';
	/** Everything given out as thinking or as text so far, while it may still turn out to be the other. */
	private given = '';
	private wasOpened = false;
	private isClosed = false;

	constructor(private readonly habit: ThinkingHabit) {}

	push(piece: string): readonly ThinkingPart[] {
		this.held += piece;
		if (this.state === 'start' && !this.begin()) return [];
		return this.state === 'thinking' ? this.think() : this.speak();
	}

	/** What was held back. A model that started inside, ended by itself and never closed did not think: it answered. */
	finish(endedByItself: boolean): readonly ThinkingPart[] {
		const rest = this.held;
		this.held = '';
		if (this.state !== 'thinking') return part('text', rest);
		if (this.wasOpened || !endedByItself) return [...part('thinking', rest), { kind: 'thought' }];
		return [{ kind: 'wasAnswer' }, ...part('text', this.given + rest)];
	}

	/** Whether it is known by now how the answer begins. */
	private begin(): boolean {
		const text = this.held.trimStart();
		if (text === '' || (text.length < opening.length && opening.startsWith(text))) return false;
		this.wasOpened = text.startsWith(opening);
		if (this.wasOpened) this.held = text.slice(opening.length);
		this.state = this.wasOpened || this.habit === 'startsInside' ? 'thinking' : 'text';
		return true;
	}

	private think(): readonly ThinkingPart[] {
		const end = this.held.indexOf(closing);
		if (end < 0) {
			const text = this.held.slice(0, safeLength(this.held));
			this.held = this.held.slice(text.length);
			// What a model thinks begins with a line break after the tag.
			const shown = this.given === '' ? text.trimStart() : text;
			this.given += shown;
			return part('thinking', shown);
		}
		const thought = this.held.slice(0, end).trimEnd();
		const shown = this.given === '' ? thought.trimStart() : thought;
		const hasThought = this.given + shown !== '';
		this.close(this.held.slice(end + closing.length));
		return [...part('thinking', shown), ...(hasThought ? [{ kind: 'thought' } as const] : []), ...this.speak()];
	}

	private speak(): readonly ThinkingPart[] {
		if (this.isClosed && this.given === '') this.held = this.held.trimStart();
		const text = this.held;
		if (this.isClosed || this.habit === 'tagged') {
			this.held = '';
			this.given += this.isClosed ? text : '';
			return part('text', text);
		}
		const end = text.indexOf(closing);
		if (end >= 0 && !isInCode(this.given + text.slice(0, end))) {
			this.close(text.slice(end + closing.length));
			return [...part('text', text.slice(0, end).trimEnd()), { kind: 'wasThinking' }, { kind: 'thought' }, ...this.speak()];
		}
		const shown = text.slice(0, end < 0 ? safeLength(text) : end + closing.length);
		this.held = text.slice(shown.length);
		this.given += shown;
		return part('text', shown);
	}

	private close(rest: string): void {
		this.state = 'text';
		this.isClosed = true;
		this.given = '';
		this.held = rest;
	}
}

/** An answer without what was thought before it. */
export function withoutThoughts(text: string): string {
	const trimmed = text.trim();
	if (!trimmed.startsWith(opening)) return trimmed;
	const end = trimmed.indexOf(closing);
	return end < 0 ? '' : trimmed.slice(end + closing.length).trimStart();
}

/** Length of the text without a tail that could begin the closing tag. */
function safeLength(text: string): number {
	for (let length = Math.min(text.length, closing.length - 1); length > 0; length--) {
		if (closing.startsWith(text.slice(text.length - length))) return text.length - length;
	}
	return text.length;
}

/** Whether the text ends inside a fenced block. */
function isInCode(text: string): boolean {
	return (text.match(/^\s*```/gm)?.length ?? 0) % 2 === 1;
}

function part(kind: 'thinking' | 'text', text: string): readonly ThinkingPart[] {
	return text === '' ? [] : [{ kind, text }];
}

/** How long to wait for the next keystroke before asking, from the user's typing rhythm and the engine's latency. */
import { type Situation } from './situation';

export interface Pace {
	readonly milliseconds: number;
	/** For the log: the figures it was made of. */
	readonly because: string;
}

/** Keystrokes further apart than this are pauses, not rhythm. */
const longestGapMs = 1000;
const gapsKept = 12;
const latenciesKept = 12;

/** Until anything is measured: a fast typist's gap is 100 to 200 ms, and a small model on a good machine answers in about as long. */
const usualGapMs = 160;
const usualLatencyMs = 150;

/** Below this a wait saves nothing; above it, it is felt as lag. */
const leastMs = 20;
const mostMs = 350;

/** The gaps between one user's keystrokes, lately. */
export class TypingRhythm {
	private readonly gaps: number[] = [];
	private last: number | undefined;

	note(now: number): void {
		const gap = this.last === undefined ? Infinity : now - this.last;
		this.last = now;
		if (gap <= 0 || gap > longestGapMs) return;
		this.gaps.push(gap);
		if (this.gaps.length > gapsKept) this.gaps.shift();
	}

	/** The median gap in milliseconds; `undefined` before three keystrokes. */
	gapMs(): number | undefined {
		return this.gaps.length < 3 ? undefined : medianOf(this.gaps);
	}
}

/** First-token times of the engine, lately. */
export class Latency {
	private readonly times: number[] = [];

	note(milliseconds: number): void {
		this.times.push(milliseconds);
		if (this.times.length > latenciesKept) this.times.shift();
	}

	firstTokenMs(): number | undefined {
		return this.times.length === 0 ? undefined : medianOf(this.times);
	}
}

/**
 * The longer an answer takes measured in keystrokes, the likelier the next keystroke makes it stale, and the more of a gap is worth waiting:
 * a fifth for an engine that answers between two keystrokes, up to 1.2 gaps for one that can't. Lines just begun are a pause by themselves.
 */
export function paceOf(situation: Situation, gapMs: number | undefined, firstTokenMs: number | undefined): Pace {
	if (situation.trigger === 'explicit') return { milliseconds: 0, because: 'asked for' };
	const gap = gapMs ?? usualGapMs;
	const latency = firstTokenMs ?? usualLatencyMs;
	const share = Math.min(1.2, Math.max(0.2, latency / gap));
	const isNewLine = situation.linePrefix.trim() === '';
	const wait = gap * share * (isNewLine ? 0.5 : 1);
	const milliseconds = Math.round(Math.min(mostMs, Math.max(leastMs, wait)));
	const because = `${Math.round(gap)} ms between keystrokes, first token after ${Math.round(latency)} ms${isNewLine ? ', new line' : ''}`;
	return { milliseconds, because };
}

function medianOf(values: readonly number[]): number {
	const sorted = [...values].sort((a, b) => a - b);
	return sorted[sorted.length >> 1] ?? 0;
}

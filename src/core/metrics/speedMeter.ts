/**
 * Tokens per second as the engine counts them: live while an answer comes, exact from the engine's own times when it has ended.
 * The status bar, the answer's footer and the log read the same figures.
 */
import { Emitter } from '../base/emitter';
import type { Role } from '../engine/engine';
import type { EndEvent, StreamEvent, TextEvent, Usage } from '../engine/streamEvent';

export interface Figures {
	readonly role: Role;
	readonly tokens: number;
	/** Absent when fewer than two tokens came: one token has no speed. */
	readonly tokensPerSecond?: number;
	/** From the request to the first token, with prompt evaluation and waiting. */
	readonly firstTokenMilliseconds?: number;
	readonly promptTokens?: number;
	readonly cachedTokens?: number;
}

export class SpeedMeter {
	private readonly changed = new Emitter<void>();
	private readonly lastOf = new Map<Role, Figures>();
	private readonly running = new Set<Measurement>();

	/** Fires on every counted token and every end; listeners that draw slow themselves down. */
	readonly onDidChange = this.changed.event;

	constructor(
		private readonly now: () => number,
		private readonly onDidEnd: (figures: Figures) => void = () => undefined,
	) {}

	/** The speed of the answer that is coming now; chat wins over a completion beside it, because a person is reading it. */
	get liveTokensPerSecond(): number | undefined {
		const visible = [...this.running].filter(each => each.liveTokensPerSecond !== undefined);
		return (visible.find(each => each.role === 'chat') ?? visible.at(-1))?.liveTokensPerSecond;
	}

	last(role: Role): Figures | undefined {
		return this.lastOf.get(role);
	}

	/** The newest figures that have a speed, whichever role they came from. */
	get lastTokensPerSecond(): number | undefined {
		return [...this.lastOf.values()].filter(each => each.tokensPerSecond !== undefined).at(-1)?.tokensPerSecond;
	}

	/** Passes `stream` through and counts it. */
	async *measure(role: Role, stream: AsyncIterable<StreamEvent>): AsyncGenerator<StreamEvent> {
		const measurement = new Measurement(role, this.now);
		this.running.add(measurement);
		try {
			for await (const event of stream) {
				if (event.kind === 'text') measurement.count(event);
				else this.finish(measurement, event);
				this.changed.fire();
				yield event;
			}
		} finally {
			// A consumer that stops reading early still generated what it read.
			if (this.running.has(measurement)) this.finish(measurement, undefined);
			this.changed.fire();
		}
	}

	private finish(measurement: Measurement, end: EndEvent | undefined): void {
		this.running.delete(measurement);
		const figures = measurement.figures(end?.usage);
		if (figures.tokens === 0) return;
		this.lastOf.delete(measurement.role);
		this.lastOf.set(measurement.role, figures);
		this.onDidEnd(figures);
	}
}

/** One answer being counted. */
class Measurement {
	private readonly askedAt: number;
	private firstTokenAt: number | undefined;
	private lastTokenAt = 0;
	private tokens = 0;
	private firstTokens = 0;

	constructor(
		readonly role: Role,
		private readonly now: () => number,
	) {
		this.askedAt = now();
	}

	count(event: TextEvent): void {
		this.lastTokenAt = this.now();
		this.tokens += event.tokens;
		if (this.firstTokenAt !== undefined) return;
		this.firstTokenAt = this.lastTokenAt;
		this.firstTokens = event.tokens;
	}

	/** Tokens after the first event over the time since it; the first event's own tokens took the prompt's time. */
	get liveTokensPerSecond(): number | undefined {
		const milliseconds = this.lastTokenAt - (this.firstTokenAt ?? this.lastTokenAt);
		const later = this.tokens - this.firstTokens;
		return milliseconds > 0 && later > 0 ? (later * 1000) / milliseconds : undefined;
	}

	figures(usage: Usage | undefined): Figures {
		const tokens = usage?.generatedTokens ?? this.tokens;
		const exact = usage?.generateMilliseconds;
		const tokensPerSecond = tokens > 1 && exact !== undefined && exact > 0 ? (tokens * 1000) / exact : this.liveTokensPerSecond;
		return {
			role: this.role,
			tokens,
			tokensPerSecond,
			firstTokenMilliseconds: this.firstTokenAt === undefined ? undefined : this.firstTokenAt - this.askedAt,
			promptTokens: usage?.promptTokens,
			cachedTokens: usage?.cachedTokens,
		};
	}
}

/** One line for the log: "completion: 310 prompt tokens (290 cached), first token 41 ms, 24 tokens, 182 tok/s". */
export function describeFigures(figures: Figures): string {
	const { role, promptTokens, cachedTokens, firstTokenMilliseconds, tokens, tokensPerSecond } = figures;
	const cached = cachedTokens === undefined ? '' : ` (${cachedTokens} cached)`;
	const parts = [
		promptTokens !== undefined && `${promptTokens} prompt tokens${cached}`,
		firstTokenMilliseconds !== undefined && `first token ${Math.round(firstTokenMilliseconds)} ms`,
		`${tokens} tokens`,
		tokensPerSecond !== undefined && `${Math.round(tokensPerSecond)} tok/s`,
	];
	return `${role}: ${parts.filter(Boolean).join(', ')}`;
}

/**
 * One answer on its way from the server to who asked. Reading goes on by itself; who asked takes events as they come, and is free
 * in the moment of a cancel, whatever the server does then.
 */
import type { EndReason, StreamEvent, Usage } from '../../core/engine/streamEvent';

/** Milliseconds after which a token that does not come is not waited for: then the server waits for it too, and can be left. */
const patience = 1000;

export class Answer {
	/** Ends the request to the server. */
	readonly connection = new AbortController();
	private patience: NodeJS.Timeout | undefined;
	private phase: 'waiting' | 'evaluating' | 'generating' = 'waiting';
	private readonly events: StreamEvent[] = [];
	private failure: { readonly error: unknown } | undefined;
	private over = false;
	private wake: (() => void) | undefined;

	/** Nobody waits for more. */
	get isOver(): boolean {
		return this.over;
	}

	/** The server has the prompt now. */
	sent(): void {
		this.phase = 'evaluating';
	}

	text(text: string, tokens: number): void {
		this.phase = 'generating';
		if (!this.over) this.add({ kind: 'text', text, tokens });
	}

	end(reason: EndReason, usage: Usage): void {
		if (this.over) return;
		this.over = true;
		this.add({ kind: 'end', reason, usage });
	}

	fail(error: unknown): void {
		if (this.over) return;
		this.over = true;
		this.failure = { error };
		this.wake?.();
	}

	/**
	 * Drops what came and was not taken. A request that the server works on is left to who reads it, see `ModelWork`: that one finds `isOver` at the next
	 * token.
	 */
	cancel(): void {
		if (this.over) return;
		this.events.length = 0;
		this.end('cancelled', {});
		if (this.phase === 'waiting') this.connection.abort();
		if (this.phase === 'generating') this.patience = setTimeout(() => this.connection.abort(), patience);
	}

	/** The request to the server is over, in whatever way. */
	closed(): void {
		clearTimeout(this.patience);
	}

	async *stream(): AsyncGenerator<StreamEvent> {
		for (;;) {
			const event = this.events.shift();
			if (event) {
				yield event;
				if (event.kind === 'end') return;
			} else {
				if (this.failure) throw this.failure.error;
				await new Promise<void>(resolve => (this.wake = resolve));
			}
		}
	}

	private add(event: StreamEvent): void {
		this.events.push(event);
		this.wake?.();
	}
}

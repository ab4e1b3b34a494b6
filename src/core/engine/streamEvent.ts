/** What an engine sends while it generates: text with the tokens it is made of, then exactly one end. */
export type StreamEvent = TextEvent | EndEvent;

export interface TextEvent {
	readonly kind: 'text';
	readonly text: string;
	/** Tokens generated since the event before, as the engine counts them; the end event corrects any drift. */
	readonly tokens: number;
}

export interface EndEvent {
	readonly kind: 'end';
	readonly reason: EndReason;
	readonly usage: Usage;
}

/** `stop`: the model ended, or a stop text came; `length`: the token limit; `cancelled`: our signal; `cut`: the engine gave up (its loop guard). */
export type EndReason = 'stop' | 'length' | 'cancelled' | 'cut';

/** The engine's own counts and times; a figure the engine does not give is absent, never guessed. */
export interface Usage {
	readonly promptTokens?: number;
	/** Prompt tokens that were already in the KV cache. */
	readonly cachedTokens?: number;
	readonly generatedTokens?: number;
	/** Of these, tokens that were guessed from what stood before and only had to be checked, several in one step of the model. */
	readonly guessedTokens?: number;
	readonly promptMilliseconds?: number;
	readonly generateMilliseconds?: number;
}

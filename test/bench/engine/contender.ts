/** What is compared: one way of running a model, asked the same as the others. Times in milliseconds. */

export interface Written {
	/** From the question to the first token. */
	readonly first: number;
	/** Tokens behind the first one, and the time they took. */
	readonly tokens: number;
	readonly milliseconds: number;
	readonly text?: string;
	/** Tokens that were guessed and only checked. */
	readonly guessedRight?: number;
}

export interface How {
	readonly guesses?: boolean;
	/** Drawn by chance, always the same: a greedy answer may repeat itself, and Ollama ends those. */
	readonly isSampled?: boolean;
}

export interface Contender {
	readonly name: string;
	/** Loads it anew and says how long that took. */
	load(file: string): Promise<number>;
	ask(prompt: string, maxTokens: number, how?: How): Promise<Written>;
	/**
	 * Leaves the answer to a prompt so long after it was asked, or after its first token, and says how long the next one had to wait for that; `undefined`
	 * where the answer was over before.
	 */
	cancel?(prompt: string, when: { readonly afterMs: number } | 'writing'): Promise<number | undefined>;
	/** To the first token of a completion that is asked while a chat is answered. */
	completeWhileChatting?(chat: string, prompt: string): Promise<number>;
	/** Bytes in RAM, of all its processes. */
	memory(): number;
	dispose(): Promise<void>;
}

/** How full the context is: what the conversation and what is attached would take of the prompt, as the engine counts it. */
import { Lru } from '../base/lru';
import { type Turn } from '../models/dialect';
import { type CountTokens, framingTokens } from './budget';

/** Counts each text once: a conversation is counted again after every answer, and most of it is as before. */
export class TokenCounter {
	private readonly counted = new Lru<string, number>(100);

	constructor(private readonly count: CountTokens) {}

	async of(text: string): Promise<number> {
		const known = this.counted.get(text);
		if (known !== undefined) return known;
		const tokens = await this.count(text);
		this.counted.set(text, tokens);
		return tokens;
	}

	async ofTurns(turns: readonly Turn[]): Promise<number> {
		let tokens = 0;
		for (const { text } of turns) tokens += (await this.of(text)) + framingTokens;
		return tokens;
	}
}

/** How fast a model reads prompts on this machine, in tokens per second, measured on the part of each prompt that was not cached. */
import { type Usage } from '../engine/streamEvent';

/** Fewer tokens take as long as the call itself. */
const leastTokens = 48;

/** Older measurements fade: what else the machine does changes. */
const memoryMilliseconds = 5000;

export class PromptSpeed {
	private tokens = 0;
	private milliseconds = 0;
	private before = '';

	/** @param prompt its text, by which the cached part is told where the engine does not say it */
	note(prompt: string, usage: Usage | undefined, firstTokenMs: number | undefined): void {
		const cachedShare = commonLength(prompt, this.before) / Math.max(1, prompt.length);
		this.before = prompt;
		const milliseconds = usage?.promptMilliseconds ?? firstTokenMs;
		if (usage?.promptTokens === undefined || milliseconds === undefined || milliseconds <= 0) return;
		const evaluated = usage.promptTokens - (usage.cachedTokens ?? usage.promptTokens * cachedShare);
		if (evaluated < leastTokens) return;
		this.tokens += evaluated;
		this.milliseconds += milliseconds;
		if (this.milliseconds <= memoryMilliseconds) return;
		this.tokens /= 2;
		this.milliseconds /= 2;
	}

	/** `undefined` until a prompt was read that was long enough. */
	get tokensPerSecond(): number | undefined {
		return this.milliseconds === 0 ? undefined : (this.tokens * 1000) / this.milliseconds;
	}
}

export function commonLength(a: string, b: string): number {
	const most = Math.min(a.length, b.length);
	let length = 0;
	while (length < most && a.charCodeAt(length) === b.charCodeAt(length)) length++;
	return length;
}

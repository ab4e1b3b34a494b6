/**
 * Cuts a long prompt into steps, each a prefix of the next, that bring it into the server's cache one after the other. Ollama 0.24 evaluates a prompt
 * to its end although its client left (29 s behind 1,907 tokens on a slow machine); between two steps a cancel can act.
 * Decides only; who sends the steps tells what came of them.
 */
import { characterEnd } from '../../core/text/surrogates';

/**
 * A step is as long as a cancel may have to wait: a completion that comes after one should begin within 300 ms, and a step can take longer than expected.
 */
const stepMilliseconds = 150;

/**
 * But a step costs a request and a token besides. Up to a fifth of a second it is at least ten times as long as what it costs, so that steps take at most a
 * tenth more time than the prompt in one piece; where that is not enough, five times. Measured, CPU time with one thread, steps of 64 tokens: 5 % more with
 * the demo model, 2 % with one of 135 M.
 */
const overCost = 10;
const mostMillisecondsForThat = 200;
const leastOverCost = 5;
const firstStepTokens = 32; // enough for a first measurement; half a second where a large model runs on a CPU
const leastStepTokens = 16;
const costsKept = 8;

/** What the server said about a prompt that it evaluated, in milliseconds, and how long the whole request took. */
export interface Evaluation {
	readonly promptTokens?: number;
	readonly promptMilliseconds?: number;
	readonly wallMilliseconds?: number;
}

export class PromptSteps {
	private cached: { readonly text: string; readonly tokens?: number; readonly at: number } | undefined;
	private tokensPerSecond: number | undefined;
	/** What a step takes besides its prompt. The least counts: more is other work of the machine or another program's request before ours. */
	private costs: number[] = [];

	/**
	 * @param now milliseconds that only go up
	 * @param forgetsAfter milliseconds after which a server that was not asked has unloaded the model, and its cache with it
	 */
	constructor(
		private readonly now: () => number,
		private readonly forgetsAfter: () => number,
	) {}

	/** The next prefix to send; `undefined` when what is left is short enough to send the prompt itself. */
	next(prompt: string, charactersPerToken: number, contextTokens: number): string | undefined {
		// One that is too long is refused at once, as a whole.
		if (prompt.length / charactersPerToken > contextTokens) return undefined;
		const known = this.knownLength(prompt);
		const characters = this.stepTokens * charactersPerToken;
		if (prompt.length - known < characters * 1.5) return undefined;
		return prompt.slice(0, cutBefore(prompt, known, known + Math.floor(characters)));
	}

	/** The server has this prompt in its cache now. Says whether its count is possible: a prefix has fewer tokens than what goes on from it by much. */
	evaluated(prompt: string, charactersPerToken: number, { promptTokens, promptMilliseconds = 0, wallMilliseconds }: Evaluation): boolean {
		const before = this.cached;
		const goesOn = before?.tokens !== undefined && promptTokens !== undefined && prompt.startsWith(before.text);
		const fresh = goesOn ? promptTokens - (before.tokens ?? 0) : (prompt.length - this.knownLength(prompt)) / charactersPerToken;
		if (fresh >= leastStepTokens && promptMilliseconds > 0) this.learn((fresh / promptMilliseconds) * 1000, goesOn);
		if (wallMilliseconds !== undefined) this.costs = [...this.costs, wallMilliseconds - promptMilliseconds].slice(-costsKept);
		this.cached = { text: prompt, tokens: promptTokens, at: this.now() };
		// At the seam a few characters may make one token of two.
		return !goesOn || fresh > 0 || prompt.length - before.text.length < leastStepTokens * charactersPerToken;
	}

	/** What was written after the last prompt is in the cache too. */
	wrote(prompt: string, answer: string): void {
		this.cached = { text: prompt + answer, at: this.now() };
	}

	/** The model was unloaded or loaded anew. */
	forget(): void {
		this.cached = undefined;
	}

	private get stepTokens(): number {
		if (this.tokensPerSecond === undefined) return firstStepTokens;
		const cost = this.costs.length > 0 ? Math.min(...this.costs) : 0;
		const milliseconds = Math.max(stepMilliseconds, Math.min(mostMillisecondsForThat, overCost * cost), leastOverCost * cost);
		return Math.max(leastStepTokens, (this.tokensPerSecond * milliseconds) / 1000);
	}

	private knownLength(prompt: string): number {
		if (this.cached === undefined || this.now() - this.cached.at > this.forgetsAfter()) return 0;
		return sharedLength(prompt, this.cached.text);
	}

	/** @param counted the server said how many tokens were new; otherwise it may have known more of the prompt than we think, and only seem fast */
	private learn(measured: number, counted: boolean): void {
		const before = this.tokensPerSecond;
		if (counted || (before !== undefined && measured < before))
			this.tokensPerSecond = before === undefined ? measured : (before + measured) / 2;
	}
}

/** At the end of a line where there is one: there the tokens of the prefix are those of the whole, and no special token is cut. */
function cutBefore(text: string, from: number, to: number): number {
	const line = text.lastIndexOf('\n', to - 1) + 1;
	return line > from + ((to - from) * 3) / 4 ? line : characterEnd(text, to);
}

function sharedLength(a: string, b: string): number {
	const most = Math.min(a.length, b.length);
	let length = 0;
	while (length < most && a.charCodeAt(length) === b.charCodeAt(length)) length++;
	return length;
}

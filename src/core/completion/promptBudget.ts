/**
 * How long a prompt may be: what the machine reads within the user's time target, so that even a prompt of which nothing is cached is answered
 * in time. Other files get a quarter of it, and nothing on a machine that reads less than 1,024 tokens in that time.
 */

export interface PromptBudget {
	/** For the file itself, before and after the cursor. */
	readonly windowTokens: number;
	/** For other files, with their headers. */
	readonly contextTokens: number;
}

/** Few steps: each change throws the KV cache away. */
const steps = [512, 1024, 1536, 2048] as const;

/** Until the first prompt was read; a machine that reads it in time gets more from then on. */
const stepAtFirst = 1024;

/** The next longer prompt must be read in this share of the time, so that figures at the border do not go to and fro. */
const margin = 0.8;

export interface PromptBudgetFacts {
	/** What the model can usefully be given. */
	readonly mostTokens: number;
	readonly takesContext: boolean;
	readonly timeTargetMs: number;
	readonly tokensPerSecond: number | undefined;
	/** The sum in use; `undefined` at first. */
	readonly before: number | undefined;
}

export function promptTokensWithin({ mostTokens, timeTargetMs, tokensPerSecond, before }: PromptBudgetFacts): number {
	const sum = tokensPerSecond === undefined ? (before ?? stepAtFirst) : stepWithin((tokensPerSecond * timeTargetMs) / 1000, before);
	return Math.min(mostTokens, sum);
}

export function promptBudgetOf(facts: PromptBudgetFacts): PromptBudget {
	const sum = promptTokensWithin(facts);
	const contextTokens = facts.takesContext && sum >= stepAtFirst ? sum >> 2 : 0;
	return { windowTokens: sum - contextTokens, contextTokens };
}

function stepWithin(readable: number, before: number | undefined): number {
	const longest = steps.findLast(step => step <= (step > (before ?? Infinity) ? readable * margin : readable));
	return longest ?? steps[0];
}

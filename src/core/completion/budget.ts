/** How much to ask for: tokens and lines that the machine can write within the user's time target. */
import { type ModelLimits } from '../models/limits';
import { isMultiLine, type Shape } from './singleOrMulti';
import { type CompletionSettings } from './settings';
import { type Trigger } from './situation';

export interface CompletionBudget {
	readonly tokens: number;
	readonly lines: number;
	/** After this a first whole line is enough; after twice this, anything is, if the model had some of it to write. */
	readonly milliseconds: number;
}

/** Half of all lines of code have fewer than 10 tokens; a statement that is broken over lines rarely has more than 80. */
const statementTokens = 80;
const lineTokens = 48;

/** What a slow machine is asked for at least: less is not a line. */
export const leastTokens = 16;

/** Someone who asks waits longer than someone who types. */
const patienceWhenAsked = 4;

export function budgetOf(
	shape: Shape,
	limits: ModelLimits,
	settings: CompletionSettings,
	trigger: Trigger,
	tokensPerSecond: number | undefined,
): CompletionBudget {
	const milliseconds = settings.timeTargetMs * (trigger === 'explicit' ? patienceWhenAsked : 1);
	const wanted = shape.kind === 'line' ? lineTokens : isMultiLine(shape) ? limits.completionTokens : statementTokens;
	const inTime = tokensPerSecond === undefined ? Infinity : Math.ceil((tokensPerSecond * milliseconds) / 1000);
	return {
		tokens: Math.min(limits.completionTokens, wanted, Math.max(leastTokens, inTime)),
		lines: shape.kind === 'line' ? 1 : settings.maxLines,
		milliseconds,
	};
}

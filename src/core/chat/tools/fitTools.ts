/**
 * Fits what is said about the tools into half of the prompt, by rule:
 *   1. first the descriptions of inputs go, and of each tool's all but the first sentence;
 *   2. then those sentences;
 *   3. then the tools at the end of the list, one by one. One that was called in this conversation already goes last.
 * At least one tool stays. What was left out is returned, so that it can be said.
 */
import type { CountTokens } from '../budget';
import { describeTools, type Detail } from './describeTools';
import type { Tool, ToolUse } from './tool';
import type { ToolFormat } from './toolFormat';

export interface FittedTools {
	readonly use: ToolUse;
	/** For the system turn. */
	readonly text: string;
	/** How much is told of each tool. */
	readonly detail: Detail;
	/** Names of tools that the model is not told of. */
	readonly leftOut: readonly string[];
}

export async function fitTools(
	format: ToolFormat,
	use: ToolUse,
	called: ReadonlySet<string>,
	promptTokens: number,
	count: CountTokens,
): Promise<FittedTools> {
	const room = Math.floor(promptTokens / 2);
	const fits = async (some: ToolUse, detail: Detail) => (await count(describeTools(format, some, detail))) <= room;
	const fitted = (some: ToolUse, detail: Detail): FittedTools => ({
		use: some,
		text: describeTools(format, some, detail),
		detail,
		leftOut: use.tools.filter(tool => !some.tools.includes(tool)).map(({ name }) => name),
	});
	for (const detail of ['full', 'brief', 'bare'] as const) if (await fits(use, detail)) return fitted(use, detail);
	// Halving would save counts, but a request names a few dozen tools at most, and each count is a fraction of a millisecond.
	let { tools } = use;
	while (tools.length > 1 && !(await fits({ ...use, tools }, 'bare'))) tools = withoutLast(tools, called);
	return fitted({ ...use, tools }, 'bare');
}

function withoutLast(tools: readonly Tool[], called: ReadonlySet<string>): readonly Tool[] {
	const uncalled = tools.findLastIndex(({ name }) => !called.has(name));
	const goes = uncalled < 0 ? tools.length - 1 : uncalled;
	return tools.filter((_, index) => index !== goes);
}

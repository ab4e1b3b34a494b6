/**
 * Asks a model that may call tools: the same way from turns to an answer as in words only, with the tools told in the system turn and calls read
 * out of what it writes. Whoever asks runs the tool, or lets a person decide, and asks again with the result.
 */
import { special, type PromptPart } from '../../engine/prompt';
import type { ServedModel } from '../../engine/servedModel';
import { stopTokens, type Turn } from '../../models/dialect';
import { limitsOf } from '../../models/limits';
import type { AnswerEvent, AnswerOptions } from '../answer';
import { countTokens, streamAnswer, unlessAborted } from '../streamAnswer';
import { callSchema } from './callSchema';
import { fitTools, type FittedTools } from './fitTools';
import { type CallPart, callReader } from './readCalls';
import type { ToolUse } from './tool';
import type { ToolFormat } from './toolFormat';

export type ToolAnswerEvent =
	| Extract<AnswerEvent, { kind: 'cut' | 'end' }>
	| CallPart
	/** Comes first, when not everything about the tools fits into the prompt. */
	| { readonly kind: 'toolsCut'; readonly tools: Pick<FittedTools, 'detail' | 'leftOut'> };

export interface ToolAnswerOptions extends Omit<AnswerOptions, 'stop'> {
	readonly format: ToolFormat;
	readonly use: ToolUse;
	/** Names of the tools that were called in this conversation. */
	readonly called: ReadonlySet<string>;
}

/** Ends with one `end`, also after an abort. Throws an `EngineError`. */
export async function* answerWithTools(
	model: ServedModel,
	turns: readonly Turn[],
	signal: AbortSignal,
	options: ToolAnswerOptions,
): AsyncIterable<ToolAnswerEvent> {
	const { format, use, called } = options;
	const { chatPromptTokens } = limitsOf(model.loaded);
	const count = (text: string) => countTokens(model, text, signal);
	const tools = await unlessAborted(fitTools(format, use, called, chatPromptTokens, count), signal);
	if (tools === undefined) {
		yield { kind: 'end', reason: 'cancelled', figures: { tokens: 0 } };
		return;
	}
	if (tools.detail !== 'full') yield { kind: 'toolsCut', tools };
	const isReasoning = model.loaded.installed.family === 'reason' && format === 'json';
	const stream = {
		...options,
		stop: stopTokens,
		...(format === 'json' && { schema: callSchema(tools.use) }),
		...(isReasoning && { begun: withoutThinking }),
	};
	yield* streamAnswer(model, withTools(turns, tools.text), signal, stream, () => callReader(format, tools.use.tools));
}

/** A reasoning model whose first word must be JSON can't think; told that it has, it does not try. */
const withoutThinking: readonly PromptPart[] = [special('<think>'), '\n\n', special('</think>'), '\n\n'];

function withTools(turns: readonly Turn[], text: string): readonly Turn[] {
	const [first, ...rest] = turns;
	if (first?.role !== 'system') return [{ role: 'system', text }, ...turns];
	return [{ ...first, text: `${first.text}\n\n${text}` }, ...rest];
}

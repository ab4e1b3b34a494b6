/** What comes out of an answer that may call tools. */
import type { AnswerReader } from '../streamAnswer';
import { JsonCallReader } from './jsonCall';
import { NativeCallReader } from './nativeCall';
import type { Tool, ToolCall } from './tool';
import type { ToolFormat } from './toolFormat';

export type CallPart =
	| { readonly kind: 'text'; readonly text: string }
	| { readonly kind: 'call'; readonly call: ToolCall }
	/** The answer ended within a call. */
	| { readonly kind: 'brokenCall'; readonly raw: string }
	/** A call of a tool that was not offered; nothing must come of it. */
	| { readonly kind: 'unknownTool'; readonly name: string };

export function callReader(format: ToolFormat, tools: readonly Tool[]): AnswerReader<CallPart> {
	const names = tools.map(({ name }) => name);
	return format === 'json' ? new JsonCallReader(names) : new NativeCallReader(names);
}

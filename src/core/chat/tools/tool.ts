/** Tools as the conversation knows them: what can be called, a call, and how a request wants them used. Running one is the caller's business. */
import type { JsonSchema } from '../../engine/engine';

export interface Tool {
	readonly name: string;
	readonly description: string;
	/** JSON Schema of an object; absent for a tool that takes nothing. */
	readonly inputSchema?: JsonSchema;
}

export interface ToolCall {
	readonly name: string;
	readonly input: Readonly<Record<string, unknown>>;
}

export interface ToolUse {
	readonly tools: readonly Tool[];
	/** The answer has to be a call, not words. */
	readonly mustCall: boolean;
}

/**
 * Where the servers that speak OpenAI's protocol differ, measured with llama-server 0.5.0 and vLLM 0.32.0. Everything that asks "which server
 * is it?" asks here. LM Studio and gateways count as `other` and get what the protocol's own description promises, no more.
 */
import type { Usage } from '../../core/engine/streamEvent';

export type ServerKind = 'llamaServer' | 'vllm' | 'other';

/** An entry of `/v1/models`, as far as we read it. */
export interface ListedModel {
	readonly id: string;
	/** llama-server: "llamacpp"; vLLM: "vllm". */
	readonly owned_by?: string;
	/** vLLM: where the weights came from, the real name behind an alias. */
	readonly root?: string | null;
	/** vLLM: the context. */
	readonly max_model_len?: number;
	/** llama-server: the header of the file, and the context of one slot. Absent until a router has loaded the model. */
	readonly meta?: {
		readonly n_ctx?: number;
		readonly n_ctx_train?: number;
		readonly n_params?: number;
		readonly size?: number;
		readonly ftype?: string;
	} | null;
}

export function serverOf({ owned_by }: ListedModel): ServerKind {
	if (owned_by === 'llamacpp') return 'llamaServer';
	return owned_by === 'vllm' ? 'vllm' : 'other';
}

export function contextOf({ meta, max_model_len }: ListedModel): number | undefined {
	return meta?.n_ctx ?? max_model_len; // llama-server ?? vLLM
}

/** What the request needs beside the protocol's own fields. */
export function extraFields(server: ServerKind): Readonly<Record<string, unknown>> {
	return {
		llamaServer: {}, // reads special tokens in a prompt, and writes none in an answer
		vllm: { skip_special_tokens: false }, // else a stop text that is a special token is dropped from the answer and never seen
		other: {},
	}[server];
}

/** Which stop texts it is sent, and how many it takes; the engine watches for all of them itself. */
export function stopTexts(server: ServerKind, stop: readonly string[]): readonly string[] {
	if (server === 'llamaServer') return stop;
	// vLLM holds back as much of an answer as its longest stop text is long, so a special token would cost a line of delay.
	const wanted = server === 'vllm' ? stop.filter(text => !/^<[｜|].+[｜|]>$/.test(text)) : stop;
	return wanted.slice(0, 4); // OpenAI's own limit; vLLM answers 400 to a fifth
}

/** What a stream says of its tokens beside its text. */
export function streamOptions(server: ServerKind): { readonly include_usage: true; readonly continuous_usage_stats?: true } {
	// vLLM puts several tokens into one chunk when it is busy; this makes every chunk bring the count so far.
	return { include_usage: true, ...(server === 'vllm' && { continuous_usage_stats: true }) };
}

/** How it is told that the answer of a completion is JSON that fits; a chat takes `response_format` everywhere. */
export function schemaField(server: ServerKind, schema: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
	if (server === 'llamaServer') return { json_schema: schema }; // reads `response_format` in chats only
	return { response_format: jsonFormat(schema) };
}

export function jsonFormat(schema: Readonly<Record<string, unknown>>) {
	return { type: 'json_schema' as const, json_schema: { name: 'answer', strict: true, schema: { ...schema } } };
}

/** Whether `response_format` with a JSON schema binds the answer. */
export function constrainsJson(server: ServerKind): boolean {
	return server !== 'other'; // LM Studio's does too, but it does not say that it is LM Studio
}

/** What to ask `/tokenize` with, at the server's root; `undefined` where there is no such address. */
export function tokenizeRequest(server: ServerKind, model: string, text: string, special: boolean): object | undefined {
	return {
		llamaServer: { model, content: text, add_special: false, parse_special: special },
		vllm: { model, prompt: text, add_special_tokens: false }, // always reads special tokens
		other: undefined,
	}[server];
}

/** A chunk of a stream, as far as we read it: `usage` comes with the last choice (llama-server's completions) or after it (all else). */
export interface Chunk {
	readonly usage?: {
		readonly prompt_tokens?: number;
		readonly completion_tokens?: number;
		readonly prompt_tokens_details?: { readonly cached_tokens?: number } | null;
	} | null;
	/** llama-server only, on the last chunk. */
	readonly timings?: { readonly prompt_ms?: number; readonly predicted_ms?: number };
}

export function usageOf({ usage, timings }: Chunk): Usage {
	const cached = usage?.prompt_tokens_details?.cached_tokens; // vLLM: null unless started with --enable-prompt-tokens-details
	return {
		...(usage?.prompt_tokens !== undefined && { promptTokens: usage.prompt_tokens }),
		...(usage?.completion_tokens !== undefined && { generatedTokens: usage.completion_tokens }),
		...(cached !== undefined && { cachedTokens: cached }),
		...(timings?.prompt_ms !== undefined && { promptMilliseconds: timings.prompt_ms }),
		...(timings?.predicted_ms !== undefined && { generateMilliseconds: timings.predicted_ms }),
	};
}

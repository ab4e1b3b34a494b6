/** What we ask a server for, as the body of `/v1/chat/completions` or `/v1/completions`. */
import type { ChatCompletionCreateParamsStreaming } from 'openai/resources/chat/completions';
import type { CompletionCreateParamsStreaming } from 'openai/resources/completions';
import type { GenerateRequest } from '../../core/engine/engine';
import { defuse, renderPrompt } from '../../core/engine/prompt';
import type { Turn } from '../../core/models/dialect';
import { extraFields, jsonFormat, schemaField, stopTexts, streamOptions, type ServerKind } from './servers';

export type RequestBody =
	| { readonly kind: 'chat'; readonly body: ChatCompletionCreateParamsStreaming }
	| { readonly kind: 'completion'; readonly body: CompletionCreateParamsStreaming };

/** A conversation goes out as turns, in the format that the server knows for its model; everything else as our own raw prompt. */
export function requestBody(server: ServerKind, model: string, request: GenerateRequest): RequestBody {
	const { maxTokens, temperature, stop, seed, schema, turns } = request;
	const common = {
		model,
		stream: true as const,
		stream_options: streamOptions(server),
		max_tokens: Math.max(1, Math.floor(maxTokens)), // 0 is an error to vLLM, and no limit to others
		temperature, // llama-server's own is 0.8
		stop: [...stopTexts(server, stop)],
		...(seed !== undefined && { seed }),
		...extraFields(server),
	};
	// Turns with the model's own tokens around them are known to our prompt only.
	if (turns?.every(({ frame }) => frame === undefined)) {
		return { kind: 'chat', body: { ...common, messages: turns.map(message), ...(schema && { response_format: jsonFormat(schema) }) } };
	}
	return {
		kind: 'completion',
		body: { ...common, prompt: renderPrompt(request.prompt), ...(schema && schemaField(server, schema)) },
	};
}

/** What a tool gave is told in the user's name: servers without a tool parser for the model refuse the role. */
function message({ role, text }: Turn) {
	return { role: role === 'tool' ? ('user' as const) : role, content: defuse(text) };
}

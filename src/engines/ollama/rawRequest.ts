/** What we say to `/api/generate`, and what its last message says about the answer. */
import type { GenerateRequest as OllamaRequest, GenerateResponse, Options } from 'ollama';
import type { GenerateRequest, InstalledModel, LoadOptions } from '../../core/engine/engine';
import { renderPrompt } from '../../core/engine/prompt';
import type { EndReason, Usage } from '../../core/engine/streamEvent';
import { stopTokens } from '../../core/models/dialect';

/** Options whose change reloads the model: the same in every request for it. */
export type RunnerOptions = Pick<Options, 'num_ctx'> & Partial<Pick<Options, 'num_thread' | 'num_gpu'>>;

/** More context than a model was trained for is lowered in silence, so we never ask for it. */
export function runnerOptions(model: InstalledModel, options: LoadOptions, threads: number | undefined): RunnerOptions {
	const num_thread = options.threads ?? threads;
	return {
		num_ctx: Math.min(options.contextTokens, model.trainedContextTokens ?? Infinity),
		...(num_thread !== undefined && { num_thread }),
		...(typeof options.gpuLayers === 'number' && { num_gpu: options.gpuLayers }),
	};
}

/** `truncate` and `shift` are in the server since 0.12 but not in the package's types; an older server ignores them. */
export type RawRequest = OllamaRequest & { readonly stream: true; readonly truncate: false; readonly shift: false };

export function rawRequest(model: InstalledModel, request: GenerateRequest, runner: RunnerOptions, keepAlive: string | number): RawRequest {
	return {
		model: model.id,
		prompt: renderPrompt(request.prompt),
		raw: true,
		stream: true,
		truncate: false,
		shift: false,
		keep_alive: keepAlive,
		...(request.schema && { format: request.schema }),
		options: {
			...runner,
			num_predict: Math.max(1, Math.floor(request.maxTokens)), // 0 would mean no limit
			temperature: request.temperature,
			...(request.seed !== undefined && { seed: request.seed }),
			// Never empty: only a list of ours keeps the model's own from acting, which is made for chat.
			stop: [...new Set([...request.stop, ...stopTokens])],
			// The server's default of 1.1 punishes the repetitions that code is made of.
			repeat_penalty: 1,
			presence_penalty: 0,
			frequency_penalty: 0,
		},
	};
}

/**
 * Only brings a prefix of the request's prompt into the server's cache. One token is the least that can be asked for: none would mean no limit.
 * Its options are those of the request, or the model would be loaded anew.
 */
export function stepRequest({ format: _, ...raw }: RawRequest, prefix: string) {
	return { ...raw, prompt: prefix, stream: false as const, options: { ...raw.options, num_predict: 1 } };
}

/** Minutes as the server reads them; negative is for ever. */
export function keepAlive(minutes: number): string | number {
	return minutes < 0 ? -1 : `${minutes}m`;
}

export function reasonOf(message: GenerateResponse): EndReason {
	return message.done_reason === 'length' ? 'length' : 'stop';
}

/** Its times are in nanoseconds; `eval_duration` is absent where there was one token, and both counts are where nothing was evaluated. */
export function usageOf(message: Partial<GenerateResponse>): Usage {
	const { prompt_eval_count, eval_count, prompt_eval_duration, eval_duration } = message;
	return {
		...(prompt_eval_count !== undefined && { promptTokens: prompt_eval_count }),
		...(eval_count !== undefined && { generatedTokens: eval_count }),
		...(prompt_eval_duration !== undefined && { promptMilliseconds: prompt_eval_duration / 1e6 }),
		...(eval_duration !== undefined && { generateMilliseconds: eval_duration / 1e6 }),
	};
}

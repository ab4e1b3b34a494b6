/** How much a model can usefully be asked for. The toy model loses the thread far below its context length; real ones use what is loaded. */
import type { LoadedModel } from '../engine/engine';

export interface ModelLimits {
	/** Prefix, suffix and context of one completion, in tokens. */
	readonly completionPromptTokens: number;
	readonly completionTokens: number;
	readonly chatPromptTokens: number;
	readonly chatTokens: number;
}

export function limitsOf(model: LoadedModel): ModelLimits {
	const context = model.contextTokens;
	// The demo model was trained on documents of mostly below 300 tokens and answers of at most 220 (its card says so).
	if (model.installed.isDemo)
		return { completionPromptTokens: 280, completionTokens: 64, chatPromptTokens: Math.min(500, context - 220), chatTokens: 220 };
	const completionTokens = Math.min(256, context >> 3);
	const chatTokens = Math.min(2048, context >> 2);
	return {
		// More than 2,048 tokens of prompt cost more first-token time than they win in exact match on CPU and small cards.
		completionPromptTokens: Math.min(2048, context - completionTokens),
		completionTokens,
		chatPromptTokens: context - chatTokens,
		chatTokens,
	};
}

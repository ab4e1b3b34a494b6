/**
 * How many characters a token of a model holds, learnt from the engine's own counts.
 * The figure in use moves in steps, and rarely: it sets where the prompt's window begins, and a window that moves costs the whole KV cache.
 */

/** Below what DeepSeek-Coder's vocabulary gives on real code, so that the first prompts fit before anything was counted. */
const charactersPerTokenAtFirst = 2.5;

/** A measured ratio replaces the one in use when it differs by more than this share. */
const step = 0.15;

export class TokenRatio {
	private readonly ratios = new Map<string, { inUse: number; measured: number }>();

	/** @param key the model and the language: both change the ratio */
	charactersPerToken(key: string): number {
		return this.ratios.get(key)?.inUse ?? charactersPerTokenAtFirst;
	}

	isMeasured(key: string): boolean {
		return this.ratios.has(key);
	}

	/** Takes note that the engine counted `tokens` in `text`. Texts under 50 tokens say too little. */
	observe(key: string, text: string, tokens: number): void {
		const wide = wideCharacters(text);
		const narrowTokens = tokens - wide;
		if (tokens < 50 || narrowTokens < 25) return;
		const ratio = Math.min(8, Math.max(1, (text.length - wide) / narrowTokens));
		const known = this.ratios.get(key);
		if (known === undefined) {
			this.ratios.set(key, { inUse: ratio, measured: ratio });
			return;
		}
		known.measured = 0.8 * known.measured + 0.2 * ratio;
		if (Math.abs(known.measured / known.inUse - 1) > step) known.inUse = known.measured;
	}
}

/** Tokens in `text`, estimated; characters beyond Latin count as one token each. */
export function estimateTokens(text: string, charactersPerToken: number): number {
	const wide = wideCharacters(text);
	return wide + (text.length - wide) / charactersPerToken;
}

const wide = /[\u0250-\uffff]/;

function wideCharacters(text: string): number {
	// Nearly all code has none, and an expression looks through it many times faster than a loop.
	if (!wide.test(text)) return 0;
	let count = 0;
	for (let index = 0; index < text.length; index++) if (text.charCodeAt(index) > 0x24f) count++;
	return count;
}

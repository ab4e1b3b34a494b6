/**
 * Sees to it that a prompt fits into the model's context, so that no engine has to cut it or say no: what does not fit is cut here, other files
 * first, then the beginning of the file's own part. A token has at least one byte, so most prompts are known to fit without counting.
 */
import { type TokenCount } from '../engine/engine';
import { characterStart } from '../text/surrogates';
import { type LaidOut } from './promptLayout';
import { commonLength } from './promptSpeed';

/** Where two texts part within a word, its tokens may change too. */
const slackTokens = 16;

/** What an estimate may be short of the truth. */
const estimateMargin = 1.25;

/** Of what should fit by the count; the next count tells. */
const cutShare = 0.9;
const mostCuts = 6;

export class PromptFit {
	private known = { text: '', tokens: 0 };

	/** Takes note of the engine's own count of a prompt. */
	learn(text: string, tokens: number): void {
		this.known = { text, tokens };
	}

	/** Whether it fits whatever the vocabulary: by its bytes, or by the last count and the bytes that have changed since. */
	isSure(text: string, mostTokens: number): boolean {
		if (byteLength(text) <= mostTokens) return true;
		const { known } = this;
		return known.tokens > 0 && known.tokens + slackTokens + byteLength(text.slice(commonLength(text, known.text))) <= mostTokens;
	}
}

/** The same prompt if it fits; else one that does. */
export async function cutToFit(laidOut: LaidOut, mostTokens: number, count: (text: string) => Promise<TokenCount>): Promise<LaidOut> {
	let now = laidOut;
	for (let cut = 0; cut < mostCuts; cut++) {
		const counted = await count(promptText(now));
		const tokens = counted.exact ? counted.tokens : counted.tokens * estimateMargin;
		if (tokens <= mostTokens) return now;
		now = now.context ? withoutContext(now) : shortened(now, Math.floor(now.prefix.length * Math.min(1, mostTokens / tokens) * cutShare));
	}
	// No count helps here: as many bytes as there may be tokens, and no character has more than three a unit.
	const suffix = now.suffix.slice(0, Math.floor(mostTokens / 12));
	return shortened({ ...now, suffix }, Math.floor(mostTokens / 3) - suffix.length);
}

/** All of a prompt but its special tokens. */
export function promptText({ context, prefix, suffix }: LaidOut): string {
	return (context?.text ?? '') + prefix + suffix;
}

function withoutContext({ context: _, ...window }: LaidOut): LaidOut {
	return window;
}

function shortened(laidOut: LaidOut, characters: number): LaidOut {
	const { prefix } = laidOut;
	const start = characterStart(prefix, Math.max(0, prefix.length - Math.max(0, characters)));
	const lineStart = prefix.indexOf('\n', start) + 1;
	// Whole lines, unless that would take most of what is left.
	const isNear = lineStart > 0 && lineStart - start < (prefix.length - start) / 2;
	return { ...laidOut, prefix: prefix.slice(isNear ? lineStart : start) };
}

/** In UTF-8. */
function byteLength(text: string): number {
	if (!/[^\0-\x7f]/.test(text)) return text.length;
	let bytes = text.length;
	for (let index = 0; index < text.length; index++) {
		const code = text.charCodeAt(index);
		if (code > 0x7f) bytes += code > 0x7ff ? 2 : 1;
	}
	return bytes;
}

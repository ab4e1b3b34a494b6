/**
 * Counts a text's tokens once for each model. VS Code's agent has every word of every tool's schema counted, thousands before each of its
 * questions, and all but a few hundred are the same "type" and "description"; a server is asked for each over HTTP.
 */
import { Lru } from '../base/lru';
import type { LoadedModel } from '../engine/engine';
import type { ServedModel } from '../engine/servedModel';

const mostTexts = 2000;
/** Longer ones are a person's files and questions, which are rarely asked for twice. */
const mostCharacters = 2000;

export class TokenCounts {
	private readonly known = new Lru<string, number>(mostTexts);
	private loaded: LoadedModel | undefined;

	/** An estimate is not kept: the engine learns to estimate better. */
	async of(model: ServedModel, text: string, signal: AbortSignal): Promise<number> {
		if (model.loaded !== this.loaded) this.known.clear();
		this.loaded = model.loaded;
		const known = this.known.get(text);
		if (known !== undefined) return known;
		const { tokens, exact } = await model.countTokens(text, signal);
		if (exact && text.length <= mostCharacters && model.loaded === this.loaded) this.known.set(text, tokens);
		return tokens;
	}
}

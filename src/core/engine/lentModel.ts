/** A model as it is handed out: lent anew for each piece of work, because meanwhile its memory may have gone to another or to nobody. */
import { untilAborted } from '../base/abort';
import type { Engine, GenerateRequest, LoadedModel, Role, TokenCount } from './engine';
import type { ServedModel } from './servedModel';
import type { StreamEvent } from './streamEvent';
import type { Stint } from './turns';

/** `undefined` when the memory is needed by somebody who comes first. */
type Lend = () => Promise<Stint | undefined>;

/** Of code, roughly. */
const charactersPerToken = 3;

export function lentModel(role: Role, engine: Engine, loaded: LoadedModel, lend: Lend): ServedModel {
	return {
		role,
		loaded,
		generate: (request, signal) => generate(engine, lend, { ...request, role }, signal),
		countTokens: (text, signal) => countTokens(engine, lend, text, signal),
	};
}

async function* generate(engine: Engine, lend: Lend, request: GenerateRequest, signal: AbortSignal): AsyncGenerator<StreamEvent> {
	const lending = lend();
	try {
		const stint = await untilAborted(lending, signal);
		if (stint) yield* engine.generate(stint.loaded, request, signal);
		else yield { kind: 'end', reason: 'cancelled', usage: {} };
	} finally {
		// Who gave up gets it all the same, later, and has to give it back.
		void lending.then(
			stint => stint?.end(),
			() => undefined,
		);
	}
}

/** Counting needs the model, too; where it is not there, a guess will do. */
async function countTokens(engine: Engine, lend: Lend, text: string, signal: AbortSignal): Promise<TokenCount> {
	const stint = await lend();
	if (!stint) return { tokens: Math.ceil(text.length / charactersPerToken), exact: false };
	try {
		return await engine.countTokens(stint.loaded, text, signal);
	} finally {
		stint.end();
	}
}

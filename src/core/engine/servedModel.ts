/** A model in its role, ready to be asked: what completion and chat see of the engines. The roster hands them out. */
import type { GenerateRequest, LoadedModel, Role, TokenCount } from './engine';
import type { StreamEvent } from './streamEvent';

export interface ServedModel {
	readonly role: Role;
	readonly loaded: LoadedModel;
	/** As `GenerateRequest`, without the role, which is known. Every token that comes out is counted by the speed meter. */
	generate(request: Omit<GenerateRequest, 'role'>, signal: AbortSignal): AsyncIterable<StreamEvent>;
	countTokens(text: string, signal: AbortSignal): Promise<TokenCount>;
}

/** Resolves when the role's model is loaded; `undefined` when there is none, or the signal aborted first. Throws an `EngineError` when it could not be loaded. */
export type ServeRole = (signal: AbortSignal) => Promise<ServedModel | undefined>;

/** What the extension and the engine's process say to each other. One union each way; imports types only. */
import type { EngineErrorDetails, EngineErrorKind } from '../../core/engine/engineError';
import type { GenerateRequest, LoadOptions, Role } from '../../core/engine/engine';
import type { EndReason, Usage } from '../../core/engine/streamEvent';
import type { ThreadTime } from './measureThreads';

export type ToChild =
	| { readonly kind: 'call'; readonly id: number; readonly call: Call }
	| { readonly kind: 'generate'; readonly id: number; readonly path: string; readonly request: ChildRequest }
	/** Ends a call or a generation; the child answers as soon as it is idle. An id that is not known (any more) is no error. */
	| { readonly kind: 'cancel'; readonly id: number };

export interface ChildRequest extends GenerateRequest {
	/** Whether tokens may be guessed from what stands before and checked several at once. */
	readonly guesses: boolean;
}

/** What is asked once and answered once. */
export type Call =
	| { readonly name: 'devices' }
	| {
			readonly name: 'load';
			readonly path: string;
			readonly roles: readonly Role[];
			readonly contextTokens: number;
			readonly threads?: number;
			readonly gpuLayers?: number | 'auto';
			readonly kvType?: LoadOptions['kvType'];
			/** The path of a loaded model that drafts for this one's chat. */
			readonly draft?: string;
	  }
	| { readonly name: 'unload'; readonly path: string }
	| { readonly name: 'count'; readonly path: string; readonly text: string };

export type LoadCall = Extract<Call, { name: 'load' }>;

export interface Replies {
	devices: Devices;
	load: LoadReply;
	unload: null;
	count: number;
}

export type FromChild =
	| { readonly kind: 'reply'; readonly id: number; readonly reply: Replies[keyof Replies] }
	| { readonly kind: 'failed'; readonly id: number; readonly error: ChildError }
	/** Share of a load, 0 to 1. */
	| { readonly kind: 'progress'; readonly id: number; readonly share: number }
	/** The prompt's turn has come: from here on the child works on it. */
	| { readonly kind: 'started'; readonly id: number; readonly promptTokens: number; readonly cachedTokens: number }
	| { readonly kind: 'text'; readonly id: number; readonly text: string; readonly tokens: number }
	/** Nothing is done for this generation any more. */
	| { readonly kind: 'end'; readonly id: number; readonly reason: EndReason; readonly usage: Usage; readonly evaluatedTokens: number }
	/** Sent between two steps of a long evaluation, so that silence means a hang. */
	| { readonly kind: 'alive' }
	| { readonly kind: 'log'; readonly message: string };

export interface ChildError {
	readonly kind: EngineErrorKind;
	readonly message: string;
	readonly details: EngineErrorDetails;
}

export interface LoadReply {
	readonly contextTokens: number;
	readonly memory: { readonly gpuBytes: number; readonly hostBytes: number };
	readonly loadMilliseconds: number;
	readonly gpuLayers: number;
	readonly threads: number;
	/** How long a token took with so many threads, the chosen one first; absent where none had to be measured. */
	readonly threadTimes?: readonly ThreadTime[];
}

/** What the runtime sees of the machine; sizes in bytes. */
export interface Devices {
	readonly gpu: 'metal' | 'cuda' | 'vulkan' | false;
	readonly deviceNames: readonly string[];
	/** `unified` is the part of the total that is shared with the CPU. */
	readonly vram: { readonly total: number; readonly used: number; readonly free: number; readonly unified: number };
	readonly ram: { readonly total: number; readonly free: number };
}

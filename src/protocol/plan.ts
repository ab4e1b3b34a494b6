/** The messages between the page of "Show Model Plan" (browser) and the host (extension). One union each way; imports nothing. */

export type ToPlanPage =
	{ readonly kind: 'setup'; readonly strings: PlanStrings; readonly page: PlanPage } | { readonly kind: 'page'; readonly page: PlanPage };

export type ToPlanHost =
	| { readonly kind: 'ready' }
	/** What would be planned with this context and this cache? `auto` leaves it to the plan. */
	| { readonly kind: 'tryOut'; readonly contextTokens: number | 'auto'; readonly kvType: PlanKvType | 'auto' }
	/** Puts an installed model to work in a role, by its row. */
	| { readonly kind: 'use'; readonly row: string }
	| { readonly kind: 'download'; readonly row: string }
	/** Makes the context that is tried out the setting. */
	| { readonly kind: 'keepContext' }
	/** Looks at the machine and the engines again. */
	| { readonly kind: 'lookAgain' };

export type PlanKvType = 'f16' | 'q8_0' | 'q4_0';

/** Everything the page shows. Sentences come ready in the user's language; figures are numbers. */
export interface PlanPage {
	/** Why these models, in one sentence. */
	readonly reason: string;
	/** The engine, where it runs, and the cores. */
	readonly place: string;
	/** What of the machine cannot be used, and other limits. */
	readonly notes: readonly string[];
	/** What the user's settings cost, with numbers, and which could not be followed. */
	readonly costs: readonly string[];
	/** Whether the bars show models that are not installed yet. */
	readonly isOffer: boolean;
	readonly memories: readonly PlanMemory[];
	readonly models: readonly PlanModel[];
	readonly rows: readonly PlanRow[];
	readonly next?: string;
	readonly tryOut: PlanTryOut;
}

/** One bar: a GPU, or RAM. */
export interface PlanMemory {
	readonly name: string;
	/** `unified`: the GPU and the CPU share these bytes. */
	readonly kind: 'gpu' | 'ram' | 'unified';
	readonly totalBytes: number | null;
	readonly freeBytes: number | null;
	readonly segments: readonly PlanSegment[];
	/** How many bytes the models would need beyond what is free. */
	readonly missingBytes: number;
}

export interface PlanSegment {
	readonly part: PlanPart;
	/** Index in `models` of the model it belongs to; absent for what is no model's. */
	readonly model?: number;
	readonly bytes: number;
}

export type PlanPart = 'weights' | 'cache' | 'compute' | 'reserve' | 'others' | 'free';

/** A model of the line-up, in the order of its segments. */
export interface PlanModel {
	readonly name: string;
	readonly roles: readonly PlanRole[];
}

export type PlanRole = 'completes' | 'chats' | 'reasons';

export interface PlanRow {
	readonly id: string;
	readonly name: string;
	readonly quantization: string;
	readonly roles: readonly PlanRole[];
	readonly isChosen: boolean;
	/** Not here yet, and the plan would take it. */
	readonly isRecommended: boolean;
	readonly isInstalled: boolean;
	/** Absent where nothing is known of the model's shape. */
	readonly figures?: PlanFigures;
	readonly why: string;
	readonly action?: 'use' | 'download';
	/** Of the file, where it would have to be downloaded. */
	readonly downloadBytes?: number;
}

export interface PlanFigures {
	readonly contextTokens: number;
	readonly gpuBytes: number;
	readonly hostBytes: number;
	/** "32 of 33" where not all of it is on the GPU. */
	readonly gpuLayers?: { readonly on: number; readonly of: number };
	readonly tokensPerSecond: number;
	readonly firstTokenMilliseconds: number;
}

export interface PlanTryOut {
	readonly contexts: readonly number[];
	readonly contextTokens: number | 'auto';
	readonly kvType: PlanKvType | 'auto';
	/** Whether the page shows something other than what the settings say. */
	readonly isChanged: boolean;
	/** Whether the tried context can be made the setting. */
	readonly canKeep: boolean;
	/** What the change does, one line each; empty where nothing changes. */
	readonly changes: readonly PlanChange[];
	/** How to get the tried cache type. */
	readonly hint?: string;
}

export type PlanChange =
	| { readonly kind: 'bytes'; readonly what: 'gpu' | 'ram'; readonly before: number; readonly after: number }
	| {
			readonly kind: 'text';
			readonly what: 'completes' | 'chats' | 'context' | 'speed';
			readonly before: string;
			readonly after: string;
	  };

/** Every word the page shows, in the user's language. `{0}` and `{1}` are filled in by the page. */
export type PlanStrings = Readonly<Record<PlanString, string>>;

export type PlanString =
	| 'title'
	| 'lookAgain'
	| 'costs'
	| 'memory'
	| 'ram'
	| 'unified'
	| 'freeOfTotal'
	| 'totalOnly'
	| 'memoryUnknown'
	| 'tooMuch'
	| 'weights'
	| 'cache'
	| 'compute'
	| 'reserve'
	| 'others'
	| 'free'
	| 'completes'
	| 'chats'
	| 'reasons'
	| 'offerBars'
	| 'tryTitle'
	| 'context'
	| 'kvType'
	| 'automatic'
	| 'f16'
	| 'q8_0'
	| 'q4_0'
	| 'tokens'
	| 'nothingChanges'
	| 'reset'
	| 'keepContext'
	| 'gpuMemory'
	| 'speed'
	| 'alternatives'
	| 'model'
	| 'quantization'
	| 'needs'
	| 'firstToken'
	| 'remark'
	| 'action'
	| 'chosen'
	| 'recommended'
	| 'installed'
	| 'use'
	| 'useName'
	| 'download'
	| 'downloadName'
	| 'onGpu'
	| 'inRam'
	| 'layers'
	| 'tokensPerSecond'
	| 'seconds'
	| 'milliseconds'
	| 'unknown';

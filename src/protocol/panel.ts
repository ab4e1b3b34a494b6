/** The messages between the chat panel (browser) and the host (extension). One union each way; imports nothing. */

export type ToPanel =
	| { readonly kind: 'setup'; readonly strings: PanelStrings; readonly model: PanelModel; readonly turns: readonly PanelTurn[] }
	| { readonly kind: 'model'; readonly model: PanelModel }
	/** The conversation was emptied or replaced. */
	| { readonly kind: 'conversation'; readonly turns: readonly PanelTurn[] }
	| { readonly kind: 'turnStarted'; readonly question: PanelTurn; readonly answerId: string }
	| { readonly kind: 'turnText'; readonly answerId: string; readonly text: string }
	| { readonly kind: 'turnEnded'; readonly answerId: string; readonly outcome: PanelOutcome };

export type ToHost =
	| { readonly kind: 'ready' }
	| { readonly kind: 'ask'; readonly text: string }
	| { readonly kind: 'stop' }
	| { readonly kind: 'newChat' }
	| { readonly kind: 'retry'; readonly answerId: string }
	| { readonly kind: 'copy'; readonly text: string }
	| { readonly kind: 'insertAtCursor'; readonly text: string }
	| { readonly kind: 'openSource'; readonly source: PanelSource };

export interface PanelModel {
	/** For people: "6.7B Q4_K_M" or "demo model". */
	readonly label: string;
	readonly isDemo: boolean;
	readonly state: 'starting' | 'none' | 'loading' | 'ready' | 'trouble';
	/** What is wrong and the way out, when `state` is `none` or `trouble`. */
	readonly problem?: string;
}

export interface PanelTurn {
	readonly id: string;
	readonly role: 'user' | 'assistant';
	readonly text: string;
	/** The code a question is about, shown as a collapsed, linked block. */
	readonly source?: PanelSource;
	readonly outcome?: PanelOutcome;
}

export interface PanelSource {
	readonly uri: string;
	/** For people: "src/cart.ts". */
	readonly label: string;
	readonly languageId: string;
	/** One-based, both included. */
	readonly startLine: number;
	readonly endLine: number;
	readonly code: string;
}

export type PanelOutcome =
	| { readonly kind: 'done' | 'stopped' | 'full'; readonly figures: string }
	| { readonly kind: 'failed'; readonly message: string };

/** Every word the panel shows, in the user's language. */
export type PanelStrings = Readonly<Record<PanelString, string>>;

export type PanelString =
	| 'placeholder'
	| 'send'
	| 'stop'
	| 'copy'
	| 'copied'
	| 'insert'
	| 'retry'
	| 'you'
	| 'assistant'
	| 'emptyTitle'
	| 'emptyPrivacy'
	| 'tryExplain'
	| 'tryTest'
	| 'tryAsk'
	| 'codeAskedAbout'
	| 'thinking'
	| 'stopped'
	| 'full';

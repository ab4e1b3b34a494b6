/** The messages between the chat panel (browser) and the host (extension). One union each way; imports nothing. */

export type ToPanel =
	| { readonly kind: 'setup'; readonly strings: PanelStrings; readonly model: PanelModel; readonly turns: readonly PanelTurn[] }
	| { readonly kind: 'model'; readonly model: PanelModel }
	/** The conversation was emptied or replaced. An answer without an outcome is still streaming. */
	| { readonly kind: 'conversation'; readonly turns: readonly PanelTurn[] }
	| { readonly kind: 'turnStarted'; readonly question: PanelTurn; readonly answerId: string }
	/** What is said under a question once it is known how it was asked. */
	| { readonly kind: 'questionNote'; readonly questionId: string; readonly note: string }
	| { readonly kind: 'turnText'; readonly answerId: string; readonly text: string }
	| { readonly kind: 'turnEnded'; readonly answerId: string; readonly outcome: PanelOutcome }
	| { readonly kind: 'focusInput' };

export type ToHost =
	| { readonly kind: 'ready' }
	/** `replaces` is the question that was edited: it and all after it give way to the new one. */
	| { readonly kind: 'ask'; readonly text: string; readonly replaces?: string }
	| { readonly kind: 'stop' }
	| { readonly kind: 'newChat' }
	| { readonly kind: 'retry'; readonly answerId: string }
	| { readonly kind: 'copy'; readonly text: string }
	| { readonly kind: 'insertAtCursor'; readonly text: string }
	/** The code a question is about, or lines of it. The host knows where it is; the panel can name no file. */
	| { readonly kind: 'openSource'; readonly questionId: string; readonly startLine?: number; readonly endLine?: number }
	| { readonly kind: 'chooseModel' }
	/** One of the things to try in an empty conversation. */
	| { readonly kind: 'try'; readonly what: PanelTry };

export type PanelTry = 'explain' | 'test' | 'ask';

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
	readonly note?: string;
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

/** `full`: the token limit ended it; `looped`: the engine stopped a model that repeated itself. */
export type PanelOutcome =
	| { readonly kind: 'done' | 'stopped' | 'full' | 'looped'; readonly figures: string }
	| { readonly kind: 'failed'; readonly message: string };

/** Every word the panel shows, in the user's language. `{0}` is filled in by the panel. */
export type PanelStrings = Readonly<Record<PanelString, string>>;

export type PanelString =
	| 'conversation'
	| 'untitled'
	| 'newChat'
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
	| 'demoHint'
	| 'tryExplain'
	| 'tryTest'
	| 'tryAsk'
	| 'chooseModel'
	| 'modelStarting'
	| 'modelNone'
	| 'codeAskedAbout'
	| 'openSource'
	| 'goToLine'
	| 'codeBlock'
	| 'thinking'
	| 'loadingModel'
	| 'stopped'
	| 'full'
	| 'looped'
	| 'editing'
	| 'stopEditing'
	| 'scrollToEnd';

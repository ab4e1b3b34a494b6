/** The messages between the chat panel (browser) and the host (extension). One union each way; imports types only. */
import type { Attachment, CodeSource, Outcome } from '../core/chat/conversation';

/** As the core knows them: the code a question is about, and how an answer ended. */
export type { CodeSource as PanelSource, Outcome as PanelOutcome };

export type ToPanel =
	| {
			readonly kind: 'setup';
			readonly strings: PanelStrings;
			readonly model: PanelModel;
			readonly title: string;
			readonly turns: readonly PanelTurn[];
			readonly context: PanelContext;
			readonly kept: string;
	  }
	| { readonly kind: 'model'; readonly model: PanelModel }
	/** The conversation was emptied or replaced. An answer without an outcome is still streaming. */
	| { readonly kind: 'conversation'; readonly title: string; readonly turns: readonly PanelTurn[] }
	| { readonly kind: 'title'; readonly title: string }
	| { readonly kind: 'turnStarted'; readonly question: PanelTurn; readonly answerId: string }
	/** What is said under a question once it is known how it was asked. */
	| { readonly kind: 'questionNote'; readonly questionId: string; readonly note: string }
	| { readonly kind: 'turnThinking'; readonly answerId: string; readonly text: string }
	| { readonly kind: 'turnThought'; readonly answerId: string; readonly milliseconds: number }
	| { readonly kind: 'turnText'; readonly answerId: string; readonly text: string }
	/** What was taken for thinking was the answer, or the other way round: shows the answer anew. */
	| { readonly kind: 'turnChanged'; readonly answer: PanelTurn }
	| { readonly kind: 'turnEnded'; readonly answerId: string; readonly outcome: Outcome }
	| { readonly kind: 'context'; readonly context: PanelContext }
	/** How many tokens stayed on this machine, in words. */
	| { readonly kind: 'kept'; readonly kept: string }
	/** What can be put where the cursor is; `request` is the one of the question this answers. */
	| { readonly kind: 'completions'; readonly request: number; readonly items: readonly PanelCompletion[] }
	| { readonly kind: 'focusInput' };

export type ToHost =
	| { readonly kind: 'ready' }
	/** `replaces` is the question that was edited: it and all after it give way to the new one. */
	| { readonly kind: 'ask'; readonly text: string; readonly replaces?: string; readonly reason?: boolean }
	/** What could the word at the cursor become? It begins with `#`, `@` or `/`. */
	| { readonly kind: 'complete'; readonly request: number; readonly text: string }
	/** A completion was chosen that brings context along: "#file:src/cart.ts". */
	| { readonly kind: 'mention'; readonly mention: string }
	| { readonly kind: 'stop' }
	| { readonly kind: 'newChat' }
	| { readonly kind: 'showHistory' }
	| { readonly kind: 'exportChat' }
	| { readonly kind: 'copyChat' }
	| { readonly kind: 'retry'; readonly answerId: string }
	| { readonly kind: 'copyAnswer'; readonly answerId: string }
	/** The question goes, with what was answered to it. */
	| { readonly kind: 'deleteQuestion'; readonly questionId: string }
	| { readonly kind: 'copy'; readonly text: string }
	| { readonly kind: 'insertAtCursor'; readonly text: string }
	| { readonly kind: 'newFile'; readonly text: string; readonly language: string }
	/** Code of an answer, to be compared with the file the answer is about. */
	| { readonly kind: 'apply'; readonly text: string; readonly answerId: string }
	/** The code a question is about, or lines of it, or what was attached. The host knows where it is. */
	| { readonly kind: 'openSource'; readonly questionId: string; readonly startLine?: number; readonly endLine?: number }
	| { readonly kind: 'openAttachment'; readonly questionId: string; readonly index: number }
	| { readonly kind: 'chooseModel' }
	/** Asks what to put beside the next question. */
	| { readonly kind: 'attach' }
	/** What was dragged here. The host takes only what the workspace or an editor holds. */
	| { readonly kind: 'attachFiles'; readonly uris: readonly string[] }
	| { readonly kind: 'detach'; readonly id: string }
	/** One of the things to try in an empty conversation. */
	| { readonly kind: 'try'; readonly what: PanelTry };

export type PanelTry = 'explain' | 'test' | 'ask';

export interface PanelModel {
	/** For people: "6.7B Q4_K_M" or "demo model". */
	readonly label: string;
	readonly isDemo: boolean;
	/** Where questions go, in words, when that is not this machine. */
	readonly elsewhere?: string;
	readonly state: 'starting' | 'none' | 'loading' | 'ready' | 'trouble';
	/** What is wrong and the way out, when `state` is `none` or `trouble`. */
	readonly problem?: string;
	/** The model that answers when reasoning is switched on, for people; absent where there is none but the one that chats. */
	readonly reasoner?: string;
}

/** One row of the list that opens while somebody types `#`, `@` or `/`. */
export interface PanelCompletion {
	readonly kind: Attachment['kind'] | 'openFiles' | 'command';
	readonly label: string;
	readonly detail?: string;
	/** What takes the place of the word at the cursor. */
	readonly insert: string;
	/** What goes with the question then. */
	readonly mention?: string;
	/** There is more to choose behind it: the list stays open. */
	readonly goesOn?: boolean;
}

export interface PanelTurn {
	readonly id: string;
	readonly role: 'user' | 'assistant';
	readonly text: string;
	/** What a reasoning model thought before it answered, and how long; without a time it is still thinking, or was cut short. */
	readonly thinking?: string;
	readonly thoughtMilliseconds?: number;
	/** The code a question is about, shown as a collapsed, linked block. */
	readonly source?: CodeSource;
	readonly attachments?: readonly Attachment[];
	readonly note?: string;
	readonly outcome?: Outcome;
}

/** What will go with the next question, and how full the model's context is with it. */
export interface PanelContext {
	readonly chips: readonly PanelChip[];
	/** Absent while nobody knows, as no model is loaded yet. */
	readonly fill?: {
		/** From 0 to 1; more than fits is 1. */
		readonly share: number;
		readonly isOver: boolean;
		/** For people: "1,204 of 6,144 tokens". */
		readonly words: string;
	};
}

export interface PanelChip {
	readonly id: string;
	readonly kind: Attachment['kind'];
	readonly label: string;
	/** For people: "204 tokens"; absent until they are counted. */
	readonly tokens?: string;
}

/** Every word the panel shows, in the user's language. `{0}` is filled in by the panel. */
export type PanelStrings = Readonly<Record<PanelString, string>>;

export type PanelString =
	| 'conversation'
	| 'untitled'
	| 'newChat'
	| 'placeholder'
	| 'send'
	| 'stop'
	| 'history'
	| 'exportChat'
	| 'copyChat'
	| 'copyAnswer'
	| 'copy'
	| 'copied'
	| 'insert'
	| 'newFile'
	| 'apply'
	| 'retry'
	| 'you'
	| 'assistant'
	| 'emptyTitle'
	| 'emptyPrivacy'
	| 'emptyElsewhere'
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
	| 'edit'
	| 'delete'
	| 'attach'
	| 'attached'
	| 'detach'
	| 'dropHere'
	| 'contextFill'
	| 'thoughts'
	| 'thoughtFor'
	| 'editing'
	| 'stopEditing'
	| 'scrollToEnd'
	| 'completions'
	| 'reason'
	| 'reasonHint';

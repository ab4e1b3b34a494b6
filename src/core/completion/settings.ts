/** What the user has set for completions in the document at hand. */
export interface CompletionSettings {
	/** For this document's language. */
	readonly enabled: boolean;
	/** The user has not allowed this workspace to do anything: nothing is completed in it, asked for or not. */
	readonly isUntrusted?: boolean;
	/** A secret's file, or one that the user's patterns exclude: its text is no part of any prompt, asked for or not. */
	readonly isExcluded?: boolean;
	/** `manual`: only when asked with the editor's own "Trigger Inline Suggestion". */
	readonly trigger: 'automatic' | 'manual';
	readonly maxLines: number;
	/** How long an answer may take from asking to showing, in milliseconds; explicit requests get four times as much. */
	readonly timeTargetMs: number;
}

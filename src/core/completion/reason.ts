/** Why nothing was shown: each has a sentence at the editor's edge, and its own name is what the log prints. */
export type NoneReason = NotAsked | NotAnswered | NotGood;

/** Decided before the engine is asked. */
export type NotAsked =
	| 'paused'
	| 'disabledForLanguage'
	| 'manualOnly'
	| 'untrusted'
	| 'excludedFile'
	| 'inDiff'
	| 'suggestItemReplaces'
	| 'selection'
	| 'severalCursors'
	| 'middleOfWord'
	| 'middleOfComment'
	| 'proseAtRest'
	| 'nothingToGoOn'
	| 'binary'
	| 'tooBig'
	| 'noModel'
	| 'noFillInTheMiddle';

/** The engine was asked, or would have been. */
export type NotAnswered = 'cancelled' | 'engineTrouble' | 'documentChanged' | 'ownError';

/** The answer was dropped by a filter. */
export type NotGood =
	'empty' | 'onlyComment' | 'sameAsThere' | 'repetition' | 'repeatsSuffix' | 'echo' | 'closesTwice' | 'unbalanced' | 'secretLike';

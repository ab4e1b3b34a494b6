/** Decides whether to ask at all. Only decides, from what is known without any model. */
import { isBlank } from '../text/lines';
import { withinPart } from './embedded';
import { type NotAsked } from './reason';
import { type CompletionSettings } from './settings';
import { scanBefore, type Situation } from './situation';

export type Decision = { readonly kind: 'ask' } | { readonly kind: 'none'; readonly reason: NotAsked };

/** Lines longer than this before the cursor are minified or generated; completing them unasked is noise. */
const longestLine = 4000;

export function decide(situation: Situation, settings: CompletionSettings, isPaused: boolean): Decision {
	const reason = reasonNotToAsk(situation, settings, isPaused);
	return reason === undefined ? { kind: 'ask' } : { kind: 'none', reason };
}

function reasonNotToAsk(situation: Situation, settings: CompletionSettings, isPaused: boolean): NotAsked | undefined {
	if (situation.obstacle !== undefined) return situation.obstacle;
	if (settings.isUntrusted === true) return 'untrusted';
	if (settings.isExcluded === true) return 'excludedFile';
	if (situation.hasSelection) return 'selection';
	if (situation.cursors > 1) return 'severalCursors';
	if (isBlank(situation.before) && isBlank(situation.after)) return 'nothingToGoOn';
	if (situation.before.includes('\0') || situation.after.includes('\0')) return 'binary';
	if (situation.trigger === 'explicit') return undefined;

	if (isPaused) return 'paused';
	if (!settings.enabled) return 'disabledForLanguage';
	if (settings.trigger === 'manual') return 'manualOnly';
	if (situation.linePrefix.length > longestLine) return 'tooBig';
	if (isMiddleOfWord(situation)) return 'middleOfWord';
	if (isMiddleOfComment(situation)) return 'middleOfComment';
	return undefined;
}

/** A word goes on after the cursor: whatever stands before it, text put there would run into that word. */
function isMiddleOfWord(situation: Situation): boolean {
	return /^[\p{L}\p{N}_$]/u.test(situation.lineSuffix);
}

function isMiddleOfComment(situation: Situation): boolean {
	const rest = situation.lineSuffix.trim();
	if (rest === '' || /^(?:\*\/|-->)/.test(rest)) return false;
	const { kind } = scanBefore(withinPart(situation)).end;
	return kind === 'lineComment' || kind === 'blockComment';
}

/** The situation at a place that is given as the text before and after it, read as far as the editor would read it. */
import { reachAfter, reachBefore } from '../core/completion/reach';
import { situationOf, type Situation, type Trigger } from '../core/completion/situation';

export interface GivenPlace {
	readonly languageId: string;
	readonly prefix: string;
	readonly suffix: string;
	readonly filename?: string;
	readonly trigger?: Trigger;
}

export function situationFrom({ languageId, prefix, suffix, filename = 'untitled', trigger = 'explicit' }: GivenPlace): Situation {
	const before = reachBefore(prefix);
	const cut = prefix.length - before.length;
	const line = prefix.slice(0, cut).split('\n').length - 1;
	return situationOf({
		uri: `file:///${filename}`,
		languageId,
		version: 1,
		trigger,
		before,
		beforeStart: { line, character: cut === 0 ? 0 : cut - (prefix.lastIndexOf('\n', cut - 1) + 1) },
		after: reachAfter(suffix),
		lineEnding: prefix.includes('\r\n') || suffix.includes('\r\n') ? '\r\n' : '\n',
		hasSelection: false,
		cursors: 1,
		tabSize: 4,
	});
}

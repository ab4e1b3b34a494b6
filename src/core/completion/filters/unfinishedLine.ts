/** Takes the last line off an answer that a limit cut short, if whole lines remain: half a line is a riddle, a whole one is a help. */
import { withText, type Filter } from './filter';

export const unfinishedLine: Filter = candidate => {
	const lastBreak = candidate.text.lastIndexOf('\n');
	const whole = candidate.text.slice(0, Math.max(0, lastBreak));
	return candidate.isCut && whole.trim() !== '' ? withText(candidate, whole) : candidate;
};

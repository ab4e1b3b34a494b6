/** Ends an answer that runs in circles: small models do it when they have nothing more to say. What the file itself repeats may be repeated. */
import { saysEnough } from '../answerLines';
import { dropped, withText, type Filter } from './filter';

/** A piece of at least four characters, with a letter among them, five times or more at the end. */
const stutter = /([^\n]{4,40}?)\1{4,}[^\n]{0,40}$/;

const longestPeriod = 6;
const mostTimes = 3;

/** A line that says little, such as `if (a) {`, may come three times, but not that often; one without letters may be a table's. */
const mostTimesOfLittle = 5;

export const repetition: Filter = (candidate, situation) => {
	const text = withoutStutter(withoutCircles(candidate.text, situation.linePrefix));
	if (text.trim() === '' || saysLinesAboveAgain(text, situation.before)) return dropped('repetition');
	return withText(candidate, text);
};

/** Blocks of one to six lines that come three times in a row are said once. */
function withoutCircles(text: string, linePrefix: string): string {
	const lines = text.split('\n');
	const whole = [linePrefix + (lines[0] ?? ''), ...lines.slice(1)];
	for (let start = 0; start < lines.length; start++) {
		for (let period = 1; period <= longestPeriod && start + period * mostTimes <= lines.length; period++) {
			const block = whole.slice(start, start + period);
			const again = (time: number) => isSame(block, whole.slice(start + period * time, start + period * (time + 1)));
			const times = block.some(saysEnough) ? mostTimes : mostTimesOfLittle;
			const isTelling = block.some(line => /\p{L}/u.test(line) && line.trim().length >= 6);
			if (isTelling && Array.from({ length: times - 1 }, (_, time) => time + 1).every(again))
				return lines.slice(0, start + period).join('\n');
		}
	}
	return text;
}

function withoutStutter(text: string): string {
	const found = stutter.exec(text);
	const piece = found?.[1] ?? '';
	return found !== null && /\p{L}/u.test(piece) && new Set(piece).size > 2 ? text.slice(0, found.index + piece.length) : text;
}

/** Two lines or more that are the very lines above the cursor. */
function saysLinesAboveAgain(text: string, before: string): boolean {
	const lines = text.split('\n').map(line => line.trim());
	if (lines.length < 2 || !lines.some(saysEnough)) return false;
	const above = before.trimEnd().split('\n').slice(-lines.length);
	return isSame(
		lines,
		above.map(line => line.trim()),
	);
}

function isSame(a: readonly string[], b: readonly string[]): boolean {
	return a.length === b.length && a.every((line, index) => line === b[index]);
}

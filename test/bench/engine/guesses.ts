/** Guessing on and off, by turns, on texts of different kinds. */
import { percentile, rounded } from '../statistics';
import type { Contender } from './contender';
import { kinds, type Kind } from './texts';

export interface GuessRow {
	readonly kind: Kind;
	readonly tokens: number;
	readonly guessedRight: number;
	/** Tokens per second, the median. */
	readonly off: number | null;
	readonly on: number | null;
	readonly ratio: number | null;
	/** Of all tokens written with guesses, those that differ from the answer without: where a step with more tokens rounds otherwise, and behind it. */
	readonly differing: number;
}

const writtenTokens = 250;

/** Of a toy that writes two tokens in a millisecond, three answers say nothing. */
const fewestRounds = 3;
const mostRounds = 31;
const enoughMilliseconds = 4000;

export async function guessRows(contender: Contender): Promise<GuessRow[]> {
	const rows: GuessRow[] = [];
	for (const kind of Object.keys(kinds) as Kind[]) {
		const speeds: { off: number[]; on: number[] } = { off: [], on: [] };
		const texts: { off: string[]; on: string[] } = { off: [], on: [] };
		let [tokens, guessedRight, spent] = [0, 0, 0];
		for (let round = 0; round < fewestRounds || (round < mostRounds && spent < enoughMilliseconds); round++) {
			for (const how of round % 2 === 0 ? (['off', 'on'] as const) : (['on', 'off'] as const)) {
				const written = await contender.ask(kinds[kind], writtenTokens, { guesses: how === 'on' });
				if (written.milliseconds > 0) speeds[how].push((written.tokens * 1000) / written.milliseconds);
				texts[how].push(written.text ?? '');
				tokens = written.tokens + 1;
				spent += written.milliseconds;
				if (how === 'on') guessedRight = written.guessedRight ?? 0;
			}
		}
		const [off, on] = [percentile(speeds.off, 0.5), percentile(speeds.on, 0.5)];
		rows.push({
			kind,
			tokens,
			guessedRight,
			off: rounded(off, 1),
			on: rounded(on, 1),
			ratio: off && on ? rounded(on / off, 2) : null,
			differing: sum(texts.on.map(text => differingShare(text, texts.off[0] ?? '') * tokens)),
		});
	}
	return rows;
}

/** Of a text, from where it is no longer the other one. */
function differingShare(text: string, other: string): number {
	let same = 0;
	while (same < text.length && text[same] === other[same]) same++;
	return text.length === 0 ? 0 : 1 - same / text.length;
}

function sum(numbers: readonly number[]): number {
	return Math.round(numbers.reduce((total, each) => total + each, 0));
}

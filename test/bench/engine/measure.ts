/** One model, all contenders, taken in turn: each figure is the median of the rounds, or a percentile of all cancels. */
import { percentile, rounded } from '../statistics';
import type { Contender } from './contender';
import { freshCode, kinds } from './texts';

export interface Figures {
	readonly loadMilliseconds: number | null;
	readonly promptPerSecond: number | null;
	readonly decodePerSecond: number | null;
	/** To the first token, after five characters were typed behind a prompt that is known. */
	readonly firstAfterTypingMilliseconds: number | null;
	readonly cancelInPromptP50Milliseconds: number | null;
	readonly cancelInPromptP95Milliseconds: number | null;
	readonly cancelInAnswerP50Milliseconds: number | null;
	readonly cancelInAnswerP95Milliseconds: number | null;
	/** To the first token of a completion whose prompt is new, with nothing else to do and while a chat is answered. */
	readonly firstAloneMilliseconds: number | null;
	readonly firstBesideChatMilliseconds: number | null;
	readonly memoryMiB: number | null;
}

class Series {
	private readonly values = new Map<keyof Figures, number[]>();

	add(key: keyof Figures, value: number | undefined): void {
		if (value === undefined) return;
		this.values.set(key, [...(this.values.get(key) ?? []), value]);
	}

	at(key: keyof Figures, share: number, digits: number): number | null {
		return rounded(percentile(this.values.get(key) ?? [], share), digits);
	}
}

/** Some 400 tokens: what a completion reads where nothing is cached. */
const promptLines = 24;
const writtenTokens = 65;
const cancelsPerRound = 4;

export async function measure(
	contenders: readonly Contender[],
	file: string,
	rounds: number,
	count: (text: string) => Promise<number>,
): Promise<Readonly<Record<string, Figures>>> {
	const series = new Map(contenders.map(each => [each.name, new Series()]));
	for (let round = 0; round < rounds; round++) {
		// Who goes first is another one each time.
		for (let turn = 0; turn < contenders.length; turn++) {
			const contender = contenders[(round + turn) % contenders.length];
			const figures = contender && series.get(contender.name);
			if (contender && figures) await oneRound(contender, figures, file, count);
		}
	}
	return Object.fromEntries([...series].map(([name, each]) => [name, figuresOf(each)]));
}

async function oneRound(contender: Contender, figures: Series, file: string, count: (text: string) => Promise<number>): Promise<void> {
	figures.add('loadMilliseconds', await contender.load(file));
	// What is slow only once is no part of a comparison.
	await contender.ask(freshCode(2), 4);
	const prompt = freshCode(promptLines);
	const tokens = await count(prompt);
	const { first, tokens: written, milliseconds } = await contender.ask(prompt, writtenTokens, { isSampled: true });
	figures.add('promptPerSecond', (tokens * 1000) / first);
	figures.add('firstAloneMilliseconds', first);
	if (written > writtenTokens / 2) figures.add('decodePerSecond', (written * 1000) / milliseconds);
	figures.add('firstAfterTypingMilliseconds', (await contender.ask(`${prompt}const`, 1)).first);
	if (contender.cancel) {
		for (let time = 0; time < cancelsPerRound; time++) {
			figures.add('cancelInPromptP95Milliseconds', await contender.cancel(freshCode(2 * promptLines), { afterMs: 0.4 * first }));
			figures.add('cancelInAnswerP95Milliseconds', await contender.cancel(freshCode(2), 'writing'));
		}
	}
	if (contender.completeWhileChatting) {
		figures.add('firstBesideChatMilliseconds', await contender.completeWhileChatting(kinds.prose, freshCode(promptLines)));
	}
	figures.add('memoryMiB', contender.memory() / 2 ** 20);
}

function figuresOf(series: Series): Figures {
	return {
		loadMilliseconds: series.at('loadMilliseconds', 0.5, 0),
		promptPerSecond: series.at('promptPerSecond', 0.5, 1),
		decodePerSecond: series.at('decodePerSecond', 0.5, 1),
		firstAfterTypingMilliseconds: series.at('firstAfterTypingMilliseconds', 0.5, 1),
		cancelInPromptP50Milliseconds: series.at('cancelInPromptP95Milliseconds', 0.5, 1),
		cancelInPromptP95Milliseconds: series.at('cancelInPromptP95Milliseconds', 0.95, 1),
		cancelInAnswerP50Milliseconds: series.at('cancelInAnswerP95Milliseconds', 0.5, 1),
		cancelInAnswerP95Milliseconds: series.at('cancelInAnswerP95Milliseconds', 0.95, 1),
		firstAloneMilliseconds: series.at('firstAloneMilliseconds', 0.5, 1),
		firstBesideChatMilliseconds: series.at('firstBesideChatMilliseconds', 0.5, 1),
		memoryMiB: series.at('memoryMiB', 0.5, 0),
	};
}

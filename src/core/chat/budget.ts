/**
 * Fits a conversation into the tokens a model's prompt may take, by rule:
 *   1. the oldest questions go first, each with its answer, all but the last such pair;
 *   2. then the code blocks of that pair shrink to one line that says how many lines were there;
 *   3. then the pair goes too;
 *   4. then what tools gave back for the last question shrinks, the oldest result first, to the line that says how much it was, the newest
 *      only as far as it must;
 *   5. only then is the last question cut, in its longest code block or else in its middle.
 * The system turn is never touched. What was cut is returned, so that it can be said.
 */
import { type Turn } from '../models/dialect';

/** Tokens of a text, as the engine counts them. */
export type CountTokens = (text: string) => Promise<number>;

export interface Cut {
	/** Questions left out with their answers, oldest first. */
	readonly pairs: number;
	/** Lines of code left out of the earlier turns that stayed. */
	readonly earlierCodeLines: number;
	/** Lines left out of the question itself. */
	readonly questionLines: number;
	/** Lines left out of what tools gave back; absent where there were no tools. */
	readonly resultLines?: number;
}

export interface FittedTurns {
	readonly turns: readonly Turn[];
	/** Absent when nothing had to be cut. */
	readonly cut?: Cut;
	/** Tokens of all texts with their framing, by the same count. */
	readonly tokens: number;
}

/** The longest framing of a turn, "### Instruction:\n…\n### Response:\n", is 11 tokens in DeepSeek-Coder's vocabulary. */
export const framingTokens = 12;

export async function fitTurns(turns: readonly Turn[], budgetTokens: number, count: CountTokens): Promise<FittedTurns> {
	const system = turns.filter(turn => turn.role === 'system');
	const others = turns.filter(turn => turn.role !== 'system');
	const asked = others.map(turn => turn.role).lastIndexOf('user');
	const earlier = others.slice(0, Math.max(0, asked));
	/** The question, and the calls and results that came of it so far. */
	const current = others.slice(earlier.length);
	if (current.length === 0) return { turns, tokens: await sizeOf(turns, count) };

	const fixed = await sizeOf([...system, ...current], count);
	const kept = await newestThatFit(earlier, budgetTokens - fixed, count);
	const pairs = pairsIn(earlier) - pairsIn(kept.turns);
	if (kept.turns.length > 0 || earlier.length === 0) {
		if (fixed + kept.tokens <= budgetTokens) return fitted([...system, ...kept.turns, ...current], fixed + kept.tokens, { pairs });
	} else {
		const shrunk = withoutCode(lastPair(earlier));
		const tokens = fixed + (await sizeOf(shrunk.turns, count));
		if (shrunk.lines > 0 && tokens <= budgetTokens) {
			return fitted([...system, ...shrunk.turns, ...current], tokens, { pairs: pairs - 1, earlierCodeLines: shrunk.lines });
		}
		if (fixed <= budgetTokens) return fitted([...system, ...current], fixed, { pairs });
	}
	const room = budgetTokens - (await sizeOf(system, count));
	const results = await cutResults(current, room, count);
	const shorter = await cutQuestion(results.turns, room, count);
	const all = [...system, ...shorter.turns];
	return fitted(all, await sizeOf(all, count), {
		pairs,
		questionLines: shorter.lines,
		...(results.lines > 0 && { resultLines: results.lines }),
	});
}

interface Shortened {
	readonly turns: readonly Turn[];
	readonly lines: number;
}

async function cutResults(turns: readonly Turn[], room: number, count: CountTokens): Promise<Shortened> {
	let shorter = turns;
	let lines = 0;
	for (const [index, turn] of turns.entries()) {
		const over = (await sizeOf(shorter, count)) - room;
		if (turn.role !== 'tool' || over <= 0) continue;
		const isNewest = !turns.slice(index + 1).some(({ role }) => role === 'tool');
		const most = isNewest ? Math.max(0, (await count(turn.text)) - over) : 0;
		const cut = await cutMiddle(turn.text, most, count);
		const text = cut.text === '' ? leftOut(cut.lines) : cut.text;
		shorter = shorter.with(index, { ...turn, text });
		lines += cut.lines;
	}
	return { turns: shorter, lines };
}

async function cutQuestion([question, ...rest]: readonly Turn[], room: number, count: CountTokens): Promise<Shortened> {
	if (question === undefined) return { turns: [], lines: 0 };
	const left = room - (await sizeOf(rest, count)) - framingTokens;
	if (rest.length > 0 && (await count(question.text)) <= left) return { turns: [question, ...rest], lines: 0 };
	const cut = await cutMiddle(question.text, left, count);
	return { turns: [{ ...question, text: cut.text }, ...rest], lines: cut.lines };
}

/** Cuts whole lines out of the longest code block, or out of the text where it has none, until it fits; keeps the beginning longest. */
export async function cutMiddle(text: string, budgetTokens: number, count: CountTokens): Promise<{ text: string; lines: number }> {
	const lines = text.split('\n');
	const block = longestBlock(lines);
	const [start, end] = block ?? [0, lines.length];
	const without = (left: number) => {
		if (left === 0) return text;
		const stay = end - start - left;
		const head = Math.ceil((stay * 2) / 3);
		return [...lines.slice(0, start + head), leftOut(left), ...lines.slice(end - (stay - head))].join('\n');
	};
	// A whole block may go, as the words around it still ask something; of plain text at least a line stays.
	const most = block ? end - start : lines.length - 1;
	const left = await smallest(0, most, async left => (await count(without(left))) <= budgetTokens);
	if (left !== undefined) return { text: without(left), lines: left };
	// Without any of those lines it is still too long: the text around the block, or one endless line.
	if (block) return addLines(await cutMiddle(without(end - start), budgetTokens, count), end - start - 1);
	const longest = lines.reduce((most, line) => (line.length > most.length ? line : most), '');
	const characters = await smallest(
		0,
		longest.length,
		async left => (await count(longest.slice(0, longest.length - left))) <= budgetTokens,
	);
	return { text: longest.slice(0, longest.length - (characters ?? longest.length)), lines: lines.length };
}

/** What stands where lines were: understood by people and by models, in whichever language the code is. */
export function leftOut(lines: number): string {
	return `… ${lines} more ${lines === 1 ? 'line' : 'lines'} …`;
}

async function newestThatFit(
	earlier: readonly Turn[],
	room: number,
	count: CountTokens,
): Promise<{ turns: readonly Turn[]; tokens: number }> {
	let tokens = 0;
	let rest = earlier;
	while (rest.length > 0) {
		const pair = lastPair(rest);
		const size = await sizeOf(pair, count);
		if (tokens + size > room) break;
		tokens += size;
		rest = rest.slice(0, rest.length - pair.length);
	}
	return { turns: earlier.slice(rest.length), tokens };
}

/** The last question with all that was answered to it. */
function lastPair(turns: readonly Turn[]): readonly Turn[] {
	const start = turns.map(turn => turn.role).lastIndexOf('user');
	return turns.slice(Math.max(0, start));
}

function pairsIn(turns: readonly Turn[]): number {
	return turns.filter(turn => turn.role === 'user').length;
}

function withoutCode(turns: readonly Turn[]): { turns: readonly Turn[]; lines: number } {
	let lines = 0;
	const shrunk = turns.map(turn => ({
		...turn,
		text: turn.text.replace(/^(```[^\n]*\n)([\s\S]*?)\n```[ \t]*$/gm, (_, open: string, code: string) => {
			const own = code.split('\n').length;
			lines += own;
			return `${open}${leftOut(own)}\n\`\`\``;
		}),
	}));
	return { turns: shrunk, lines };
}

/** First and last-plus-one line inside the longest fenced block. */
function longestBlock(lines: readonly string[]): readonly [number, number] | undefined {
	let best: readonly [number, number] | undefined;
	let open: number | undefined;
	lines.forEach((line, index) => {
		if (!line.startsWith('```')) return;
		if (open === undefined) open = index + 1;
		else {
			if (index - open > (best ? best[1] - best[0] : 1)) best = [open, index];
			open = undefined;
		}
	});
	return best;
}

/** The smallest number in the range for which `fits`, found by halving; nothing when even the largest does not. */
async function smallest(from: number, to: number, fits: (value: number) => Promise<boolean>): Promise<number | undefined> {
	if (await fits(from)) return from;
	if (!(await fits(to))) return undefined;
	let [low, high] = [from, to];
	while (high - low > 1) {
		const middle = (low + high) >> 1;
		if (await fits(middle)) high = middle;
		else low = middle;
	}
	return high;
}

async function sizeOf(turns: readonly Turn[], count: CountTokens): Promise<number> {
	let tokens = 0;
	for (const turn of turns) tokens += (await count(turn.text)) + framingTokens;
	return tokens;
}

function addLines(cut: { text: string; lines: number }, lines: number): { text: string; lines: number } {
	return { text: cut.text, lines: cut.lines + lines };
}

function fitted(turns: readonly Turn[], tokens: number, parts: Partial<Cut>): FittedTurns {
	const cut: Cut = { pairs: 0, earlierCodeLines: 0, questionLines: 0, ...parts };
	const isCut = cut.pairs + cut.earlierCodeLines + cut.questionLines + (cut.resultLines ?? 0) > 0;
	return isCut ? { turns, tokens, cut } : { turns, tokens };
}

/**
 * Finds out how many CPU threads a model is quickest with. The runtime's threads wait for each other by spinning, so one too many, or one that has to
 * share its core with the editor, costs far more than one too few: on two cores in use by others a 90 MB model generates 190 tokens/s with one thread and
 * 50 to 80 with two; on two idle ones a 356 MB model 68, 40 and, with the library's default of four, 2. No rule knows how many cores are free and how fast the memory is, so we look.
 */
import { defaultThreads } from './defaultThreads';

export interface ThreadTime {
	readonly threads: number;
	/** Of one token. */
	readonly milliseconds: number;
}

const candidates = [1, 2, 3, 4, 6, 8, 12, 16, 24, 32];

/** More threads have to be worth it: what they take is missing elsewhere, and heats. */
const worthIt = 0.9;

/**
 * Begins where most machines are best and goes on while it gets better. Gives what was measured, the best first.
 * @param cores physical ones
 * @param timeOf milliseconds of a token with so many threads; may stop and give what it has when that is beyond `hopeless`
 */
export async function measureThreads(
	cores: number,
	timeOf: (threads: number, hopeless: number) => Promise<number>,
): Promise<readonly [ThreadTime, ...ThreadTime[]]> {
	const possible = candidates.filter(threads => threads <= cores);
	const tried: ThreadTime[] = [];
	const measure = async (threads: number): Promise<ThreadTime> => {
		const hopeless = 3 * Math.min(...tried.map(each => each.milliseconds));
		const time = { threads, milliseconds: await timeOf(threads, hopeless) };
		tried.push(time);
		return time;
	};
	let index = Math.max(
		0,
		possible.findLastIndex(threads => threads <= defaultThreads(cores)),
	);
	let best = await measure(possible[index] ?? 1);
	const start = best;
	for (let threads = possible[++index]; threads !== undefined; threads = possible[++index]) {
		const next = await measure(threads);
		if (next.milliseconds > best.milliseconds * worthIt) break;
		best = next;
	}
	if (best === start) {
		const fewer = possible.filter(threads => threads < start.threads).reverse();
		for (const threads of fewer) {
			const next = await measure(threads);
			if (next.milliseconds * worthIt > start.milliseconds) break;
			best = next;
		}
	}
	return [best, ...tried.filter(each => each !== best)];
}

/** What has grown between two samples of a soak although it should not have: sentences with both numbers. */
import type { Sample } from './soak';

/** How much more may be there for no reason that grows with the requests: connections that are kept, what the compiler learnt, a chat on the disk. */
const room: Readonly<Partial<Record<keyof Sample, number>>> = {
	heapMiB: 2,
	signals: 20,
	promises: 200,
	sockets: 6,
	timers: 4,
	children: 0,
	childMiB: 32, // two states, 20 apart, with and without the memory of a chat
};

export function whatGrew(before: Sample, after: Sample): readonly string[] {
	return Object.entries(room).flatMap(([name, most]) => {
		const [from, to] = [before[name as keyof Sample], after[name as keyof Sample]];
		return to - from > most ? [`${name}: ${from} after ${before.requests} requests, ${to} after ${after.requests}`] : [];
	});
}

/** What processes take of RAM, as Linux counts it. */
import * as fs from 'node:fs';

/** Resident bytes of a process and all that it started; 0 where the system does not tell. */
export function residentBytes(pid: number | undefined): number {
	if (pid === undefined) return 0;
	try {
		const pages = Number(fs.readFileSync(`/proc/${pid}/statm`, 'utf8').split(' ')[1]);
		return pages * 4096 + children(pid).reduce((sum, child) => sum + residentBytes(child), 0);
	} catch {
		return 0;
	}
}

function children(pid: number): number[] {
	const threads = fs.readdirSync(`/proc/${pid}/task`);
	const texts = threads.map(thread => fs.readFileSync(`/proc/${pid}/task/${thread}/children`, 'utf8'));
	return texts.flatMap(text => text.split(' ').filter(Boolean).map(Number));
}

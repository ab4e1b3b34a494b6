/** Where two versions of a text differ, line by line, and how to take one such place over, or a change that was made to a third version. */

/** Zero-based lines, the ends not included; one of both ranges may be empty, and lines outside all hunks are the same. */
export interface Hunk {
	readonly oldStart: number;
	readonly oldEnd: number;
	readonly newStart: number;
	readonly newEnd: number;
}

type Lines = readonly string[];

/** More lines than these to find in the middle of a change, and the whole middle is one hunk: its cost grows with their square. */
const maxDifferences = 1000;

/** The least lines that turn `old` into `now` (Myers, "An O(ND) Difference Algorithm", 1986), neighbours joined, in order. */
export function hunksBetween(old: Lines, now: Lines): readonly Hunk[] {
	let start = 0;
	while (start < old.length && start < now.length && old[start] === now[start]) start++;
	let same = 0;
	while (same < old.length - start && same < now.length - start && old.at(-1 - same) === now.at(-1 - same)) same++;
	const [oldMiddle, newMiddle] = [old.slice(start, old.length - same), now.slice(start, now.length - same)];
	return middleHunks(oldMiddle, newMiddle).map(hunk => shifted(hunk, start, start));
}

/** `old` with the new lines of one hunk in place of its own. */
export function withHunk(old: Lines, now: Lines, { oldStart, oldEnd, newStart, newEnd }: Hunk): Lines {
	return [...old.slice(0, oldStart), ...now.slice(newStart, newEnd), ...old.slice(oldEnd)];
}

/** `now` with the old lines of one hunk in place of its own. */
export function withoutHunk(old: Lines, now: Lines, { oldStart, oldEnd, newStart, newEnd }: Hunk): Lines {
	return withHunk(now, old, { oldStart: newStart, oldEnd: newEnd, newStart: oldStart, newEnd: oldEnd });
}

/** Both changes to `base` in one text; nothing when they touch the same lines, or lines next to each other, in different ways. */
export function merged(base: Lines, one: Lines, other: Lines): Lines | undefined {
	const left = hunksBetween(base, one).map(hunk => ({ hunk, lines: one.slice(hunk.newStart, hunk.newEnd) }));
	const right = hunksBetween(base, other).map(hunk => ({ hunk, lines: other.slice(hunk.newStart, hunk.newEnd) }));
	const isSame = (a: (typeof left)[number], b: (typeof left)[number]) =>
		a.hunk.oldStart === b.hunk.oldStart && a.hunk.oldEnd === b.hunk.oldEnd && a.lines.join('\n') === b.lines.join('\n');
	const onlyRight = right.filter(each => !left.some(own => isSame(own, each)));
	const touch = (a: Hunk, b: Hunk) => a.oldStart <= b.oldEnd && b.oldStart <= a.oldEnd;
	if (left.some(own => onlyRight.some(each => touch(own.hunk, each.hunk)))) return undefined;
	const lines = [...base];
	for (const { hunk, lines: changed } of [...left, ...onlyRight].sort((a, b) => b.hunk.oldStart - a.hunk.oldStart)) {
		lines.splice(hunk.oldStart, hunk.oldEnd - hunk.oldStart, ...changed);
	}
	return lines;
}

/** The hunk at a line of one side, else the next one below, else the last; the lines a removed part stood between count as its place. */
export function hunkNear(hunks: readonly Hunk[], side: 'old' | 'new', line: number): Hunk | undefined {
	return (
		hunks.find(hunk => line < Math.max(...(side === 'old' ? [hunk.oldEnd, hunk.oldStart + 1] : [hunk.newEnd, hunk.newStart + 1]))) ??
		hunks.at(-1)
	);
}

function middleHunks(old: Lines, now: Lines): readonly Hunk[] {
	const whole = { oldStart: 0, oldEnd: old.length, newStart: 0, newEnd: now.length };
	if (old.length === 0 && now.length === 0) return [];
	if (old.length === 0 || now.length === 0) return [whole];
	const furthest = furthestPoints(old, now);
	return furthest === undefined ? [whole] : walkBack(old.length, now.length, furthest);
}

/** For each number of differences, how far into `old` one gets on each diagonal; nothing when there are too many. */
function furthestPoints(old: Lines, now: Lines): readonly ReadonlyMap<number, number>[] | undefined {
	const history: ReadonlyMap<number, number>[] = [];
	let reached: ReadonlyMap<number, number> = new Map([[1, 0]]);
	for (let differences = 0; differences <= Math.min(old.length + now.length, maxDifferences); differences++) {
		history.push(reached);
		const next = new Map<number, number>();
		for (let diagonal = -differences; diagonal <= differences; diagonal += 2) {
			let x = startOn(reached, diagonal, differences);
			while (x < old.length && x - diagonal < now.length && old[x] === now[x - diagonal]) x++;
			next.set(diagonal, x);
			if (x >= old.length && x - diagonal >= now.length) return history;
		}
		reached = next;
	}
	return undefined;
}

/** Where one comes onto a diagonal: down from the one above, or right from the one below, whichever got further. */
function startOn(reached: ReadonlyMap<number, number>, diagonal: number, differences: number): number {
	const [above, below] = [reached.get(diagonal + 1) ?? 0, reached.get(diagonal - 1) ?? 0];
	const isDown = diagonal === -differences || (diagonal !== differences && below < above);
	return isDown ? above : below + 1;
}

function walkBack(oldLength: number, newLength: number, history: readonly ReadonlyMap<number, number>[]): readonly Hunk[] {
	const hunks: Hunk[] = [];
	let [x, y] = [oldLength, newLength];
	for (let differences = history.length - 1; differences > 0; differences--) {
		const reached = history[differences] ?? new Map<number, number>();
		const diagonal = x - y;
		const [above, below] = [reached.get(diagonal + 1) ?? 0, reached.get(diagonal - 1) ?? 0];
		const isDown = diagonal === -differences || (diagonal !== differences && below < above);
		const fromX = isDown ? above : below;
		const fromY = fromX - (isDown ? diagonal + 1 : diagonal - 1);
		const step = { oldStart: fromX, oldEnd: isDown ? fromX : fromX + 1, newStart: fromY, newEnd: isDown ? fromY + 1 : fromY };
		const [next] = hunks;
		if (next?.oldStart === step.oldEnd && next.newStart === step.newEnd) {
			hunks[0] = { ...next, oldStart: step.oldStart, newStart: step.newStart };
		} else hunks.unshift(step);
		[x, y] = [fromX, fromY];
	}
	return hunks;
}

function shifted({ oldStart, oldEnd, newStart, newEnd }: Hunk, old: number, now: number): Hunk {
	return { oldStart: oldStart + old, oldEnd: oldEnd + old, newStart: newStart + now, newEnd: newEnd + now };
}

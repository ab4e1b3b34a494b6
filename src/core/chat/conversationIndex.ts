/** The index of a conversation store: what its list shows of each file, and the stamp the file had when that was read. */
export interface IndexEntry {
	readonly id: string;
	readonly stamp: string;
	readonly title: string;
	readonly updated: number;
	readonly questions: string;
}

export const indexName = 'index.json';

const version = 1;

export function writeIndex(entries: ReadonlyMap<string, IndexEntry>): string {
	return JSON.stringify({ version, entries: Object.fromEntries(entries) });
}

/** An index that can't be read is an empty one: it is made again from the files. */
export function readIndex(text: string): Map<string, IndexEntry> {
	try {
		const value = JSON.parse(text) as { version?: unknown; entries?: unknown } | null;
		if (value?.version !== version || typeof value.entries !== 'object' || value.entries === null) return new Map();
		return new Map(Object.entries(value.entries).filter((pair): pair is [string, IndexEntry] => isEntry(pair[1])));
	} catch {
		return new Map();
	}
}

function isEntry(value: unknown): value is IndexEntry {
	if (typeof value !== 'object' || value === null) return false;
	const { id, stamp, title, updated, questions } = value as Record<string, unknown>;
	return [id, stamp, title, questions].every(each => typeof each === 'string') && typeof updated === 'number';
}

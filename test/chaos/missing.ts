/** Reads a folder of conversations as the extension does after a restart, and tells what of the saved ones is not there. */
import { randomUUID } from 'node:crypto';
import { ConversationStore } from '../../src/core/chat/conversationStore';
import { ConversationFolder } from '../../src/host/conversationFolder';
import { type Saved } from './saved';

export interface Found {
	readonly conversations: number;
	/** In words; empty when nothing is lost. */
	readonly missing: readonly string[];
}

export async function missing(folder: string, saved: ReadonlyMap<string, Saved>): Promise<Found> {
	const store = new ConversationStore(new ConversationFolder(folder), randomUUID);
	const { entries, setAside } = await store.list();
	const lost = setAside.map(file => `${file} could not be read`);
	const listed = new Set(entries.map(({ id }) => id));
	for (const { id, turns, mayBeGone } of saved.values()) {
		if (mayBeGone) continue;
		const there = new Map((await store.peek(id))?.turns.map(turn => [turn.id, turn.text.length]));
		if (!listed.has(id)) lost.push(`conversation ${id} is not in the list`);
		for (const turn of turns) if ((there.get(turn.id) ?? -1) < turn.length) lost.push(`${turn.id} of ${id} has lost text`);
	}
	return { conversations: entries.length, missing: lost };
}

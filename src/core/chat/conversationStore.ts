/**
 * Keeps conversations in files, one each, so that a crash loses nothing that was saved. The files are the truth. The index only spares reading
 * them all: it says which file it read when, so one that is missing, wrong or behind mends itself, and two windows may share a folder.
 * What can't be read is set aside under another name and never deleted.
 */
import { type ConversationFiles, type FileStamp } from './conversationFiles';
import { readConversation, type StoredConversation, titleOf, writeConversation } from './storedConversation';
import { type IndexEntry, indexName, readIndex, writeIndex } from './conversationIndex';

export interface ConversationEntry {
	readonly id: string;
	readonly title: string;
	readonly updated: number;
	/** What was asked after the first question, to be recognised by. */
	readonly questions: string;
}

export interface ConversationList {
	/** The newest first. */
	readonly entries: readonly ConversationEntry[];
	/** New names of the files that could not be read. */
	readonly setAside: readonly string[];
}

export class ConversationStore {
	/** What each file was when this store last read or wrote it. */
	private readonly known = new Map<string, string>();
	private queue: Promise<unknown> = Promise.resolve();

	constructor(
		private readonly files: ConversationFiles,
		private readonly newId: () => string,
	) {}

	list(): Promise<ConversationList> {
		return this.inTurn(async () => {
			const found = (await this.files.list()).filter(({ name }) => name.endsWith(extension) && name !== indexName);
			const text = await this.files.read(indexName);
			const index = text === undefined ? new Map<string, IndexEntry>() : readIndex(text);
			const next = new Map<string, IndexEntry>();
			const setAside: string[] = [];
			for (const file of found) {
				const entry = index.get(file.name);
				if (entry?.stamp === file.stamp) next.set(file.name, entry);
				else await this.readInto(next, setAside, file);
			}
			const written = writeIndex(next);
			if (written !== text && (next.size > 0 || text !== undefined)) await this.files.write(indexName, written);
			return { entries: [...next.values()].sort((a, b) => b.updated - a.updated), setAside };
		});
	}

	/** To go on with it: what is saved later replaces what is read now. Nothing when it is gone or can't be read. */
	open(id: string): Promise<StoredConversation | undefined> {
		return this.inTurn(async () => {
			const stamp = await this.files.stamp(fileOf(id));
			const conversation = await this.read(id);
			if (stamp !== undefined && conversation) this.known.set(fileOf(id), stamp);
			return conversation;
		});
	}

	/** Only to look at it. */
	peek(id: string): Promise<StoredConversation | undefined> {
		return this.inTurn(() => this.read(id));
	}

	/**
	 * Resolves once it is on the disk, with the id it has there: another one when somebody else wrote to its file in the meantime,
	 * because then there are two conversations.
	 */
	save(conversation: StoredConversation): Promise<string> {
		return this.inTurn(async () => {
			const present = await this.files.stamp(fileOf(conversation.id));
			const isOurs = present === undefined || present === this.known.get(fileOf(conversation.id));
			const id = isOurs ? conversation.id : this.newId();
			this.known.set(fileOf(id), await this.files.write(fileOf(id), writeConversation({ ...conversation, id })));
			return id;
		});
	}

	/** Until `forgetDeleted`, it can be brought back. */
	delete(id: string): Promise<void> {
		return this.inTurn(async () => {
			this.known.delete(fileOf(id));
			if ((await this.files.stamp(fileOf(id))) === undefined) return;
			// One that was deleted and brought back leaves its old name behind.
			await this.files.remove(id + deleted);
			await this.files.rename(fileOf(id), id + deleted);
		});
	}

	undelete(id: string): Promise<void> {
		return this.inTurn(async () => void (await this.files.rename(id + deleted, fileOf(id))));
	}

	/** Deletes for good what was deleted. */
	forgetDeleted(): Promise<void> {
		return this.inTurn(async () => {
			for (const { name } of await this.files.list()) if (name.endsWith(deleted)) await this.files.remove(name);
		});
	}

	private async read(id: string): Promise<StoredConversation | undefined> {
		const text = await this.files.read(fileOf(id));
		const read = text === undefined ? undefined : readConversation(text);
		return read?.kind === 'conversation' ? read.conversation : undefined;
	}

	private async readInto(index: Map<string, IndexEntry>, setAside: string[], { name, stamp }: FileStamp): Promise<void> {
		// A file that may not be read now, or is gone, is not a corrupt one.
		const text = await this.files.read(name).catch(() => undefined);
		if (text === undefined) return;
		const read = readConversation(text);
		if (read.kind === 'conversation' && fileOf(read.conversation.id) === name) index.set(name, entryOf(read.conversation, stamp));
		else if (read.kind !== 'newer') setAside.push(await this.setAside(name));
	}

	private async setAside(name: string): Promise<string> {
		const base = name.slice(0, -extension.length);
		for (let count = 1; ; count++) {
			const free = count === 1 ? `${base}.unreadable` : `${base}.unreadable-${count}`;
			const isDone = await this.files.rename(name, free);
			// Gone: another window that shares the folder was faster.
			if (isDone || (await this.files.stamp(name)) === undefined) return free;
		}
	}

	/** One after the other: a save must not overtake the one before. */
	private inTurn<T>(work: () => Promise<T>): Promise<T> {
		const result = this.queue.then(work);
		this.queue = result.catch(() => undefined);
		return result;
	}
}

const extension = '.json';
const deleted = '.deleted';

function fileOf(id: string): string {
	return id + extension;
}

function entryOf(conversation: StoredConversation, stamp: string): IndexEntry {
	const { id, updated, turns } = conversation;
	const later = turns.filter(turn => turn.role === 'user').slice(conversation.title === undefined ? 1 : 0);
	return {
		id,
		stamp,
		title: titleOf(conversation),
		updated,
		questions: later
			.map(({ text }) => text.replace(/\s+/g, ' ').trim())
			.join(' · ')
			.slice(0, questionsLength),
	};
}

/** What a list can show of them. */
const questionsLength = 200;

/** A conversation that is open, and its file: every change reaches the disk, and the file of an emptied one goes. */
import { type Conversation, emptyConversation } from './conversation';
import { type ConversationStore } from './conversationStore';
import { SaveSchedule } from './saveSchedule';
import { type StoredConversation, titleOf } from './storedConversation';

export interface KeptDeps {
	readonly store: ConversationStore;
	readonly newId: () => string;
	/** Milliseconds since 1970. */
	readonly date: () => number;
	/** Milliseconds on a clock that never goes back. */
	readonly now: () => number;
	readonly onError: (error: unknown) => void;
}

/** While an answer streams, what a crash could cost. */
const saveEveryMs = 1000;

export class KeptConversation {
	private stored: StoredConversation;
	private isOnDisk: boolean;
	private readonly schedule: SaveSchedule;

	constructor(
		private readonly deps: KeptDeps,
		/** What was read from its file; nothing for a new one. */
		stored?: StoredConversation,
		turns: Conversation = stored?.turns ?? emptyConversation,
	) {
		const date = deps.date();
		this.stored = stored ?? { id: deps.newId(), created: date, updated: date, turns };
		this.isOnDisk = stored !== undefined;
		this.schedule = new SaveSchedule(() => this.save(), saveEveryMs, deps.now);
	}

	get id(): string {
		return this.stored.id;
	}

	get turns(): Conversation {
		return this.stored.turns;
	}

	/** Empty while nothing was asked. */
	get title(): string {
		return titleOf(this.stored);
	}

	/** Saved at once; resolves when it is. */
	change(turns: Conversation): Promise<void> {
		this.grow(turns);
		return this.schedule.flush();
	}

	/** More text of an answer: saved within a second. */
	grow(turns: Conversation): void {
		this.stored = { ...this.stored, turns, updated: this.deps.date() };
		this.schedule.soon();
	}

	/** An empty title gives it back its own. */
	rename(title: string): Promise<void> {
		const { title: _, ...rest } = this.stored;
		this.stored = title === '' ? rest : { ...rest, title };
		return this.schedule.flush();
	}

	flush(): Promise<void> {
		return this.schedule.flush();
	}

	/** Never throws: a conversation that can't be saved can still be read. */
	private async save(): Promise<void> {
		const { stored, deps } = this;
		try {
			if (stored.turns.length > 0) {
				const id = await deps.store.save(stored);
				this.isOnDisk = true;
				this.stored = { ...this.stored, id };
			} else if (this.isOnDisk) {
				this.isOnDisk = false;
				await deps.store.delete(stored.id);
			}
		} catch (error) {
			deps.onError(error);
		}
	}
}

/**
 * Models that do not fit into memory together take turns: the other one is unloaded before one is loaded, and never while it is at work.
 * A person who asks waits for the end of what runs; a completion, which nobody waits for, gets nothing meanwhile.
 */
import type { LoadedModel, Role } from './engine';
import { UseLog } from './useLog';

export interface TurnsDeps<P> {
	/** The other models that are in memory or on their way there. */
	readonly others: (post: P) => readonly P[];
	readonly load: (post: P) => Promise<LoadedModel>;
	readonly unload: (post: P) => Promise<void>;
	readonly keyOf: (post: P) => string;
	readonly now: () => number;
}

/** From the moment that a model is loaded for somebody. */
export interface Stint {
	readonly loaded: LoadedModel;
	/** The work is done: the other model may have the memory. */
	readonly end: () => void;
}

/** Who was just answered is likely to ask again, and who counts tokens is about to ask: a completion takes the memory only after that. */
const lingerMs = 5000;

export class Turns<P> {
	private readonly uses: UseLog;
	private endings: (() => void)[] = [];
	private waiting = 0;
	private last: Promise<unknown> = Promise.resolve();

	constructor(private readonly deps: TurnsDeps<P>) {
		this.uses = new UseLog(deps.now);
	}

	/** Loads the model once the other one is gone, and keeps it until `end`; `undefined` for a completion while the other is needed. */
	async take(role: Role, post: P): Promise<Stint | undefined> {
		const { others, load, unload } = this.deps;
		const isPatient = role !== 'completion';
		if (!isPatient && (this.waiting > 0 || others(post).some(each => this.isNeeded(each)))) return undefined;
		if (isPatient) this.waiting++;
		const turn = this.last.then(async () => {
			for (const each of others(post)) {
				await this.ended(each);
				await unload(each);
			}
			// Not waited for here: who comes next has to see that this one is on its way.
			return { end: this.begin(post), load: load(post) };
		});
		this.last = turn.catch(() => undefined);
		try {
			const { end, load: loading } = await turn;
			try {
				return { loaded: await loading, end };
			} catch (error) {
				end();
				throw error;
			}
		} finally {
			if (isPatient) this.waiting--;
		}
	}

	private begin(post: P): () => void {
		const end = this.uses.begin(this.deps.keyOf(post));
		return () => {
			end();
			for (const resolve of this.endings.splice(0)) resolve();
		};
	}

	private isNeeded(post: P): boolean {
		return this.uses.idleFor(this.deps.keyOf(post)) < lingerMs;
	}

	private isRunning(post: P): boolean {
		return this.uses.isRunning(this.deps.keyOf(post));
	}

	private async ended(post: P): Promise<void> {
		while (this.isRunning(post)) await new Promise<void>(resolve => this.endings.push(resolve));
	}
}

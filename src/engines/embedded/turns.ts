/**
 * Who may use the engine next. One step at a time (a chunk of a prompt, or one token): two at once on the CPU are no faster than one after
 * the other (190 tokens/s alone, 75 and 75 together in one batch). While a completion is under way a chat answer pauses: it is read more slowly than it is
 * written, but a person who types waits for ghost text.
 */
import type { Role } from '../../core/engine/engine';

export type Release = () => void;

interface Waiting {
	readonly role: Role;
	readonly grant: () => void;
}

export class Turns {
	private busy = false;
	private completions = 0;
	private waiting: Waiting[] = [];

	/** @param onStep is called after every step */
	constructor(private readonly onStep: () => void = () => undefined) {}

	/** Announces a piece of work that will take several turns; the result ends it. */
	enter(role: Role): Release {
		if (role === 'chat') return () => undefined;
		this.completions++;
		return once(() => {
			this.completions--;
			this.next();
		});
	}

	/** Resolves when it is this role's turn, with what gives the turn back; `undefined` when the signal aborted first. */
	take(role: Role, signal: AbortSignal): Promise<Release | undefined> {
		if (signal.aborted) return Promise.resolve(undefined);
		return new Promise(resolve => {
			const onAbort = () => {
				this.waiting = this.waiting.filter(each => each !== entry);
				resolve(undefined);
			};
			const grant = () => {
				signal.removeEventListener('abort', onAbort);
				this.busy = true;
				resolve(once(() => this.giveBack()));
			};
			const entry = { role, grant };
			signal.addEventListener('abort', onAbort, { once: true });
			this.waiting.push(entry);
			this.next();
		});
	}

	private giveBack(): void {
		this.busy = false;
		this.onStep();
		this.next();
	}

	private next(): void {
		if (this.busy) return;
		const chosen = this.waiting.find(each => each.role === 'completion') ?? (this.completions === 0 ? this.waiting[0] : undefined);
		if (chosen === undefined) return;
		this.waiting = this.waiting.filter(each => each !== chosen);
		chosen.grant();
	}
}

function once(act: () => void): Release {
	let done = false;
	return () => {
		if (done) return;
		done = true;
		act();
	};
}

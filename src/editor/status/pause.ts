/** Completions on hold: until resumed, or for some minutes. Forgotten with the window. */
import { Emitter } from '../../core/base/emitter';
import type { Disposable } from '../../core/base/disposable';

export class Pause implements Disposable {
	private readonly changed = new Emitter<void>();
	private timer: NodeJS.Timeout | undefined;
	private current: { readonly until?: Date } | undefined;

	readonly onDidChange = this.changed.event;

	get state(): { readonly until?: Date } | undefined {
		return this.current;
	}

	toggle(): void {
		this.become(this.current ? undefined : {});
	}

	snooze(minutes: number): void {
		this.become({ until: new Date(Date.now() + minutes * 60_000) });
		this.timer = setTimeout(() => this.become(undefined), minutes * 60_000);
	}

	dispose(): void {
		clearTimeout(this.timer);
		this.changed.dispose();
	}

	private become(state: { readonly until?: Date } | undefined): void {
		clearTimeout(this.timer);
		this.current = state;
		this.changed.fire();
	}
}

/** Values that come when they come, read one after the other when they are wanted. Closed with or without an error, after what it holds was read. */
export class EventQueue<T> {
	private readonly values: T[] = [];
	private closed: { readonly error?: Error } | undefined;
	private wake: (() => void) | undefined;

	push(value: T): void {
		if (this.closed) return;
		this.values.push(value);
		this.wake?.();
	}

	/** What comes after is dropped. */
	close(error?: Error): void {
		this.closed ??= { error };
		this.wake?.();
	}

	/** Drops what was not read yet. */
	clear(): void {
		this.values.length = 0;
	}

	async *read(): AsyncGenerator<T, void> {
		while (true) {
			const value = this.values.shift();
			if (value !== undefined) yield value;
			else if (this.closed?.error) throw this.closed.error;
			else if (this.closed) return;
			else await new Promise<void>(resolve => (this.wake = resolve));
		}
	}
}

/** Ownership of things that must be given back: every listener, child and timer has one owner that disposes it. */
export interface Disposable {
	dispose(): void;
}

export function toDisposable(dispose: () => void): Disposable {
	return { dispose };
}

/** Disposes what it was given, last first; what comes after its own end is disposed at once. */
export class DisposableStore implements Disposable {
	private readonly items: Disposable[] = [];
	private disposed = false;

	add<T extends Disposable>(item: T): T {
		if (this.disposed) item.dispose();
		else this.items.push(item);
		return item;
	}

	dispose(): void {
		this.disposed = true;
		while (this.items.length > 0) this.items.pop()?.dispose();
	}
}

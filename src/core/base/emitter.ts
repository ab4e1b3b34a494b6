/** A typed event without `vscode`: listeners are called in the order they came, and each is removed by its disposable. */
import { toDisposable, type Disposable } from './disposable';

export type Event<T> = (listener: (value: T) => void) => Disposable;

export class Emitter<T> implements Disposable {
	private readonly listeners = new Set<(value: T) => void>();

	readonly event: Event<T> = listener => {
		const own = (value: T) => listener(value);
		this.listeners.add(own);
		return toDisposable(() => this.listeners.delete(own));
	};

	fire(value: T): void {
		for (const listener of [...this.listeners]) listener(value);
	}

	dispose(): void {
		this.listeners.clear();
	}
}

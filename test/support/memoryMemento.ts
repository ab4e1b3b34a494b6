import type * as vscode from 'vscode';

/** Remembers until the test is over. */
export class MemoryMemento implements vscode.Memento {
	private readonly values = new Map<string, unknown>();

	keys(): readonly string[] {
		return [...this.values.keys()];
	}

	get<T>(key: string, fallback?: T): T {
		return (this.values.get(key) ?? fallback) as T;
	}

	update(key: string, value: unknown): Thenable<void> {
		this.values.set(key, value);
		return Promise.resolve();
	}
}

import assert from 'node:assert/strict';
import type * as vscode from 'vscode';
import { LearnedMargin } from '../../../src/editor/plan/learnedMargin';

describe('the learned margin', () => {
	it('is the worst surprise of the last loads, and forgets it after eight good ones', () => {
		const margin = new LearnedMargin(new MemoryMemento());
		assert.equal(margin.bytes, 0);
		margin.note(300);
		margin.note(0);
		assert.equal(margin.bytes, 300);
		for (let load = 0; load < 8; load++) margin.note(0);
		assert.equal(margin.bytes, 0);
	});

	it('never makes a plan bolder than its own margin', () => {
		const margin = new LearnedMargin(new MemoryMemento());
		margin.note(-500);
		assert.equal(margin.bytes, 0);
	});
});

class MemoryMemento implements vscode.Memento {
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

import assert from 'node:assert/strict';
import { LearnedMargin } from '../../../src/editor/plan/learnedMargin';
import { MemoryMemento } from '../../support/memoryMemento';

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

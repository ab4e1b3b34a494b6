import assert from 'node:assert/strict';
import type { InstalledModel } from '../../../src/core/engine/engine';
import { LearnedThreads } from '../../../src/editor/plan/learnedThreads';
import { MemoryMemento } from '../../support/memoryMemento';

describe('the learned threads', () => {
	it('are the middle of the first three measurements, one of which may have met a busy moment', () => {
		const memento = new MemoryMemento();
		const seen = [4, 1, 4, 2].map(threads => {
			const learned = new LearnedThreads(memento, 'a processor');
			const known = learned.of(model);
			learned.note(model, threads);
			return known;
		});
		assert.deepEqual(seen, [undefined, undefined, undefined, 4]);
	});

	it('are those of the model wherever its file lies, and of this machine alone', () => {
		const memento = new MemoryMemento();
		const learned = new LearnedThreads(memento, 'a processor');
		for (let load = 0; load < 3; load++) learned.note(model, 4);
		assert.equal(learned.of({ ...model, id: '/elsewhere/model.gguf' }), 4);
		assert.equal(learned.of({ ...model, fileBytes: 1 }), undefined);
		assert.equal(new LearnedThreads(memento, 'another processor').of(model), undefined);
	});
});

const model: InstalledModel = {
	id: '/models/model.gguf',
	label: 'deepseek-coder 6.7B',
	family: 'coderV1',
	quantization: 'Q4_K_M',
	fileBytes: 4_082_000_000,
	roles: ['completion'],
	isDemo: false,
};

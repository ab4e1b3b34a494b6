import assert from 'node:assert/strict';
import { getEventListeners } from 'node:events';
import { abortWith } from '../../../../src/core/base/abort';

describe('aborting with others', () => {
	it('aborts when one of them does, for the same reason', () => {
		const [first, second, own] = [new AbortController(), new AbortController(), new AbortController()];
		abortWith(own, first.signal, second.signal);
		const reason = new Error('enough');
		second.abort(reason);
		assert.equal(own.signal.reason, reason);
	});

	it('aborts at once with one that has', () => {
		const own = new AbortController();
		abortWith(own, AbortSignal.abort());
		assert.ok(own.signal.aborted);
	});

	it('leaves nothing with the others when it ends', () => {
		const [other, own] = [new AbortController(), new AbortController()];
		const unlink = abortWith(own, other.signal);
		assert.equal(getEventListeners(other.signal, 'abort').length, 1);
		unlink();
		assert.equal(getEventListeners(other.signal, 'abort').length, 0);
		other.abort();
		assert.ok(!own.signal.aborted);
	});
});

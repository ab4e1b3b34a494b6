import assert from 'node:assert/strict';
import type { Role } from '../../../../src/core/engine/engine';
import { Turns } from '../../../../src/engines/embedded/turns';

const never = new AbortController().signal;

/** Takes a turn and writes down when it came; the result gives it back. */
function take(turns: Turns, role: Role, name: string, seen: string[], signal = never) {
	return turns.take(role, signal).then(release => {
		seen.push(release ? name : `${name} left`);
		return release ?? (() => undefined);
	});
}

async function settle(): Promise<void> {
	await new Promise(resolve => setImmediate(resolve));
}

describe('turns', () => {
	it('are taken one at a time, in order', async () => {
		const turns = new Turns();
		const seen: string[] = [];
		const first = take(turns, 'chat', 'first', seen);
		void take(turns, 'chat', 'second', seen);
		await settle();
		assert.deepEqual(seen, ['first']);
		(await first)();
		await settle();
		assert.deepEqual(seen, ['first', 'second']);
	});

	it('go to a completion before a chat that waits longer', async () => {
		const turns = new Turns();
		const seen: string[] = [];
		const now = await take(turns, 'chat', 'now', seen);
		void take(turns, 'chat', 'chat', seen);
		void take(turns, 'completion', 'completion', seen);
		now();
		await settle();
		assert.deepEqual(seen, ['now', 'completion']);
	});

	it('are not given to a chat between two steps of a completion, but after its end', async () => {
		const turns = new Turns();
		const seen: string[] = [];
		const leave = turns.enter('completion');
		(await take(turns, 'completion', 'step', seen))();
		void take(turns, 'chat', 'chat', seen);
		await settle();
		(await take(turns, 'completion', 'step', seen))();
		await settle();
		assert.deepEqual(seen, ['step', 'step']);
		leave();
		await settle();
		assert.deepEqual(seen, ['step', 'step', 'chat']);
	});

	it('are kept from a chat by each completion, also when one says twice that it is done', async () => {
		const turns = new Turns();
		const seen: string[] = [];
		const leaveFirst = turns.enter('completion');
		turns.enter('completion');
		leaveFirst();
		leaveFirst();
		void take(turns, 'chat', 'chat', seen);
		await settle();
		assert.deepEqual(seen, []);
	});

	it('end for who aborts while it waits, and go to the next', async () => {
		const turns = new Turns();
		const seen: string[] = [];
		const controller = new AbortController();
		const now = await take(turns, 'chat', 'now', seen);
		void take(turns, 'chat', 'aborted', seen, controller.signal);
		void take(turns, 'chat', 'next', seen);
		controller.abort();
		await settle();
		assert.deepEqual(seen, ['now', 'aborted left']);
		now();
		await settle();
		assert.deepEqual(seen, ['now', 'aborted left', 'next']);
		assert.equal(await turns.take('chat', AbortSignal.abort()), undefined);
	});
});

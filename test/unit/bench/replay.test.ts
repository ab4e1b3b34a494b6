/** A replayed session counts what really happened. */
import assert from 'node:assert/strict';
import { replay } from '../../bench/replay';
import type { Trace, TraceEvent } from '../../bench/trace';
import { pieces, ScriptedModel } from '../core/completion/scripted';

/** Types character by character behind `text`, half a second apart. */
function typing(text: string, typed: string, after: readonly TraceEvent[] = []): Trace {
	const keys = [...typed].map((character, index) => {
		const at = text.length + index;
		return { t: 1000 + index * 500, edits: [{ start: at, end: at, text: character }], cursor: at + 1 };
	});
	return { start: { file: 'a.ts', languageId: 'typescript', text }, events: [...keys, ...after] };
}

describe('replay', () => {
	const idle = () => false;

	it('asks once for what is typed as it was shown, and counts the characters', async () => {
		const served = new ScriptedModel(() => pieces('otal', '(items);'));
		const { requests, ...replayed } = await replay(typing('const t = ', 'total(i'), { served, isBusy: idle });
		assert.equal(requests.length, 1);
		assert.deepEqual([requests[0]?.before, requests[0]?.prefix, requests[0]?.after], ['const t = t', 'const t = t', '']);
		assert.deepEqual(
			[
				replayed.keystrokes,
				replayed.callsWhileTypingShown,
				replayed.cacheHits,
				replayed.acceptedCharacters,
				replayed.shownMilliseconds.length,
			],
			[7, 0, 6, 6, 7],
		);
	});

	it('asks anew for what goes another way, and for nothing when the cursor only moves', async () => {
		const served = new ScriptedModel(() => pieces('xyz();'));
		const moves: TraceEvent[] = [
			{ t: 9000, cursor: 0 },
			{ t: 9500, cursor: 3 },
		];
		const replayed = await replay(typing('const t = ', 'abc', moves), { served, isBusy: idle });
		assert.equal(replayed.requests.length, 3);
		assert.deepEqual([replayed.keystrokes, replayed.acceptedCharacters, replayed.callsWhileTypingShown], [3, 0, 0]);
	});

	it('shows nothing of an answer that the next keystroke overtook', async () => {
		const served = new ScriptedModel(() => pieces('xyz();'));
		const { start, events } = typing('const t = ', 'ab');
		const hurried = events.map((event, index) => ({ ...event, t: 1000 + index }));
		const replayed = await replay({ start, events: hurried }, { served, isBusy: idle });
		assert.deepEqual([replayed.requests.length, replayed.shownMilliseconds.length], [1, 1]);
		assert.equal(replayed.requests[0]?.before, 'const t = ab');
	});
});

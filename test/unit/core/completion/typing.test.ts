/** What happens between keystrokes: typing as suggested asks nothing, a request that still fits is kept, one that doesn't is aborted in the engine. */
import assert from 'node:assert/strict';
import type { CompletionResult } from '../../../../src/core/completion/complete';
import { CompletionSession } from '../../../../src/core/completion/session';
import { at, completeAt, ManualClock, pieces, ScriptedModel, settle, Tap } from './scripted';

describe('typing into a suggestion', () => {
	const model = () => new ScriptedModel(() => pieces('items.reduce(sum);'));

	it('shows the rest of it without asking again', async () => {
		const session = new CompletionSession();
		const asked = model();
		await completeAt(at('const a = $0'), asked, { session });
		for (let length = 1; length < 'items.reduce(sum);'.length; length++) {
			const typed = 'items.reduce(sum);'.slice(0, length);
			const result = await completeAt(at(`const a = ${typed}$0`), asked, { session });
			assert.equal(textOf(result), 'items.reduce(sum);'.slice(length));
			assert.equal(result.record.source, 'remembered');
		}
		assert.equal(asked.requests.length, 1);
	});

	it('goes back with the characters that are deleted', async () => {
		const session = new CompletionSession();
		const asked = model();
		for (const typed of ['', 'i', 'it', 'ite', 'it', 'i', '']) {
			const result = await completeAt(at(`const a = ${typed}$0`), asked, { session });
			assert.equal(textOf(result), 'items.reduce(sum);'.slice(typed.length));
		}
		assert.equal(asked.requests.length, 1);
	});

	it('goes on without asking when code of other files changes under the typing, and asks again where nothing was typed', async () => {
		const session = new CompletionSession();
		const asked = model();
		const see = (typed: string) => completeAt(at(`const a = ${typed}$0`), asked, { session });
		const otherFileSays = (text: string) => {
			const { uri, before, after } = at('const a = $0');
			session.layout.context.offer(uri, before, after, [{ uri: 'file:///b.ts', path: 'b.ts', source: 'definition', startLine: 0, text }]);
		};
		otherFileSays('export const items = [1];\n');
		await see('');
		otherFileSays('export const items = [new Map()];\n');
		assert.equal((await see('it')).record.source, 'remembered');
		assert.equal(asked.requests.length, 1);
		otherFileSays('export const items = new Set();\n');
		assert.equal((await see('it')).record.source, 'asked');
		assert.match(JSON.stringify(asked.requests[1]?.prompt), /new Set/);
		assert.equal((await see('it')).record.source, 'remembered');
		assert.equal(asked.requests.length, 2);
	});

	it('asks again when something else is typed', async () => {
		const session = new CompletionSession();
		const asked = model();
		await completeAt(at('const a = $0'), asked, { session });
		await completeAt(at('const a = j$0'), asked, { session });
		assert.equal(asked.requests.length, 2);
	});

	it('asks again when the text below has changed', async () => {
		const session = new CompletionSession();
		const asked = model();
		await completeAt(at('const a = $0\nuse(a);'), asked, { session });
		await completeAt(at('const a = $0\nother(a);'), asked, { session });
		assert.equal(asked.requests.length, 2);
	});

	it('keeps the suggestion when the editor closes a bracket by itself, and takes the bracket over', async () => {
		const session = new CompletionSession();
		const asked = model();
		await completeAt(at('const a = $0\n'), asked, { session });
		const result = await completeAt(at('const a = items.reduce($0)\n'), asked, { session });
		assert.deepEqual(result.kind === 'shown' && result.item, { text: 'sum);', replaceSuffixLength: 1 });
		assert.equal(asked.requests.length, 1);
	});

	it('follows the suggestion over a line break', async () => {
		const session = new CompletionSession();
		const asked = new ScriptedModel(() => pieces('\n  return 1;\n}'));
		await completeAt(at('function f() {$0\n'), asked, { session });
		const result = await completeAt(at('function f() {\n  $0\n'), asked, { session });
		assert.equal(textOf(result), 'return 1;\n}');
		assert.equal(asked.requests.length, 1);
	});

	it('leaves the closing bracket its line once, also when Enter has put it there', async () => {
		const session = new CompletionSession();
		const body = new ScriptedModel(() => pieces('\n\treturn 1;\n'));
		assert.equal(textOf(await completeAt(at('function f() {$0}'), body, { session })), '\n\treturn 1;\n');
		assert.equal(textOf(await completeAt(at('function f() {\n\t$0\n}'), body, { session })), 'return 1;');
		assert.equal(body.requests.length, 1);
	});

	it('does not take another document for the same', async () => {
		const session = new CompletionSession();
		const asked = model();
		await completeAt(at('const a = $0'), asked, { session });
		await completeAt(at('const a = $0', { uri: 'file:///b.ts' }), asked, { session });
		assert.equal(asked.requests.length, 2);
	});

	it('remembers a "no" too, until it is asked for explicitly', async () => {
		const session = new CompletionSession();
		const asked = new ScriptedModel(() => pieces('   '));
		await completeAt(at('const a = $0'), asked, { session });
		await completeAt(at('const a = $0'), asked, { session });
		assert.equal(asked.requests.length, 1);
		await completeAt(at('const a = $0', { trigger: 'explicit' }), asked, { session });
		assert.equal(asked.requests.length, 2);
	});
});

describe('typing while the answer comes', () => {
	it('keeps the request while the typing agrees with what has come', async () => {
		const { tap, model, clock, type } = sceneOf();
		const first = type('const a = $0');
		await settle();
		await clock.advance(400);
		await tap.say('items');
		const second = type('const a = it$0');
		await settle();
		assert.equal((await first).kind, 'none');
		await tap.say('.length;');
		await tap.end();
		const result = await second;
		assert.equal(textOf(result), 'ems.length;');
		assert.equal(result.record.source, 'joined');
		assert.equal(model.requests.length, 1);
		assert.equal(model.signals[0]?.aborted, false);
	});

	it('keeps the request while the typing is ahead of it', async () => {
		const { tap, model, clock, type } = sceneOf();
		void type('const a = $0');
		await settle();
		await clock.advance(400);
		const second = type('const a = ite$0');
		await settle();
		await tap.say('it');
		await tap.say('ems;');
		await tap.end();
		assert.equal(textOf(await second), 'ms;');
		assert.equal(model.requests.length, 1);
	});

	it('aborts the request in the engine when the answer turns out to be another, and asks anew', async () => {
		const { tap, model, clock, type } = sceneOf();
		void type('const a = $0');
		await settle();
		await clock.advance(400);
		const second = type('const a = x$0');
		await settle();
		await tap.say('items');
		assert.equal(model.signals[0]?.aborted, true);
		assert.equal(model.requests.length, 2);
		await tap.say('.y;');
		await tap.end();
		assert.equal(textOf(await second), '.y;');
	});

	it('frees the engine when the caller leaves and nobody comes after', async () => {
		const { model, clock, type, leave } = sceneOf();
		const first = type('const a = $0');
		await settle();
		await clock.advance(400);
		leave();
		assert.equal((await first).kind, 'none');
		await clock.advance(50);
		assert.equal(model.signals[0]?.aborted, false, 'the next keystroke may still come');
		await clock.advance(200);
		assert.equal(model.signals[0]?.aborted, true);
	});

	it('never asks when the next keystroke comes within the pause', async () => {
		const { model, clock, type, leave } = sceneOf();
		const first = type('const a = $0');
		await settle();
		leave();
		await clock.advance(1000);
		const result = await first;
		assert.equal(result.kind === 'none' && result.reason, 'cancelled');
		assert.equal(model.requests.length, 0);
	});

	function sceneOf() {
		const tap = new Tap();
		const model = new ScriptedModel((_, signal) => tap.stream(signal));
		const clock = new ManualClock();
		const session = new CompletionSession();
		let caller = new AbortController();
		const leave = () => caller.abort();
		/** Cancels the call before, as VS Code does, and calls again. */
		const type = (document: string) => {
			leave();
			caller = new AbortController();
			return completeAt(at(document), model, { session, clock, signal: caller.signal });
		};
		return { tap, model, clock, type, leave };
	}
});

function textOf(result: CompletionResult): string | undefined {
	return result.kind === 'shown' ? result.item.text : undefined;
}

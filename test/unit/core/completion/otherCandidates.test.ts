/** "Show next suggestion": up to two more answers to the same question, each other than the ones before. */
import assert from 'node:assert/strict';
import type { CompletionItem, CompletionResult } from '../../../../src/core/completion/complete';
import { CompletionSession } from '../../../../src/core/completion/session';
import { all } from '../../../support/all';
import { at, completeAt, pieces, ScriptedModel, settle, Tap } from './scripted';

describe('other candidates', () => {
	const never = new AbortController().signal;

	it('are asked for only when drawn, one at a time, and not greedily', async () => {
		const model = answering('1;', '2;', '3;');
		const others = othersOf(await explicit(model), never);
		assert.equal(model.requests.length, 1);
		assert.equal((await others.next()).value?.text, '2;');
		assert.equal(model.requests.length, 2);
		assert.equal((await others.next()).value?.text, '3;');
		assert.equal((await others.next()).done, true);
		assert.deepEqual(
			model.requests.map(({ temperature, seed }) => [temperature, seed]),
			[
				[0, undefined],
				[0.8, 1],
				[0.8, 2],
			],
		);
	});

	it('are none where the model says the same again and again', async () => {
		const model = answering('1;', '1;', ' 1;', '1;', '1;', '1;');
		assert.deepEqual(await all(othersOf(await explicit(model), never)), []);
		assert.equal(model.requests.length, 5);
	});

	it('pass the filters as the first one does', async () => {
		const model = answering('a)', 'b)', '   ');
		const result = await explicit(model, 'f($0)\n');
		assert.deepEqual(await all(othersOf(result, never)), [{ text: 'b)', replaceSuffixLength: 1 }]);
	});

	it('end in the engine when nobody wants them any more', async () => {
		const model: ScriptedModel = new ScriptedModel((_, signal) => (model.requests.length === 1 ? pieces('1;') : new Tap().stream(signal)));
		const caller = new AbortController();
		const next = othersOf(await explicit(model), caller.signal).next();
		await settle();
		caller.abort();
		assert.equal((await next).done, true);
		assert.equal(model.signals[1]?.aborted, true);
	});

	it('give way to the next real request', async () => {
		const session = new CompletionSession();
		const model: ScriptedModel = new ScriptedModel((_, signal) => (model.requests.length === 2 ? new Tap().stream(signal) : pieces('1;')));
		const next = othersOf(await explicit(model, 'a = $0', session), never).next();
		await settle();
		await completeAt(at('b = $0'), model, { session });
		assert.equal((await next).done, true);
		assert.equal(model.signals[1]?.aborted, true);
		assert.equal(model.requests.length, 3);
	});

	it('end what was asked ahead, and keep it from being asked while they are made', async () => {
		const session = new CompletionSession();
		session.noteSpeed('scripted', 1000);
		const model: ScriptedModel = new ScriptedModel((_, signal) =>
			model.requests.length === 1 ? pieces('1', ';') : new Tap().stream(signal),
		);
		const result = await completeAt(at('a = $0', { trigger: 'explicit' }), model, { session, looksAhead: true });
		await settle();
		assert.deepEqual(
			model.requests.map(({ temperature }) => temperature),
			[0, 0],
		);
		const next = othersOf(result, never).next();
		await settle();
		assert.equal(model.signals[1]?.aborted, true);
		assert.equal(model.requests[2]?.temperature, 0.8);
		session.reset();
		await next;
	});

	it('do not take the place of the first one, which stays remembered', async () => {
		const session = new CompletionSession();
		const model = answering('1;', '2;', '3;');
		const result = await explicit(model, 'a = $0', session);
		await all(othersOf(result, never));
		const again = await explicit(model, 'a = $0', session);
		assert.equal(again.kind === 'shown' && again.item.text, '1;');
		assert.equal(again.record.source, 'remembered');
	});
});

/** Gives these answers in turn. */
function answering(...answers: readonly string[]): ScriptedModel {
	const model: ScriptedModel = new ScriptedModel(() => pieces(answers[model.requests.length - 1] ?? ''));
	return model;
}

function explicit(model: ScriptedModel, document = 'a = $0', session = new CompletionSession()): Promise<CompletionResult> {
	return completeAt(at(document, { trigger: 'explicit' }), model, { session });
}

function othersOf(result: CompletionResult, signal: AbortSignal): AsyncGenerator<CompletionItem, void, undefined> {
	assert.ok(result.kind === 'shown');
	return result.others(signal);
}

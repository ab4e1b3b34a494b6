/** One request and those who wait for it. What typing does to it is in typing.test.ts. */
import assert from 'node:assert/strict';
import type { EndReason } from '../../../../src/core/engine/streamEvent';
import type { Question } from '../../../../src/core/completion/cache';
import { CompletionRequest, greedy } from '../../../../src/core/completion/request';
import { stopPlanOf } from '../../../../src/core/completion/stopRules';
import { at, ManualClock, pieces, ScriptedModel, settle, Tap } from './scripted';

const question: Question = { model: 'scripted', uri: 'file:///a.ts', context: '', prefix: 'function f() {', suffix: '' };
const { signal: never } = new AbortController();

function requestOf(model: ScriptedModel, clock = new ManualClock()): CompletionRequest {
	const stop = stopPlanOf(at('function f() {$0'), { kind: 'block', because: 'blockOpens', indentation: 0 }, 3);
	return new CompletionRequest(
		{ question, prompt: ['p'], budget: { tokens: 64, lines: 3, milliseconds: 1000 }, stop, sampling: greedy },
		model,
		clock,
	);
}

describe('CompletionRequest', () => {
	it('says how it ended', async () => {
		const endOf = async (answer: string, end: EndReason) => {
			const request = requestOf(new ScriptedModel(() => pieces(...answer), end));
			await request.answer;
			return request.record.end;
		};
		assert.equal(await endOf('\n  a();', 'stop'), 'model');
		assert.equal(await endOf('\n  a();', 'length'), 'tokenLimit');
		assert.equal(await endOf('\n  a();', 'cut'), 'engine');
		assert.equal(await endOf('\n  a();\n}\n\nb();\n', 'stop'), 'blockDone');
		assert.equal(await endOf('\n  a();\n  b();\n  c();\n  d();\n', 'stop'), 'lineBudget');
	});

	it('marks an answer that a limit cut short, and no other', async () => {
		const isCut = async (end: EndReason) => (await requestOf(new ScriptedModel(() => pieces('a'), end)).answer).isCut;
		assert.deepEqual(await Promise.all((['stop', 'length', 'cut'] as const).map(isCut)), [false, true, true]);
	});

	it('ends with what there is when the stream ends without a word', async () => {
		const model = new ScriptedModel(() => pieces());
		model.generate = async function* () {
			await Promise.resolve();
			yield { kind: 'text', text: '\n  a();', tokens: 3 };
		};
		const request = requestOf(model);
		assert.deepEqual(await request.answer, { text: '\n  a();', isCut: true });
		assert.equal(request.record.end, 'engine');
	});

	it('counts tokens and times', async () => {
		const tap = new Tap();
		const clock = new ManualClock();
		const request = requestOf(new ScriptedModel((_, signal) => tap.stream(signal)), clock);
		await clock.advance(120);
		await tap.say('\n  a');
		await clock.advance(30);
		await tap.say('();');
		await tap.end();
		const { tokens, firstTokenMs, generateMs, usage } = request.record;
		assert.deepEqual(
			{ tokens, firstTokenMs, generateMs, usage: usage?.generatedTokens },
			{ tokens: 2, firstTokenMs: 120, generateMs: 30, usage: 2 },
		);
	});

	it('answers everybody who waits, and stays while one of them does', async () => {
		const tap = new Tap();
		const model = new ScriptedModel((_, signal) => tap.stream(signal));
		const clock = new ManualClock();
		const request = requestOf(model, clock);
		const leaving = new AbortController();
		const first = request.wait(question, leaving.signal);
		const second = request.wait({ ...question, prefix: `${question.prefix}\n` }, never);
		leaving.abort();
		assert.equal(await first, 'left');
		await clock.advance(1000);
		assert.equal(model.signals[0]?.aborted, false);
		await tap.say('\n  a();');
		await tap.end();
		assert.equal(await second, 'answered');
	});

	it('does not answer another document, another model, or a cursor that moved back', () => {
		const request = requestOf(new ScriptedModel((_, signal) => new Tap().stream(signal)));
		assert.equal(request.typedFor(question), '');
		assert.equal(request.typedFor({ ...question, uri: 'file:///b.ts' }), undefined);
		assert.equal(request.typedFor({ ...question, model: 'other' }), undefined);
		assert.equal(request.typedFor({ ...question, prefix: 'function f() ' }), undefined);
		assert.equal(request.typedFor({ ...question, suffix: '}' }), undefined);
	});

	it('is no answer to anything once it was aborted', async () => {
		const model = new ScriptedModel((_, signal) => new Tap().stream(signal));
		const request = requestOf(model);
		await settle();
		request.abort();
		assert.equal(model.signals[0]?.aborted, true);
		assert.equal(request.typedFor(question), undefined);
		await request.answer;
		assert.equal(request.record.end, 'aborted');
	});

	it('does not wait for the last word of an engine that never says it', async () => {
		const clock = new ManualClock();
		const model = new ScriptedModel(() => pieces());
		model.generate = async function* () {
			for (const text of ['\n  a();\n', '}\n', '\nb();\n']) yield { kind: 'text', text, tokens: 3 };
			await new Promise(() => undefined);
		};
		const request = requestOf(model, clock);
		assert.equal((await request.answer).text, '\n  a();\n}');
		let isSettled = false;
		void request.settled.then(() => (isSettled = true));
		await settle();
		assert.equal(isSettled, false);
		await clock.advance(2000);
		assert.equal(isSettled, true);
	});
});

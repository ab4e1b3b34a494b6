import assert from 'node:assert/strict';
import { complete } from '../../../../src/core/completion/complete';
import { CompletionSession } from '../../../../src/core/completion/session';
import { EngineError } from '../../../../src/core/engine/engineError';
import { at, completeAt, InstantClock, ManualClock, pieces, ScriptedModel, settings, settle, Tap } from './scripted';

describe('complete', () => {
	it('sends the fill-in-the-middle prompt of the family, greedy, with the stop tokens', async () => {
		const model = new ScriptedModel(() => pieces('1;'));
		await completeAt(at('const a = $0\nb();'), model);
		const [request] = model.requests;
		assert.deepEqual(request?.prompt, [
			{ special: '<｜fim▁begin｜>' },
			'const a = ',
			{ special: '<｜fim▁hole｜>' },
			'\nb();',
			{ special: '<｜fim▁end｜>' },
		]);
		assert.equal(request?.temperature, 0);
		assert.ok(request?.stop.includes('<|EOT|>'));
	});

	it('keeps to what the demo model can do', async () => {
		const model = new ScriptedModel(() => pieces('1;'), 'stop', { isDemo: true });
		await completeAt(at(`${'const value = compute(1);\n'.repeat(200)}$0`), model);
		const [request] = model.requests;
		const text = request?.prompt.filter(part => typeof part === 'string').join('') ?? '';
		assert.ok(text.length < 280 * 4 && request!.maxTokens <= 64, `${text.length} characters, ${request?.maxTokens} tokens`);
	});

	it('says that there is no model, or none that fills in', async () => {
		assert.equal(await reasonOf(completeAt(at('a = $0'), undefined)), 'noModel');
		const reasoning = new ScriptedModel(() => pieces('x'), 'stop', { family: 'reason' });
		assert.equal(await reasonOf(completeAt(at('a = $0'), reasoning)), 'noFillInTheMiddle');
		assert.equal(reasoning.requests.length, 0);
	});

	it('says that the engine is in trouble, whether it loads or generates', async () => {
		const services = { session: new CompletionSession(), clock: new InstantClock(), isPaused: () => false };
		const serve = () => Promise.reject(new EngineError('outOfMemory', 'too big'));
		const { signal } = new AbortController();
		assert.equal(await reasonOf(complete(at('a = $0'), settings, { ...services, serve }, signal)), 'engineTrouble');
		const failing = new ScriptedModel(async function* () {
			yield 'x';
			await Promise.reject(new EngineError('died', 'gone'));
		});
		const result = await completeAt(at('a = $0'), failing);
		assert.equal(result.kind === 'none' && result.reason, 'engineTrouble');
		assert.ok(result.record.request?.error instanceof EngineError);
	});

	it('asks nothing when it is not to', async () => {
		const model = new ScriptedModel(() => pieces('1;'));
		assert.equal(await reasonOf(completeAt(at('a = $0'), model, { isPaused: true })), 'paused');
		assert.equal(model.requests.length, 0);
	});

	it('stops the engine as soon as the answer is complete', async () => {
		const tap = new Tap();
		const model = new ScriptedModel((_, signal) => tap.stream(signal));
		const asked = completeAt(at('const a = $0'), model);
		await settle();
		await tap.say('1;\nconst b = 2;');
		const result = await asked;
		assert.equal(result.kind === 'shown' && result.item.text, '1;');
		assert.equal(model.signals[0]?.aborted, true);
		assert.equal(result.record.request?.end, 'statementDone');
	});

	it('shows the whole lines there are when the time is up', async () => {
		const tap = new Tap();
		const clock = new ManualClock();
		const model = new ScriptedModel((_, signal) => tap.stream(signal));
		const asked = completeAt(at('function f() {$0'), model, { clock });
		await settle();
		await clock.advance(350);
		await tap.say('\n\tconst a = 1;\n\tcon');
		await clock.advance(settings.timeTargetMs + 1);
		await tap.say('st b');
		const result = await asked;
		assert.equal(result.kind === 'shown' && result.item.text, '\n\tconst a = 1;');
		assert.equal(result.record.request?.end, 'timeTarget');
	});

	it('gives a model whose first token came late time for a line, and whoever asks then the whole of it', async () => {
		const tap = new Tap();
		const clock = new ManualClock();
		const session = new CompletionSession();
		const model = new ScriptedModel((_, signal) => tap.stream(signal));
		const asked = completeAt(at('const a = $0'), model, { clock, session });
		await settle();
		await clock.advance(350);
		await clock.advance(3 * settings.timeTargetMs);
		await tap.say('first');
		await tap.say(' + second');
		await clock.advance(settings.timeTargetMs + 1);
		await tap.say(' + th');
		const result = await asked;
		assert.equal(result.kind === 'shown' && result.item.text, 'first + second + th');
		assert.equal(result.record.request?.end, 'timeTarget');
		const again = new ScriptedModel(() => pieces('first + second + third;\n'));
		const whole = await completeAt(at('const a = $0', { trigger: 'explicit' }), again, { session });
		assert.equal(whole.kind === 'shown' && whole.item.text, 'first + second + third;');
	});

	it('does not debounce what was asked for', async () => {
		const clock = new InstantClock();
		await completeAt(at('a = $0', { trigger: 'explicit' }), new ScriptedModel(() => pieces('1;')), { clock });
		assert.ok(!clock.delays.includes(0) && clock.delays.every(each => each >= 1000), `waited ${clock.delays.join(', ')} ms`);
	});

	it('asks a slow machine for fewer tokens', async () => {
		const session = new CompletionSession();
		session.noteSpeed('scripted', 10);
		const model = new ScriptedModel(() => pieces('x'));
		await completeAt(at('function f() {$0'), model, { session });
		assert.equal(model.requests[0]?.maxTokens, 20);
	});

	it('frees the caller at once when it cancels, also before the first token', async () => {
		const caller = new AbortController();
		const model = new ScriptedModel((_, signal) => new Tap().stream(signal));
		const asked = completeAt(at('a = $0', { trigger: 'explicit' }), model, { signal: caller.signal });
		await settle();
		caller.abort();
		assert.equal(await reasonOf(asked), 'cancelled');
	});

	it('learns from the engine how many characters a token holds', async () => {
		const session = new CompletionSession();
		const text = 'const value = compute(alpha);\n'.repeat(20);
		const model = new ScriptedModel(() => pieces('1;'));
		model.promptTokens = 204; // 4 special ones, and 600 characters in 200
		const result = await completeAt(at(`${text}$0`), model, { session });
		await result.settled;
		assert.equal(session.ratio.charactersPerToken('scripted typescript'), 3);
	});

	it('heals a character that the stream cut in two', async () => {
		const [first = '', second = ''] = ['"😀";'.slice(0, 2), '"😀";'.slice(2)];
		const result = await completeAt(at('const a = $0'), new ScriptedModel(() => pieces(first, second)));
		assert.equal(result.kind === 'shown' && result.item.text, '"😀";');
	});

	it('keeps what each step did', async () => {
		const { record } = await completeAt(at('f($0)\n'), new ScriptedModel(() => pieces('a, b)  ')));
		assert.equal(record.request?.rawAnswer, 'a, b)  ');
		assert.deepEqual(
			record.effects.map(({ filter }) => filter),
			['trailingSpace', 'sameLineOverlap'],
		);
		assert.deepEqual(record.outcome, { kind: 'shown', text: 'a, b)', replaceSuffixLength: 1 });
	});
});

async function reasonOf(asked: ReturnType<typeof complete>): Promise<string> {
	const result = await asked;
	return result.kind === 'none' ? result.reason : `shown: ${result.item.text}`;
}

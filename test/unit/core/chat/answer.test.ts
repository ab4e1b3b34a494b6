import assert from 'node:assert/strict';
import { answer } from '../../../../src/core/chat/answer';
import { type GenerateRequest } from '../../../../src/core/engine/engine';
import { EngineError } from '../../../../src/core/engine/engineError';
import { renderPrompt } from '../../../../src/core/engine/prompt';
import { type ServedModel } from '../../../../src/core/engine/servedModel';
import { type StreamEvent } from '../../../../src/core/engine/streamEvent';
import { type ModelFamily } from '../../../../src/core/models/family';
import { all } from '../../../support/all';

interface Script {
	readonly family?: ModelFamily;
	readonly isDemo?: boolean;
	readonly contextTokens?: number;
	readonly events: readonly StreamEvent[];
	/** Milliseconds that pass before each event. */
	readonly pause?: number;
}

/** A model that plays a script: one token a word, and a clock that only its events move. */
function scripted({ family = 'coderV1', isDemo = false, contextTokens = 4096, events, pause = 100 }: Script) {
	const clock = { now: 1000 };
	const requests: Omit<GenerateRequest, 'role'>[] = [];
	const model: ServedModel = {
		role: 'chat',
		loaded: {
			installed: { id: 'm', label: 'm', family, fileBytes: 1, roles: ['chat'], isDemo },
			contextTokens,
			loadMilliseconds: 0,
		},
		async *generate(request) {
			requests.push(request);
			for (const event of events) {
				await Promise.resolve();
				clock.now += pause;
				yield event;
			}
		},
		countTokens: text => Promise.resolve({ tokens: text.split(/\s+/).filter(Boolean).length, exact: true }),
	};
	return { model, requests, now: () => clock.now };
}

const text = (piece: string, tokens = 1): StreamEvent => ({ kind: 'text', text: piece, tokens });
const end: StreamEvent = { kind: 'end', reason: 'stop', usage: {} };
const hi = [{ role: 'user', text: 'Hi' }] as const;

describe('answer', () => {
	it('streams the cleaned text and ends with figures from counted tokens', async () => {
		const { model, now } = scripted({ events: [text('\n'), text('Hel'), text('lo'), text(' you'), text('\n'), end] });
		assert.deepEqual(await all(answer(model, hi, new AbortController().signal, { now })), [
			{ kind: 'text', text: 'Hel' },
			{ kind: 'text', text: 'lo' },
			{ kind: 'text', text: ' you' },
			{ kind: 'end', reason: 'stop', figures: { tokens: 5, tokensPerSecond: 10, firstTokenMilliseconds: 100 } },
		]);
	});

	it("prefers the engine's own counts and times", async () => {
		const usage = { generatedTokens: 50, generateMilliseconds: 1000, promptTokens: 12 };
		const { model, now } = scripted({ events: [text('Hello', 2), { kind: 'end', reason: 'length', usage }] });
		assert.deepEqual((await all(answer(model, hi, new AbortController().signal, { now }))).at(-1), {
			kind: 'end',
			reason: 'length',
			figures: { tokens: 50, promptTokens: 12, tokensPerSecond: 50, firstTokenMilliseconds: 100 },
		});
	});

	it('gives no speed and no first token where there was none', async () => {
		const { model, now } = scripted({ events: [end] });
		assert.deepEqual(await all(answer(model, hi, new AbortController().signal, { now })), [
			{ kind: 'end', reason: 'stop', figures: { tokens: 0 } },
		]);
	});

	it("speaks the family's dialect, greedily for the demo model, within its limits", async () => {
		const demo = scripted({ isDemo: true, contextTokens: 2048, events: [end] });
		await all(answer(demo.model, hi, new AbortController().signal, { now: demo.now }));
		assert.equal(renderPrompt(demo.requests[0]!.prompt), '### Instruction:\nHi\n### Response:\n');
		assert.equal(demo.requests[0]!.temperature, 0);
		assert.equal(demo.requests[0]!.maxTokens, 220);

		const v2 = scripted({ family: 'coderV2', contextTokens: 8192, events: [end] });
		await all(answer(v2.model, hi, new AbortController().signal, { now: v2.now, maxTokens: 90, stop: ['END'] }));
		assert.equal(renderPrompt(v2.requests[0]!.prompt), 'User: Hi\n\nAssistant:');
		assert.equal(v2.requests[0]!.temperature, 0.2);
		assert.equal(v2.requests[0]!.maxTokens, 90);
		assert.ok(['<｜end▁of▁sentence｜>', '\n\nUser:', 'END'].every(stop => v2.requests[0]!.stop.includes(stop)));
	});

	it('stops showing where the model goes on in the place of the user', async () => {
		const { model, now } = scripted({ events: [text('Yes.'), text('\n### Instr'), text('uction:\nMore'), end] });
		const shown = (await all(answer(model, hi, new AbortController().signal, { now }))).filter(event => event.kind === 'text');
		assert.deepEqual(shown, [{ kind: 'text', text: 'Yes.' }]);
	});

	it('tells what a reasoning model thinks from what it answers, with the time it took', async () => {
		const { model, now, requests } = scripted({
			family: 'reason',
			events: [text('Okay'), text(', so'), text('</think>'), text('\n\nFour.'), end],
		});
		assert.deepEqual((await all(answer(model, hi, new AbortController().signal, { now }))).slice(0, -1), [
			{ kind: 'thinking', text: 'Okay' },
			{ kind: 'thinking', text: ', so' },
			{ kind: 'thought', milliseconds: 200 },
			{ kind: 'text', text: 'Four.' },
		]);
		assert.equal(requests[0]!.temperature, 0.6);
	});

	it('takes back what it took for thoughts when the model only answered', async () => {
		const { model, now } = scripted({ family: 'reason', events: [text('Just'), text(' four.'), end] });
		assert.deepEqual((await all(answer(model, hi, new AbortController().signal, { now }))).slice(0, -1), [
			{ kind: 'thinking', text: 'Just' },
			{ kind: 'thinking', text: ' four.' },
			{ kind: 'wasAnswer' },
			{ kind: 'text', text: 'Just four.' },
		]);
	});

	it('says before the text what did not fit, and again at the end', async () => {
		const turns = [
			{ role: 'user', text: 'old '.repeat(600) },
			{ role: 'assistant', text: 'old' },
			{ role: 'user', text: 'new' },
		] as const;
		const { model, now, requests } = scripted({ isDemo: true, contextTokens: 512, events: [text('ok'), end] });
		const events = await all(answer(model, turns, new AbortController().signal, { now }));
		const cut = { pairs: 1, earlierCodeLines: 0, questionLines: 0 };
		assert.deepEqual(events[0], { kind: 'cut', cut });
		assert.deepEqual(events.at(-1), { kind: 'end', reason: 'stop', figures: { tokens: 1, firstTokenMilliseconds: 100, cut } });
		assert.equal(renderPrompt(requests[0]!.prompt), '### Instruction:\nnew\n### Response:\n');
	});

	it('ends at once, without asking the engine, when it was aborted while it counted', async () => {
		const { model, now, requests } = scripted({ events: [text('never'), end] });
		const abort = new AbortController();
		const counting: ServedModel = {
			...model,
			countTokens: () => {
				abort.abort();
				return Promise.reject(new EngineError('failed', 'aborted'));
			},
		};
		assert.deepEqual(await all(answer(counting, hi, abort.signal, { now })), [
			{ kind: 'end', reason: 'cancelled', figures: { tokens: 0 } },
		]);
		assert.equal(requests.length, 0);
	});

	it('lets an engine error through', async () => {
		const { model, now } = scripted({ events: [] });
		const broken: ServedModel = {
			...model,
			async *generate() {
				await Promise.resolve();
				throw new EngineError('died', 'gone');
			},
		};
		await assert.rejects(all(answer(broken, hi, new AbortController().signal, { now })), { kind: 'died' });
	});
});

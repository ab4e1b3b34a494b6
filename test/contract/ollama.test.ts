/**
 * The contract against a real Ollama server that holds the demo model, and what is special about that engine. `npm test` starts one; by hand:
 * DEEPSEEK_CODER_TEST_OLLAMA=http://127.0.0.1:11434 DEEPSEEK_CODER_TEST_OLLAMA_MODEL=deepseek-coder-demo
 */
import assert from 'node:assert/strict';
import { Ollama } from 'ollama';
import type { GenerateRequest, InstalledModel, LoadedModel } from '../../src/core/engine/engine';
import { renderPrompt } from '../../src/core/engine/prompt';
import { fillInTheMiddle, stopTokens } from '../../src/core/models/dialect';
import { OllamaEngine } from '../../src/engines/ollama/ollamaEngine';
import type { OllamaSettings } from '../../src/engines/ollama/ollamaServer';
import { resolveHost } from '../../src/engines/ollama/resolveHost';
import { collect, type Collected } from '../support/collect';
import { Relay, type Passage } from '../support/relay';
import { skipBecause } from '../support/skipBecause';
import { engineContract, neverReached, type EngineUnderTest } from './suite';

const server = process.env.DEEPSEEK_CODER_TEST_OLLAMA;
const modelName = process.env.DEEPSEEK_CODER_TEST_OLLAMA_MODEL ?? 'deepseek-coder-demo';
const skipReason = process.env.DEEPSEEK_CODER_TEST_OLLAMA_SKIP;
const demoModelId = modelName.includes(':') ? modelName : `${modelName}:latest`;

describe('Ollama', function () {
	this.timeout(120_000);
	before(function () {
		if (skipReason) skipBecause(this, skipReason);
		if (!server) throw new Error('No Ollama to test: set DEEPSEEK_CODER_TEST_OLLAMA to the URL of one that holds the demo model');
	});
	engineContract('Ollama', setUp);
	describe('Ollama in particular', ollamaInParticular);
});

interface OllamaUnderTest extends EngineUnderTest {
	readonly engine: OllamaEngine;
	readonly settings: OllamaSettings;
	readonly relay: Relay;
	readonly log: string[];
}

async function setUp(): Promise<OllamaUnderTest> {
	const target = resolveHost(server ?? '', undefined);
	const relay = new Relay(target);
	await relay.listen();
	// The toy is through with an answer in a few milliseconds: too soon to be cancelled for sure.
	relay.holdBack = passage => bodyOf(passage).options?.num_predict === neverReached;
	// Its own tests may leave it at a bad moment, after which it never answers again; how the engine leaves it is tested below.
	relay.hearsOut = true;
	const log: string[] = [];
	const write = (message: string) => void log.push(message);
	const settings: OllamaSettings = {
		host: relay.url,
		headers: () => ({}),
		keepAliveMinutes: () => 10,
		threads: () => 1,
		log: { info: write, warn: write },
	};
	const engine = new OllamaEngine(settings);
	return {
		engine,
		settings,
		relay,
		log,
		demoModelId,
		// More than it was trained for, which the server lowers in silence.
		loadOptions: { contextTokens: 4096, threads: 1 },
		expected: {
			countsExactly: false,
			promptCancel: {
				idle: 'afterTheBatch',
				because: 'Ollama 0.24 evaluates what it has to its end, so it gets a long prompt in steps',
				check: () => {
					const last = relay.passages.filter(isGeneration).at(-1);
					assert.equal(last && isStep(last), true);
					assert.equal(last?.state, 'answered');
				},
			},
			brokenOff: ['died'],
			away: ['unreachable'],
		},
		async evaluating() {
			await relay.until(passages => passages.some(passage => isGeneration(passage) && passage.state === 'sent'));
			// The server took the prompt before this question, and does not take a token's time to answer it.
			await new Ollama({ host: target }).version();
		},
		async idle() {
			await relay.until(passages => passages.every(isOver));
			// With one slot for the model, the server can't answer this before it is done with everything else.
			await new Ollama({ host: target }).generate({
				model: demoModelId,
				prompt: 'a',
				raw: true,
				options: { num_ctx: 2048, num_thread: 1, num_predict: 1 },
			});
		},
		takeAway: () => relay.goAway(),
		bringBack: () => relay.listen(),
		dispose: () => relay.goAway(),
	};
}

function ollamaInParticular(): void {
	const never = new AbortController().signal;
	let subject: OllamaUnderTest;
	let demo: InstalledModel;
	let loaded: LoadedModel;

	before(async () => {
		subject = await setUp();
		const models = await subject.engine.models(never);
		demo = models.find(model => model.id === demoModelId)!;
		loaded = await subject.engine.load(demo, subject.loadOptions, never);
	});
	after(async () => {
		subject?.engine.dispose();
		await subject?.dispose();
	});

	const generations = () => subject.relay.passages.filter(isGeneration);
	const ask = (prefix: string, change: Partial<GenerateRequest> = {}, signal = never) =>
		collect(subject.engine.generate(loaded, { ...completion(prefix), ...change }, signal));

	it('says its version and that it is there', async () => {
		assert.match(await subject.engine.version(never), /^\d+\.\d+\.\d+/);
		assert.equal(await subject.engine.isReachable(never), true);
		assert.match(subject.engine.place, /^Ollama at 127\.0\.0\.1:\d+$/);
	});

	it('sends one set of runner options with everything, so that nothing reloads', async () => {
		await ask('let a = ');
		await ask('let b = ', { role: 'chat', temperature: 1, seed: 3, maxTokens: 5 });
		const options = subject.relay.passages.filter(each => each.path === '/api/generate').map(each => bodyOf(each).options ?? {});
		const runner = options.map(({ num_ctx, num_thread, num_gpu }) => JSON.stringify({ num_ctx, num_thread, num_gpu }));
		assert.deepEqual([...new Set(runner)], ['{"num_ctx":2048,"num_thread":1}']);
		const { models } = await new Ollama({ host: subject.relay.url }).ps();
		assert.equal(models.filter(model => model.name === demoModelId).length, 1);
	});

	it('a cancel while it generates closes the connection, also when no token comes any more', async () => {
		const controller = new AbortController();
		const events = subject.engine.generate(
			loaded,
			{ ...completion('export function add(first: number, second: number): number {\n\treturn ', ';\n}\n'), maxTokens: neverReached },
			controller.signal,
		);
		for await (const event of events) if (event.kind === 'text') controller.abort();
		await subject.idle();
		assert.equal(generations().at(-1)?.state, 'clientLeft');
	});

	it('answers again in whatever moment an answer is left: one that hangs after it is unloaded and asked again', async () => {
		// No relay between: the server itself is left, which hangs after 1 of 30 such cancels.
		const direct = new OllamaEngine({ ...subject.settings, host: resolveHost(server ?? '', undefined), limits: { hang: 1000 } });
		for (let round = 0; round < 60; round++) {
			const controller = new AbortController();
			const request = { ...completion('export function add(first, second) {\n'), temperature: 1.5, seed: round, maxTokens: 1500 };
			let tokens = 0;
			for await (const event of direct.generate(loaded, request, controller.signal))
				if (event.kind === 'text' && ++tokens > round % 20) controller.abort();
			const { text } = await collect(
				direct.generate(loaded, completion('export function add(first: number, second: number) {\n\treturn '), never),
			);
			assert.match(text, /^first \+ second/);
		}
		direct.dispose();
	});

	it('a long prompt is sent in steps, each a prefix of the next, with the same options, and answered as in one piece', async () => {
		const prefix = `${longText('steps')}export function add(first: number, second: number): number {\n\treturn `;
		const prompt = fillInTheMiddle('coderV1', prefix, ';\n}\n')!;
		const before = generations().length;
		const stepped = await ask('', { prompt });
		const sent = generations().slice(before);
		assert.ok(sent.length > 2, `${sent.length} requests`);
		assert.deepEqual(sent.map(isStep), [...sent.slice(1).map(() => true), false]);
		for (const [index, { body }] of sent.entries()) {
			const { prompt: text, options } = body as { prompt: string; options: Record<string, unknown> };
			if (index > 0) assert.ok(text.startsWith(bodyOf(sent[index - 1]!).prompt ?? '-'));
			assert.equal(options.num_predict, index < sent.length - 1 ? 1 : 24);
			assert.equal(options.num_ctx, 2048);
		}
		const counts = sent.map(({ answer }) => Number(/"prompt_eval_count":(\d+)/.exec(answer)?.[1]));
		assert.deepEqual(
			counts,
			[...new Set(counts)].sort((a, b) => a - b),
		);
		assert.equal(stepped.end.usage.promptTokens, counts.at(-1));

		const { model, raw, stop, ...rest } = { model: demoModelId, raw: true, stop: ['<|EOT|>'], num_ctx: 2048, num_thread: 1 };
		await new Ollama({ host: resolveHost(server ?? '', undefined) }).generate({
			model,
			prompt: 'const other = ',
			raw,
			options: { ...rest, num_predict: 1 },
		});
		const whole = await new Ollama({ host: resolveHost(server ?? '', undefined) }).generate({
			model,
			prompt: renderPrompt(prompt),
			raw,
			options: { ...rest, stop, temperature: 0, repeat_penalty: 1, num_predict: 24 },
		});
		assert.equal(stepped.text, whole.response);
		assert.equal(stepped.end.usage.promptTokens, whole.prompt_eval_count);
	});

	it('a cancel in the prompt lets its step end, and nothing more is sent of it; of ten cancelled, one reaches the server', async () => {
		await subject.idle();
		const before = generations().length;
		const cancelled: Promise<Collected>[] = [];
		let sent: number | undefined;
		for (let key = 0; key < 10; key++) {
			const controller = new AbortController();
			cancelled.push(ask(`${longText('typing')}${key}`, { maxTokens: neverReached }, controller.signal));
			if (key === 0) await subject.evaluating();
			controller.abort();
			sent ??= generations().length;
		}
		for (const answer of await Promise.all(cancelled)) assert.equal(answer.end.reason, 'cancelled');
		// The next comes as soon as the step is over.
		assert.equal((await ask('export function add(first: number, second: number) {\n\treturn ')).end.reason, 'stop');
		assert.equal(generations().length, (sent ?? 0) + 1);
		assert.ok(generations().slice(before, -1).every(isStep));
		await subject.relay.until(passages => passages.every(isOver));
		assert.ok(
			generations()
				.slice(before)
				.every(({ state }) => state === 'answered'),
		);
	});

	it('a chat whose long prompt is cancelled in a step lets a completion in', async () => {
		await subject.idle();
		const before = generations().length;
		const controller = new AbortController();
		const chat = ask(longText('chat'), { role: 'chat' }, controller.signal);
		await subject.evaluating();
		const completion = ask('export function add(first: number, second: number) {\n\treturn ');
		controller.abort();
		const sent = generations().length;
		assert.equal((await chat).end.reason, 'cancelled');
		assert.equal((await completion).end.reason, 'stop');
		assert.equal(generations().length, sent + 1);
		assert.ok(generations().slice(before, -1).every(isStep));
	});

	it('the step of a cancelled prompt is kept: the next that begins like it goes on from there', async () => {
		const controller = new AbortController();
		const cancelled = ask(longText('kept'), {}, controller.signal);
		await subject.evaluating();
		controller.abort();
		assert.equal((await cancelled).end.reason, 'cancelled');
		const before = generations().length;
		await ask(longText('kept'));
		// How long a step is follows the machine's speed: a fast one may have had the whole prompt in its first.
		const known = bodyOf(generations()[before - 1]!).prompt ?? '-';
		const later = generations()
			.slice(before)
			.map(each => bodyOf(each).prompt ?? '');
		assert.ok(later.length > 0 && later.every(prompt => prompt.startsWith(known)));
	});

	it('gives its connections back', async () => {
		const sockets = new Set<unknown>();
		const relay = subject.relay;
		const forget = relay.onConnection(socket => sockets.add(socket));
		for (let round = 0; round < 12; round++) await ask(`let a${round} = `);
		forget();
		assert.ok(sockets.size <= 1, `${sockets.size} new connections for 12 requests`);
	});

	it('frees who cancels a load, and the load goes on', async () => {
		await subject.engine.unload(demo);
		const controller = new AbortController();
		const load = subject.engine.load(demo, subject.loadOptions, controller.signal);
		controller.abort();
		await assert.rejects(load, { name: 'AbortError' });
		await subject.relay.until(passages => passages.at(-1)?.path === '/api/ps' && passages.every(isOver));
		assert.ok(subject.relay.passages.at(-1)?.answer.includes(demoModelId), subject.relay.passages.at(-1)?.answer);
		assert.equal(subject.relay.passages.at(-2)?.state, 'answered');
	});

	it('learns the ratio of characters to tokens', async () => {
		const text = longText('ratio');
		const real = (await ask(text)).end.usage.promptTokens ?? 0;
		for (let round = 0; round < 3; round++) await ask(text);
		const { tokens } = await subject.engine.countTokens(loaded, text);
		assert.ok(Math.abs(tokens - real) < real * 0.1, `${tokens} for ${real}`);
	});

	it('a model of another name over the same file: its own stop texts do not act, its true context is found', async () => {
		const client = new Ollama({ host: subject.relay.url });
		const name = 'deepseek-coder-demo-stops:latest';
		await client.create({ model: name, from: demoModelId, parameters: { stop: ['first', '+'] }, stream: false });
		try {
			const other = (await subject.engine.models(never)).find(model => model.id === name)!;
			assert.equal(other.isDemo, true);
			const served = await subject.engine.load(other, subject.loadOptions, never);
			assert.equal(served.contextTokens, 2048);
			const request = completion('export function add(first: number, second: number): number {\n\treturn ', ';\n}\n');
			assert.equal((await collect(subject.engine.generate(served, request, never))).text, 'first + second');
		} finally {
			await client.delete({ model: name });
		}
	});
}

function completion(prefix: string, suffix = ''): GenerateRequest {
	return { role: 'completion', prompt: fillInTheMiddle('coderV1', prefix, suffix)!, maxTokens: 24, temperature: 0, stop: stopTokens };
}

function longText(title: string): string {
	return Array.from({ length: 70 }, (_, line) => `const ${title}${line} = compute(${line}, "item ${line}");\n`).join('');
}

function bodyOf({ body }: Passage): { prompt?: string; stream?: boolean; options?: Record<string, unknown> } {
	return body ?? {};
}

/** A part of a prompt, with the one token that has to be asked for. */
function isStep(passage: Passage): boolean {
	return isGeneration(passage) && bodyOf(passage).stream === false;
}

/** Loads are generations of nothing. */
function isGeneration(passage: Passage): boolean {
	return passage.path === '/api/generate' && bodyOf(passage).prompt !== '';
}

function isOver({ state }: Passage): boolean {
	return state !== 'sent' && state !== 'answering';
}

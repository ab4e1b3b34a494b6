/**
 * What every engine has to do, as one suite. Each engine's test file says how to get one with the demo model, how to see that it is idle,
 * how to take away what it runs on, and where it is allowed to differ, with the reason.
 */
import assert from 'node:assert/strict';
import { isAbortError } from '../../src/core/base/abort';
import type { Engine, GenerateRequest, InstalledModel, JsonSchema, LoadedModel, LoadOptions } from '../../src/core/engine/engine';
import { EngineError, type EngineErrorKind } from '../../src/core/engine/engineError';
import { special, type Prompt } from '../../src/core/engine/prompt';
import { chatPrompt, fillInTheMiddle, fimBegin, fimEnd, fimHole, stopTokens } from '../../src/core/models/dialect';
import { collect } from '../support/collect';
import { callsTools } from './callsTools';
import { fits, listOfLists, optional, schemas } from './json';

export interface EngineUnderTest {
	readonly engine: Engine;
	/** The id under which `models()` lists the demo model. */
	readonly demoModelId: string;
	readonly loadOptions: LoadOptions;
	readonly expected: Expected;
	/** Resolves once the engine evaluates the prompt that `generate` was just called with, before its first token. */
	evaluating(): Promise<void>;
	/** Resolves when nothing runs any more for requests that ended or were cancelled; rejects when something still does after a while. */
	idle(): Promise<void>;
	/** Takes away what the engine runs on, as it happens to users: the server stops listening, the child is killed. Requests under way break. */
	takeAway(): Promise<void>;
	/** Makes it possible again, where the engine can't do that by itself. */
	bringBack(): Promise<void>;
	dispose(): Promise<void>;
}

/** Where engines are allowed to differ. */
export interface Expected {
	/** Whether `countTokens` has a tokenizer to ask. */
	readonly countsExactly: boolean;
	/** Why the engine can't say what the model's file says; absent where it can. */
	readonly saysLittle?: string;
	/** Whether it times itself; absent: it does. */
	readonly timesItself?: boolean;
	/**
	 * How soon the engine is idle after a cancel during prompt evaluation (after the batch it is at, or only when the prompt is through), and why.
	 * `check` is called when the engine is idle after such a cancel, and asserts from the engine's own traces that it was so.
	 */
	readonly promptCancel: { readonly idle: 'afterTheBatch' | 'afterThePrompt'; readonly because: string; check(): void | Promise<void> };
	/** What a request says that is under way when the engine goes. */
	readonly brokenOff: readonly EngineErrorKind[];
	/** What a request says that comes while the engine is away; empty where the engine restarts by itself before it answers. */
	readonly away: readonly EngineErrorKind[];
}

/** The token limit of requests that are cancelled or broken off: an engine's test may hold their answers back after the first token. */
export const neverReached = 200;

export function engineContract(name: string, setUp: () => Promise<EngineUnderTest>): void {
	describe(`engine contract: ${name}`, function () {
		this.timeout(120_000);
		const never = new AbortController().signal;
		let subject: EngineUnderTest;
		let engine: Engine;
		let demo: InstalledModel;
		let loaded: LoadedModel;

		before(async () => {
			subject = await setUp();
			engine = subject.engine;
			demo = find(await engine.models(never), subject.demoModelId);
			loaded = await engine.load(demo, subject.loadOptions, never);
		});

		after(async () => {
			engine?.dispose();
			await subject?.dispose();
		});

		const ask = (request: GenerateRequest) => collect(engine.generate(loaded, request, never));

		describe('models', () => {
			it('lists the demo model with what its file says', () => {
				assert.equal(demo.isDemo, true);
				assert.equal(demo.family, 'coderV1');
				if (subject.expected.saysLittle) return;
				assert.equal(demo.quantization, 'Q8_0');
				assert.equal(demo.parameters, 5_868_800);
				assert.equal(demo.trainedContextTokens, 2048);
				assert.deepEqual([...demo.roles].sort(), ['chat', 'completion']);
				assert.ok(demo.fileBytes >= 6_245_376 && demo.fileBytes < 6_400_000, `${demo.fileBytes} bytes`);
			});

			it('says what it loaded, with the context that it really gives', () => {
				assert.equal(loaded.installed.id, demo.id);
				assert.equal(loaded.contextTokens, 2048);
				assert.ok(loaded.loadMilliseconds > 0);
				if (loaded.memory) assert.ok(loaded.memory.gpuBytes + loaded.memory.hostBytes > demo.fileBytes);
			});

			it('calls a model that is not there noModel', async () => {
				const unknown = { ...demo, id: subject.demoModelId.replace(/demo/g, 'nobody') };
				assert.notEqual(unknown.id, demo.id);
				await rejects(engine.load(unknown, subject.loadOptions, never), ['noModel']);
			});

			it('frees who waits for a load at once, and loads again after', async () => {
				await engine.unload(demo);
				const controller = new AbortController();
				const load = settled(engine.load(demo, subject.loadOptions, controller.signal));
				controller.abort();
				await turns();
				assert.equal(load.state, 'rejected');
				assert.ok(isAbortError(load.error), String(load.error));
				loaded = await engine.load(demo, subject.loadOptions, never);
				assert.equal((await ask(completion())).text, 'first + second');
			});

			it('unloads what is not loaded without a word', async () => {
				await engine.unload(demo);
				await engine.unload(demo);
				loaded = await engine.load(demo, subject.loadOptions, never);
			});
		});

		describe('answers', () => {
			it('fills the hole: return ‸; becomes return first + second;', async () => {
				const { text, end } = await ask(completion());
				assert.equal(text, 'first + second');
				assert.equal(end.reason, 'stop');
				assert.equal(end.usage.promptTokens, 25);
				assert.ok(within(end.usage.generatedTokens, 3, 4), `${end.usage.generatedTokens} tokens`);
			});

			it('stops at the token limit', async () => {
				const { end } = await ask({ ...question('Explain this code.'), maxTokens: 5 });
				assert.equal(end.reason, 'length');
				assert.equal(end.usage.generatedTokens, 5);
			});

			it('stops before a stop text, which is not part of the answer', async () => {
				const { text, end } = await ask({ ...completion(), stop: [' second'] });
				assert.equal(text, 'first +');
				assert.equal(end.reason, 'stop');
			});

			it('answers an instruction, the same each time at temperature 0', async () => {
				const first = await ask(question('hi'));
				assert.match(first.text, /demo model/);
				assert.equal(first.end.reason, 'stop');
				assert.equal((await ask(question('hi'))).text, first.text);
			});

			it('streams: more than one event, their tokens adding up to the usage', async () => {
				const { textEvents, tokens, end } = await ask(question('hi'));
				assert.ok(textEvents > 10, `${textEvents} events`);
				// The engine counts the token that ended the answer, which no text event carries.
				assert.ok(
					within(tokens, (end.usage.generatedTokens ?? 0) - 1, end.usage.generatedTokens ?? 0),
					`${tokens} of ${end.usage.generatedTokens}`,
				);
			});

			it('measures its own times, or says nothing of them', async () => {
				const { usage } = (await ask(question('hi, who are you?'))).end;
				if (subject.expected.timesItself === false) assert.equal(usage.promptMilliseconds ?? usage.generateMilliseconds, undefined);
				else assert.ok((usage.promptMilliseconds ?? 0) > 0 && (usage.generateMilliseconds ?? 0) > 0, JSON.stringify(usage));
			});

			it('answers two at once, each as if it were alone', async () => {
				const requests = [completion(), completion('minuend', 'subtrahend'), question('hi')];
				const alone: string[] = [];
				for (const request of requests) alone.push((await ask(request)).text);
				const together = await Promise.all(requests.map(ask));
				assert.deepEqual(
					together.map(answer => answer.text),
					alone,
				);
			});

			it('counts tokens', async () => {
				const text = 'export function add(first: number, second: number): number {';
				const real = ((await ask({ ...completion(), prompt: [text], maxTokens: 1 })).end.usage.promptTokens ?? 0) - 1; // less the beginning of sentence
				const count = await engine.countTokens(loaded, text, never);
				assert.equal(count.exact, subject.expected.countsExactly);
				if (count.exact) assert.equal(count.tokens, real);
				else assert.ok(within(count.tokens, real / 2, real * 2), `${count.tokens} for ${real}`);
				assert.equal((await engine.countTokens(loaded, '', never)).tokens, 0);
			});
		});

		describe('JSON that fits a schema', () => {
			const keepsTo = async (schema: JsonSchema, temperature: number, seed: number) => {
				const { text, end } = await ask({ ...question('Which tool do you call?'), maxTokens: 150, schema, temperature, seed });
				assert.equal(end.reason, 'stop', text);
				assert.ok(fits(JSON.parse(text), schema), text);
				return text;
			};

			it('is all that it can answer, greedy and at a temperature, and the answer ends by itself', async () => {
				assert.equal(loaded.constrainsJson, true);
				for (const schema of schemas) {
					await keepsTo(schema, 0, 1);
					for (let seed = 1; seed <= 3; seed++) await keepsTo(schema, 1.5, seed);
				}
			});

			it('is how it calls a tool, with input that fits, and reads what came back', async () => {
				const { tools, called } = await callsTools(engine, loaded);
				assert.deepEqual(called, ['read_file']);
				assert.ok(tools.every(({ path }) => path === 'src/a.ts' || path === 'src/b.ts'));
			});

			it('may be a list in a list, and have or not have what is not required', async () => {
				// Greedy, the toy writes the same element for ever.
				for (let seed = 1; seed <= 3; seed++) await keepsTo(listOfLists, 1.5, seed);
				const answers = new Set<string>();
				for (let seed = 1; seed <= 12; seed++) answers.add(Object.keys(JSON.parse(await keepsTo(optional, 2, seed)) as object).join());
				assert.ok(answers.size > 1, [...answers].join(' | '));
			});

			it('cut by the token limit it says length, and the next answer is free again', async () => {
				const { text, end } = await ask({ ...question('hi'), schema: optional, maxTokens: 4 });
				assert.equal(end.reason, 'length');
				assert.throws(() => JSON.parse(text));
				assert.equal((await ask(completion())).text, 'first + second');
			});

			it('a schema that makes no sense is an error, not an answer', async () => {
				await rejects(ask({ ...question('hi'), schema: { type: 'elephant' } }), ['failed']);
			});
		});

		describe('prompts that go wrong', () => {
			it('reads special tokens in a file as text', async () => {
				const fim = (hole: Prompt): Prompt => [special(fimBegin), 'let a = 1;', ...hole, 'let b = 2;', special(fimEnd)];
				const asToken = await ask({ ...completion(), prompt: fim([special(fimHole)]) });
				const asText = await ask({ ...completion(), prompt: fim([fimHole]) });
				const tokens = asToken.end.usage.promptTokens ?? 0;
				assert.ok(
					within(asText.end.usage.promptTokens, tokens + 5, tokens + 60),
					`${asText.end.usage.promptTokens} tokens, ${tokens} with the token`,
				);
				const answer = await ask(question(`What is ${stopTokens.join(' ')}?`));
				assert.ok(['stop', 'length'].includes(answer.end.reason));
			});

			it('calls a prompt that is longer than the context promptTooLong, and answers the next', async () => {
				await rejects(ask({ ...completion(), prompt: longPrompt('too long', 4000) }), ['promptTooLong']);
				assert.equal((await ask(completion())).text, 'first + second');
			});
		});

		describe('cancel', () => {
			it('sends nothing when it is cancelled before it begins', async () => {
				const { text, end } = await collect(engine.generate(loaded, completion(), AbortSignal.abort()));
				assert.equal(text, '');
				assert.equal(end.reason, 'cancelled');
			});

			it('while it generates: the caller is free at once, the engine soon', async () => {
				const controller = new AbortController();
				const events = engine
					.generate(loaded, { ...question('Explain this code.'), maxTokens: neverReached }, controller.signal)
					[Symbol.asyncIterator]();
				const first = await events.next();
				assert.ok(!first.done && first.value.kind === 'text', JSON.stringify(first));
				controller.abort();
				const next = settled(events.next());
				await turns();
				assert.equal(next.state, 'fulfilled');
				assert.ok(next.value && !next.value.done && next.value.value.kind === 'end', JSON.stringify(next.value));
				assert.equal(next.value.value.reason, 'cancelled');
				assert.equal((await events.next()).done, true);
				await subject.idle();
			});

			it('while the prompt is evaluated: the caller is free at once, the engine when it can', async () => {
				const controller = new AbortController();
				const request = { ...completion(), prompt: longPrompt('cancelled', 1500), maxTokens: neverReached };
				const answer = settled(collect(engine.generate(loaded, request, controller.signal)));
				await subject.evaluating();
				assert.equal(answer.state, 'pending');
				controller.abort();
				await turns();
				assert.equal(answer.state, 'fulfilled');
				assert.equal(answer.value?.text, '');
				assert.equal(answer.value?.end.reason, 'cancelled');
				await subject.idle();
				await subject.expected.promptCancel.check();
				assert.equal((await ask(completion())).text, 'first + second');
			});

			it('while it waits behind another: the other goes on', async () => {
				const controller = new AbortController();
				const other = collect(engine.generate(loaded, { ...completion(), prompt: longPrompt('goes on', 700), maxTokens: 3 }, never));
				const waiting = settled(collect(engine.generate(loaded, completion(), controller.signal)));
				await subject.evaluating();
				controller.abort();
				await turns();
				assert.equal(waiting.value?.end.reason, 'cancelled');
				assert.ok(['stop', 'length'].includes((await other).end.reason));
			});

			it('a loop that is left early leaves nothing running', async () => {
				for await (const event of engine.generate(loaded, { ...question('Explain this code.'), maxTokens: neverReached }, never)) {
					assert.equal(event.kind, 'text');
					break;
				}
				await subject.idle();
			});
		});

		describe('the engine goes away', () => {
			it('tells who was being answered, tells who comes next, and answers again when it is back', async () => {
				const { brokenOff, away } = subject.expected;
				const events = engine
					.generate(loaded, { ...question('Explain this code.'), maxTokens: neverReached }, never)
					[Symbol.asyncIterator]();
				await events.next();
				await subject.takeAway();
				await rejects(drain(events), brokenOff);
				if (away.length > 0) {
					await rejects(ask(completion()), away);
					await rejects(engine.models(never), away);
				}
				await subject.bringBack();
				demo = find(await engine.models(never), subject.demoModelId);
				loaded = await engine.load(demo, subject.loadOptions, never);
				assert.equal((await ask(completion())).text, 'first + second');
			});
		});
	});
}

function completion(first = 'first', second = 'second'): GenerateRequest {
	const prompt = fillInTheMiddle('coderV1', `export function add(${first}: number, ${second}: number): number {\n\treturn `, ';\n}\n');
	assert.ok(prompt);
	return { role: 'completion', prompt, maxTokens: 24, temperature: 0, stop: stopTokens };
}

function question(text: string): GenerateRequest {
	const code = 'function add(first: number, second: number): number {\n\treturn first + second;\n}';
	const prompt = chatPrompt('coderV1', [{ role: 'user', text: text.startsWith('Explain') ? `${text}\n\n${code}` : text }]);
	return { role: 'chat', prompt, maxTokens: 220, temperature: 0, stop: stopTokens };
}

/** About `tokens` tokens, different from its first line on, so that no cache helps. */
function longPrompt(title: string, tokens: number): Prompt {
	const lines = Array.from({ length: Math.ceil(tokens / 18.5) }, (_, line) => `const value${line} = compute(${line}, "item ${line}");\n`);
	return [special(fimBegin), `// ${title}\n`, ...lines, special(fimHole), special(fimEnd)];
}

async function drain(events: AsyncIterator<unknown>): Promise<void> {
	while (!(await events.next()).done);
}

function find(models: readonly InstalledModel[], id: string): InstalledModel {
	const model = models.find(each => each.id === id);
	assert.ok(model, `${id} is not among ${models.map(each => each.id).join(', ')}`);
	return model;
}

async function rejects(promise: Promise<unknown>, kinds: readonly EngineErrorKind[]): Promise<void> {
	await assert.rejects(promise, error => {
		assert.ok(error instanceof EngineError, String(error));
		assert.ok(kinds.includes(error.kind), `${error.kind} (${error.message}), not ${kinds.join(' or ')}`);
		return true;
	});
}

interface Settled<T> {
	state: 'pending' | 'fulfilled' | 'rejected';
	value?: T;
	error?: unknown;
}

/** Watches a promise without waiting for it. */
function settled<T>(promise: Promise<T>): Settled<T> {
	const watched: Settled<T> = { state: 'pending' };
	promise.then(
		value => Object.assign(watched, { state: 'fulfilled', value }),
		(error: unknown) => Object.assign(watched, { state: 'rejected', error }),
	);
	return watched;
}

/** "At once", without a clock: as many turns of the event loop as no server or child process answers in, one of which is enough for us. */
async function turns(): Promise<void> {
	for (let turn = 0; turn < 5; turn++) await new Promise(resolve => setImmediate(resolve));
}

function within(value: number | undefined, low: number, high: number): boolean {
	return value !== undefined && value >= low && value <= high;
}

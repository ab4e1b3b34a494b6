/** The contract against the real runtime in a real child process with the demo model, and what is special about that engine. */
import assert from 'node:assert/strict';
import * as fs from 'node:fs/promises';
import * as os from 'node:os';
import * as path from 'node:path';
import type { GenerateRequest, InstalledModel, LoadedModel } from '../../src/core/engine/engine';
import { EngineError, type EngineErrorKind } from '../../src/core/engine/engineError';
import { special, type Prompt } from '../../src/core/engine/prompt';
import { chatPrompt, fillInTheMiddle, fimBegin, fimEnd, fimHole, stopTokens } from '../../src/core/models/dialect';
import type { FinishedRequest } from '../../src/engines/embedded/childLink';
import { EmbeddedEngine, type EmbeddedEngineOptions, type EngineDeath } from '../../src/engines/embedded/embeddedEngine';
import { afterKey, withKey } from '../support/brokenGguf';
import { collect } from '../support/collect';
import { engineContract, type EngineUnderTest } from './suite';

const demoModelPath = path.resolve('media/demo-model/demo.gguf');
const childPath = path.resolve('engine/dist/child.mjs');

describe('embedded', function () {
	this.timeout(120_000);
	engineContract('embedded', setUp);
	describe('embedded in particular', embeddedInParticular);
});

interface EmbeddedUnderTest extends EngineUnderTest {
	readonly engine: EmbeddedEngine;
	readonly log: string[];
	readonly finished: FinishedRequest[];
	readonly deaths: EngineDeath[];
}

function setUp(change: Partial<EmbeddedEngineOptions> = {}): Promise<EmbeddedUnderTest> {
	const log: string[] = [];
	const write = (message: string) => void log.push(message);
	const engine = new EmbeddedEngine({
		childPath,
		modelFolders: () => [],
		demoModelPath,
		gpu: () => 'off',
		threads: () => 1,
		log: { debug: write, info: write, warn: write },
		...change,
	});
	const finished: FinishedRequest[] = [];
	engine.onDidFinish(request => finished.push(request));
	const deaths: EngineDeath[] = [];
	engine.onDidDie(death => deaths.push(death));
	return Promise.resolve({
		engine,
		log,
		finished,
		deaths,
		demoModelId: demoModelPath,
		// More than it was trained for, which the engine lowers.
		loadOptions: { contextTokens: 4096 },
		expected: {
			countsExactly: true,
			promptCancel: {
				idle: 'afterTheBatch',
				because: 'the child evaluates a prompt in batches of about 40 ms and looks for a cancel between them',
				check() {
					const { end, evaluatedTokens = 0 } = finished.at(-1) ?? assert.fail('nothing finished');
					assert.equal(end.reason, 'cancelled');
					assert.equal(end.usage.generatedTokens, 0);
					assert.ok(evaluatedTokens < (end.usage.promptTokens ?? 0), `${evaluatedTokens} of ${end.usage.promptTokens} tokens`);
				},
			},
			brokenOff: ['died'],
			away: [], // it starts its process again by itself
		},
		evaluating: () => once(engine.onDidStart),
		idle: async () => {
			while (!engine.isIdle) await once(engine.onDidFinish);
		},
		takeAway: () => Promise.resolve(kill(engine)),
		bringBack: () => Promise.resolve(),
		dispose: () => Promise.resolve(),
	});
}

function embeddedInParticular(): void {
	const never = new AbortController().signal;
	let subject: EmbeddedUnderTest;
	let demo: InstalledModel;
	let loaded: LoadedModel;
	let folder: string;

	before(async () => {
		folder = await fs.mkdtemp(path.join(os.tmpdir(), 'deepseek-coder-models-'));
		subject = await setUp({ modelFolders: () => [folder] });
		demo = (await subject.engine.models(never)).find(model => model.isDemo)!;
		loaded = await subject.engine.load(demo, subject.loadOptions, never);
	});
	after(async () => {
		subject?.engine.dispose();
		await fs.rm(folder, { recursive: true, force: true });
	});

	const ask = (request: GenerateRequest, signal = never) => collect(subject.engine.generate(loaded, request, signal));
	const install = async (name: string, bytes: Uint8Array) => {
		const file = path.join(folder, name);
		await fs.mkdir(path.dirname(file), { recursive: true });
		await fs.writeFile(file, bytes);
		return { ...demo, id: file };
	};

	describe('the cache', () => {
		it('evaluates only what is new behind a prompt that it knows', async () => {
			const start = lines('a file', 30);
			await ask(completion(start, ''));
			await ask(completion(`${start}const last = `, ''));
			const { end, evaluatedTokens = 0 } = subject.finished.at(-1)!;
			const { promptTokens = 0, cachedTokens = 0 } = end.usage;
			assert.ok(cachedTokens > promptTokens - 12, `${cachedTokens} of ${promptTokens} tokens were cached`);
			assert.equal(evaluatedTokens, promptTokens - cachedTokens);
		});

		it('evaluates one token of a prompt that it knows wholly, and answers the same', async () => {
			const first = await ask(completion(lines('known', 10), '\n'));
			const second = await ask(completion(lines('known', 10), '\n'));
			assert.equal(second.text, first.text);
			assert.equal(subject.finished.at(-1)?.evaluatedTokens, 1);
		});

		it('is kept while the other role is asked', async () => {
			const start = lines('mine', 20);
			await ask(completion(start, ''));
			await ask(question('hi'));
			await ask(completion(start, ''));
			const { promptTokens = 0, cachedTokens = 0 } = subject.finished.at(-1)!.end.usage;
			assert.equal(cachedTokens, promptTokens - 1);
		});

		it('keeps what was evaluated before a cancel', async () => {
			const prompt = completion(lines('half', 70), '');
			const controller = new AbortController();
			const cancelled = ask(prompt, controller.signal);
			await subject.evaluating();
			controller.abort();
			await cancelled;
			await subject.idle();
			const { evaluatedTokens = 0, end } = subject.finished.at(-1)!;
			assert.equal(end.reason, 'cancelled');
			assert.ok(evaluatedTokens > 0);
			await ask(prompt);
			const known = (end.usage.cachedTokens ?? 0) + evaluatedTokens;
			assert.equal(subject.finished.at(-1)?.end.usage.cachedTokens, known);
		});
	});

	describe('load options', () => {
		it('a quantized KV cache takes the bytes that its type says, and the model still answers', async () => {
			const other = await setUp();
			const measure = async (kvType: 'q8_0' | 'q4_0') => {
				const model = await other.engine.load(demo, { contextTokens: 2048, kvType, roles: ['completion'] }, never);
				const { text } = await collect(other.engine.generate(model, completion('function add(a, b) {\n  return a', '\n}\n'), never));
				return { bytes: model.memory?.hostBytes ?? 0, text };
			};
			const eight = await measure('q8_0');
			const four = await measure('q4_0');
			other.engine.dispose();
			// 6 layers, 2,048 cells, a key and a value row of 256 elements are 6,291,456 elements: 34 bytes for 32 of them against 18.
			const saved = eight.bytes - four.bytes;
			assert.ok(Math.abs(saved - (6_291_456 / 32) * (34 - 18)) < 2 ** 18, `${saved} bytes saved`);
			assert.match(eight.text, /b/);
		});

		it('threads are measured where nobody named any, once, and remembered as what the model runs with', async () => {
			const best: number[] = [];
			const other = await setUp({
				threads: () => undefined,
				bestThreads: { of: () => best.at(-1), note: (_, threads) => best.push(threads) },
			});
			const model = await other.engine.load(demo, { contextTokens: 2048 }, never);
			assert.equal(best.length, 1);
			assert.ok(best[0]! >= 1 && best[0]! <= os.cpus().length, `${best[0]} threads`);
			const measured = other.log.find(line => line.includes('threads measured')) ?? assert.fail(other.log.join('\n'));
			assert.match(measured, new RegExp(`: threads measured, the chosen number first: ${best[0]}: [\\d.]+ tok/s`));
			assert.ok(other.log.some(line => line.includes(`, ${best[0]} threads, `)));
			assert.match((await collect(other.engine.generate(model, question('hi'), never))).text, /demo model/);
			// Asked for again, now with the number that is remembered, it is not loaded anew.
			const again = await other.engine.load(demo, { contextTokens: 2048 }, never);
			assert.equal(again.loadMilliseconds, model.loadMilliseconds);
			assert.equal(best.length, 1);
			other.engine.dispose();
		});

		it('a load that is given up while threads are measured leaves nothing behind', async () => {
			const other = await setUp({ threads: () => undefined });
			for (const afterMs of [0, 30, 60, 90, 120]) {
				const giveUp = new AbortController();
				const load = other.engine.load(demo, { contextTokens: 2048 }, giveUp.signal).catch(() => undefined);
				await new Promise(resolve => setTimeout(resolve, afterMs));
				giveUp.abort();
				await load;
			}
			const model = await other.engine.load(demo, { contextTokens: 2048 }, never);
			assert.match((await collect(other.engine.generate(model, question('hi'), never))).text, /demo model/);
			assert.equal(other.deaths.length, 0);
			other.engine.dispose();
		});

		it('a model loaded for one role keeps a cache for that alone', async () => {
			const other = await setUp();
			const both = await other.engine.load(demo, { contextTokens: 2048 }, never);
			const one = await other.engine.load(demo, { contextTokens: 2048, roles: ['completion'] }, never);
			other.engine.dispose();
			assert.ok((both.memory?.hostBytes ?? 0) - (one.memory?.hostBytes ?? 0) > 10 * 2 ** 20, 'less than the 12 MiB of one cache');
		});
	});

	describe('guessed tokens', () => {
		const copied = Array.from({ length: 8 }, (_, line) => `total${line} = total${line} + price${line} * count${line};`).join('\n');
		/** Without a hole to fill the demo model says the same again and again. */
		const copying: GenerateRequest = { ...completion('', ''), prompt: [`${copied}\n`], maxTokens: 300, stop: [] };

		it('are right where the answer repeats what stands before, and the answer is the one without them', async () => {
			let guesses = false;
			const { engine } = await setUp({ guesses: () => guesses });
			const model = await engine.load(demo, subject.loadOptions, never);
			const answer = () => collect(engine.generate(model, copying, never));
			const plain = await answer();
			guesses = true;
			const guessed = await answer();
			engine.dispose();
			assert.equal(guessed.text, plain.text);
			assert.equal(guessed.end.usage.generatedTokens, plain.end.usage.generatedTokens);
			assert.equal(plain.end.usage.guessedTokens, undefined);
			// How many depends on how long each step takes; on a quiet machine some 280 of 300.
			assert.ok((guessed.end.usage.guessedTokens ?? 0) > 0);
		});

		it('leave a cache behind that the next request can go on from', async () => {
			const { text } = await ask(copying);
			await ask({ ...copying, prompt: [...copying.prompt, text, ' // and'], maxTokens: 1 });
			const { promptTokens = 0, cachedTokens = 0 } = subject.finished.at(-1)!.end.usage;
			assert.ok(cachedTokens > promptTokens - 12, `${cachedTokens} of ${promptTokens} tokens were cached`);
		});

		it('never pass the token limit or the end of the context', async () => {
			for (const maxTokens of [1, 2, 7, 30]) {
				const { end } = await ask({ ...copying, maxTokens });
				assert.ok((end.usage.generatedTokens ?? 0) <= maxTokens, `${end.usage.generatedTokens} of ${maxTokens}`);
			}
			const filled = Array<string>(400).fill('a, b, ').join('');
			const { usage } = (await ask({ ...completion('', ''), prompt: [filled], maxTokens: 5000, stop: [] })).end;
			assert.ok((usage.promptTokens ?? 0) + (usage.generatedTokens ?? 0) <= 2048, JSON.stringify(usage));
		});
	});

	describe('completion goes first', () => {
		it('a chat answer waits while a completion is written, then ends as if it had been alone', async () => {
			const alone = await ask({ ...question('Explain this code.'), maxTokens: 12 });
			subject.finished.length = 0;
			const chat = subject.engine.generate(loaded, { ...question('Explain this code.'), maxTokens: 12 }, never);
			let text = '';
			let completed: ReturnType<typeof ask> | undefined;
			for await (const event of chat) {
				completed ??= ask(completion('// some code\n', ''));
				if (event.kind === 'text') text += event.text;
			}
			assert.equal(text, alone.text);
			// Had they taken turns, the chat's few tokens would have been written first.
			assert.ok(((await completed)?.end.usage.generatedTokens ?? 0) > 12);
			assert.deepEqual(
				subject.finished.map(each => each.role),
				['completion', 'chat'],
			);
		});

		it('answers of the same role come one after the other, in the order in which they were asked', async () => {
			subject.finished.length = 0;
			const limits = [9, 3, 6];
			const answers = await Promise.all(limits.map(maxTokens => ask({ ...question('Explain this code.'), maxTokens })));
			assert.deepEqual(
				answers.map(each => each.end.usage.generatedTokens),
				limits,
			);
			assert.deepEqual(
				subject.finished.map(each => each.end.usage.generatedTokens),
				limits,
			);
		});
	});

	describe('text and tokens', () => {
		it('a file that spells a special token does not get one, even in a vocabulary that would give it one', async () => {
			const userDefined = await install('lenient.gguf', withUserDefinedTokens(await fs.readFile(demoModelPath)));
			const lenient = await subject.engine.load(userDefined, subject.loadOptions, never);
			const count = async (model: LoadedModel, text: string) => (await subject.engine.countTokens(model, text, never)).tokens;
			for (const token of [fimBegin, fimHole, fimEnd]) {
				assert.ok((await count(loaded, token)) > 3, token);
				assert.ok((await count(lenient, `a ${token} b`)) > 3, token);
			}
			await subject.engine.unload(userDefined);
		});

		it('a special token that the vocabulary does not have is an error, not text', async () => {
			await rejects(ask({ ...completion('', ''), prompt: [special('<｜no▁such｜>'), 'a'] }), 'failed', /<｜no▁such｜>/);
		});

		it('never sends half a character', async () => {
			const pieces: string[] = [];
			for await (const event of subject.engine.generate(loaded, question('Bu kodu açıkla.'), never)) {
				if (event.kind === 'text') pieces.push(event.text);
			}
			assert.match(pieces.join(''), /[çğışöü]/);
			assert.ok(!pieces.some(piece => piece.includes('\uFFFD')), pieces.join('|'));
		});

		it('a prompt one token too long says both numbers; one that just fits gets the one token that there is room for', async () => {
			const filled = (tokens: number): GenerateRequest => ({
				...completion('', ''),
				prompt: Array<Prompt[number]>(tokens - 1).fill(special(fimBegin)), // and the beginning of sentence
				maxTokens: 20,
				stop: [],
			});
			await assert.rejects(ask(filled(2048)), (error: EngineError) => {
				assert.equal(error.kind, 'promptTooLong');
				assert.deepEqual(error.details, { promptTokens: 2048, contextTokens: 2048 });
				return true;
			});
			const { usage } = (await ask(filled(2047))).end;
			assert.equal(usage.promptTokens, 2047);
			assert.equal(usage.generatedTokens, 1);
		});

		it('the same seed gives the same answer, none gives different ones', async () => {
			const request = { ...question('Write some code.'), temperature: 2, maxTokens: 40 };
			assert.equal((await ask({ ...request, seed: 7 })).text, (await ask({ ...request, seed: 7 })).text);
			const answers = new Set<string>();
			for (let time = 0; time < 8; time++) answers.add((await ask(request)).text);
			assert.ok(answers.size > 1);
		});
	});

	describe('files', () => {
		it('lists the models of a folder, names what is broken once, and leaves out the rest', async () => {
			const bytes = await fs.readFile(demoModelPath);
			await install('publisher/deepseek-coder-mini-instruct-Q8_0.gguf', bytes);
			await install('cut.gguf', bytes.subarray(0, 3_000_000));
			await install('page.gguf', Buffer.from('<!doctype html><title>Sign in</title>'));
			await install('empty.gguf', Buffer.alloc(0));
			await install('notes.txt', Buffer.from('not looked at'));
			subject.log.length = 0;
			const [first, ...others] = await subject.engine.models(never);
			await subject.engine.models(never);
			assert.equal(first?.isDemo, true);
			assert.deepEqual(
				others.map(({ label, roles, isDemo }) => ({ label, roles, isDemo })),
				[
					{ label: 'deepseek-coder 6M', roles: ['chat'], isDemo: false },
					{ label: 'deepseek-coder 6M instruct', roles: ['chat'], isDemo: false },
				],
			);
			assert.deepEqual(subject.log.sort(), [
				"cut.gguf can't be loaded: it is cut short, 3000000 of 6377088 bytes are there",
				"empty.gguf can't be loaded: it is empty",
				'page.gguf can\'t be loaded: it does not begin with "GGUF"',
			]);
		});

		it('a file cut short does not load, and says how much of it is there', async () => {
			const bytes = await fs.readFile(demoModelPath);
			const cut = await install('cut-later.gguf', bytes.subarray(0, bytes.length - 100_000));
			await rejects(subject.engine.load(cut, subject.loadOptions, never), 'loadFailed', /cut-later\.gguf .* 6277088 of 6377088 bytes/);
		});

		it('a file whose numbers make no sense does not load, and the engine goes on', async () => {
			const wrong = await install('wrong.gguf', withKey(await fs.readFile(demoModelPath), 'llama.attention.head_count', 7));
			await rejects(subject.engine.load(wrong, subject.loadOptions, never), 'loadFailed', /wrong\.gguf/);
			assert.equal((await ask(completion('const a = 1;\n', ''))).end.reason === 'cancelled', false);
			assert.equal(subject.deaths.length, 0);
		});
	});

	describe('the process', () => {
		it('killed while it writes: told once, started again with its model by the next request', async () => {
			const events = subject.engine.generate(loaded, question('Explain this code.'), never);
			await rejects(
				(async () => {
					for await (const event of events) if (event.kind === 'text') kill(subject.engine);
				})(),
				'died',
				/SIGKILL/,
			);
			assert.deepEqual(subject.deaths.splice(0), [{ reason: 'it was ended by SIGKILL', restarts: true }]);
			assert.equal(subject.engine.processId, undefined);
			assert.match((await ask(question('hi'))).text, /demo model/);
			assert.equal(subject.deaths.length, 0);
		});

		it('that stops answering while it works is ended and told like a death, and answers again', async () => {
			let tick: () => void = () => assert.fail('nothing is watched');
			const { engine, deaths } = await setUp({ ticker: watch => ((tick = watch), { dispose: () => undefined }) });
			const model = await engine.load(demo, subject.loadOptions, never);
			const events = engine.generate(model, question('Explain this code.'), never)[Symbol.asyncIterator]();
			assert.equal((await events.next()).value?.kind, 'text');
			process.kill(engine.processId!, 'SIGSTOP');
			const broken = rejects(drain(events), 'died', /stopped answering/);
			// What it had sent before it stopped still arrives, and each message counts as life.
			while (deaths.length === 0) {
				tick();
				await new Promise(resolve => setImmediate(resolve));
			}
			await broken;
			assert.deepEqual(deaths, [{ reason: 'it works but has stopped answering', restarts: true }]);
			assert.match((await collect(engine.generate(model, question('hi'), never))).text, /demo model/);
			engine.dispose();
		});

		it('dying again and again, it is left alone until five minutes are over', async () => {
			let now = 0;
			const { engine, deaths } = await setUp({ now: () => now });
			try {
				for (let death = 1; death <= 4; death++) {
					await engine.devices(never);
					const died = once(engine.onDidDie);
					kill(engine);
					await died;
				}
				assert.deepEqual(
					deaths.map(death => death.restarts),
					[true, true, true, false],
				);
				await rejects(engine.devices(never), 'died', /4 times within five minutes/);
				now = 5 * 60_000;
				assert.equal((await engine.devices(never)).gpu, false);
			} finally {
				engine.dispose();
			}
		});

		it('ends with its engine', async () => {
			const { engine } = await setUp();
			await engine.devices(never);
			const { processId } = engine;
			assert.ok(processId !== undefined && isRunning(processId));
			engine.dispose();
			while (isRunning(processId)) await new Promise(resolve => setImmediate(resolve));
			await rejects(engine.devices(never), 'died', /shut down/);
		});

		it('that is not installed is engineMissing, with what was looked for', async () => {
			const { engine } = await setUp({ childPath: path.join(folder, 'child.mjs') });
			await rejects(engine.load(demo, subject.loadOptions, never), 'engineMissing', /child\.mjs/);
			await fs.copyFile(childPath, path.join(folder, 'child.mjs'));
			// Now the process is there, but not the library beside it.
			await rejects(engine.load(demo, subject.loadOptions, never), 'engineMissing', /node-llama-cpp/);
			engine.dispose();
		});

		it('says what it runs on', async () => {
			const { gpu, ram, vram } = await subject.engine.devices(never);
			assert.equal(gpu, false);
			assert.equal(ram.total, os.totalmem());
			assert.ok(ram.free > 0 && ram.free <= ram.total);
			assert.equal(vram.total, 0);
		});
	});
}

function completion(prefix: string, suffix: string): GenerateRequest {
	const prompt = fillInTheMiddle('coderV1', prefix, suffix)!;
	return { role: 'completion', prompt, maxTokens: 24, temperature: 0, stop: stopTokens };
}

function question(text: string): GenerateRequest {
	const code = 'function add(first: number, second: number): number {\n\treturn first + second;\n}';
	const prompt = chatPrompt('coderV1', [{ role: 'user', text: text.startsWith('Explain') ? `${text}\n\n${code}` : text }]);
	return { role: 'chat', prompt, maxTokens: 220, temperature: 0, stop: stopTokens };
}

/** A file of about 18 tokens a line, different from its first line on. */
function lines(title: string, count: number): string {
	return `// ${title}\n${Array.from({ length: count }, (_, line) => `const value${line} = compute(${line}, "item ${line}");\n`).join('')}`;
}

async function drain(events: AsyncIterator<unknown>): Promise<void> {
	while (!(await events.next()).done);
}

async function rejects(promise: Promise<unknown>, kind: EngineErrorKind, message: RegExp): Promise<void> {
	await assert.rejects(promise, error => {
		assert.ok(error instanceof EngineError, String(error));
		assert.equal(error.kind, kind, error.message);
		assert.match(error.message, message);
		return true;
	});
}

function kill(engine: EmbeddedEngine): void {
	const { processId } = engine;
	if (processId !== undefined) process.kill(processId, 'SIGKILL');
}

function isRunning(processId: number): boolean {
	try {
		return process.kill(processId, 0);
	} catch {
		return false;
	}
}

/** The same model with its fill-in-the-middle tokens marked "user-defined" (4), as some converters do, which are recognized in any text. */
function withUserDefinedTokens(model: Buffer): Buffer {
	const bytes = Buffer.from(model);
	const at = afterKey(bytes, 'tokenizer.ggml.token_type') + 16; // type, element type, count
	for (const key of ['fim_pre_token_id', 'fim_suf_token_id', 'fim_mid_token_id']) {
		const id = bytes.readUInt32LE(afterKey(bytes, `tokenizer.ggml.${key}`) + 4);
		assert.equal(bytes.readInt32LE(at + id * 4), 3);
		bytes.writeInt32LE(4, at + id * 4);
	}
	return bytes;
}

function once(event: (listener: () => void) => { dispose(): void }): Promise<void> {
	return new Promise(resolve => {
		const listening = event(() => {
			listening.dispose();
			resolve();
		});
	});
}

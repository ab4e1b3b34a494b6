/** What happens to the built-in engine: its process, its memory, its files. Real processes and a real model; each time as in `server.test.ts`. */
import assert from 'node:assert/strict';
import { fork } from 'node:child_process';
import * as fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { EmbeddedEngine, type EmbeddedEngineOptions } from '../../src/engines/embedded/embeddedEngine';
import { afterKey, withKey } from '../support/brokenGguf';
import { eventually } from '../support/eventually';
import { Person } from '../support/person';

const demo = path.resolve('media/demo-model/demo.gguf');
const shown = 'first + second';
const explain = 'Explain this code: function add(first, second) { return first + second; }';

const diedNotice = 'The built-in engine stopped unexpectedly. It starts again with the next request.';
const diedInChat = 'The built-in engine stopped while it worked. It is started again with the next request.';

describe('fault of the built-in engine:', function () {
	this.timeout(60_000);
	let folder: string;
	let engine: EmbeddedEngine;
	let person: Person;
	let tick: () => void;

	beforeEach(() => {
		folder = fs.mkdtempSync(path.join(os.tmpdir(), 'deepseek-coder-faults-'));
	});
	afterEach(async () => {
		await person.leaves();
		fs.rmSync(folder, { recursive: true, force: true });
	});

	async function sitDown(change: Partial<EmbeddedEngineOptions> = {}): Promise<void> {
		const silent = { debug: () => undefined, info: () => undefined, warn: () => undefined };
		engine = new EmbeddedEngine({
			childPath: path.resolve('engine/dist/child.mjs'),
			modelFolders: () => [],
			demoModelPath: demo,
			gpu: () => 'off',
			threads: () => 1,
			ticker: watch => ((tick = watch), { dispose: () => undefined }),
			log: silent,
			...change,
		});
		person = await Person.sitsDown(engine);
	}

	/** Works with this file instead of the one that the plan chose. */
	async function use(file: string, contextTokens = 2048, gpuLayers?: 'auto'): Promise<void> {
		const [model = assert.fail()] = await engine.models(new AbortController().signal);
		const post = { engine, model: { ...model, id: file }, options: { contextTokens, gpuLayers, threads: 1 } };
		await person.roster.assign({ completion: post, chat: post });
	}

	/** A new file under the name, as downloads are: one that is cut while the engine has it in memory ends the engine. */
	const copy = (bytes: Uint8Array) => {
		const file = path.join(folder, 'model.gguf');
		fs.writeFileSync(`${file}.new`, bytes);
		fs.renameSync(`${file}.new`, file);
		return file;
	};

	async function isWellAgain(notices: readonly string[]): Promise<void> {
		assert.equal((await person.retries()).outcome?.kind, 'done', 'Retry');
		assert.equal(await person.sees(), shown);
		assert.deepEqual(person.notices, notices, 'told once');
		assert.equal(person.status, 'ready');
	}

	const send = (signal: NodeJS.Signals) => process.kill(engine.processId ?? assert.fail('no process'), signal);

	it('child process killed -9 while generating', async () => {
		await sitDown();
		assert.equal(await person.sees(), shown);
		person.hears = ({ kind }) => void (kind === 'turnText' && engine.processId !== undefined && send('SIGKILL'));
		const answer = await person.asks(explain);
		person.hears = () => undefined;
		assert.deepEqual(answer.outcome, { kind: 'failed', message: diedInChat });
		assert.ok(answer.text.length > 0, 'what was said is kept');
		for (let key = 0; key < 20; key++) assert.equal(await person.sees(), '(noModel)');
		assert.equal(engine.processId, undefined, 'typing does not start it again at once');
		await person.waits(5000);
		assert.equal(await person.sees(), shown, 'by itself');
		await isWellAgain([diedNotice]);
	});

	it('child hangs', async () => {
		await sitDown();
		assert.equal(await person.sees(), shown);
		const hung = engine.processId;
		person.hears = ({ kind }) => void (kind === 'turnText' && engine.processId === hung && send('SIGSTOP'));
		const asked = person.asks(explain);
		await eventually('it to be taken for hung', () => {
			tick();
			return person.notices.length > 0;
		});
		assert.deepEqual((await asked).outcome, { kind: 'failed', message: diedInChat });
		await eventually('nothing of it to be left', () => hung !== undefined && !isRunning(hung));
		person.hears = () => undefined;
		assert.equal(await person.sees(), '(noModel)', 'quiet for a while');
		await person.waits(5000);
		await isWellAgain([diedNotice]);
	});

	it('child runs out of memory at load', async () => {
		await sitDown();
		// A cache of 245 GB.
		const greedy = copy(withKey(fs.readFileSync(demo), 'llama.context_length', 20_000_000));
		await use(greedy, 20_000_000);
		assert.equal(await person.sees(), '(engineTrouble)');
		for (let key = 0; key < 20; key++) assert.equal(await person.sees(), '(noModel)');
		const { outcome } = await person.asks();
		assert.ok(outcome?.kind === 'failed');
		assert.match(outcome.message, /^Not enough memory for model\.gguf: .+\. Choose a smaller model or quantization, or less context\.$/);
		assert.deepEqual(person.notices, [`DeepSeek Coder: ${outcome.message}`]);
		await use(demo);
		await isWellAgain(person.notices);
	});

	it('child runs out of memory at load, and the system ends it', async () => {
		let kills = true;
		const doomed = ((...call: Parameters<typeof fork>) => {
			const child = fork(...call);
			if (kills) child.once('spawn', () => child.kill('SIGKILL'));
			return child;
		}) as typeof fork;
		await sitDown({ fork: doomed });
		assert.equal(await person.sees(), '(engineTrouble)');
		for (let key = 0; key < 20; key++) assert.equal(await person.sees(), '(noModel)');
		assert.deepEqual(person.notices, [diedNotice]);
		assert.deepEqual((await person.asks()).outcome, { kind: 'failed', message: diedInChat });
		kills = false;
		assert.equal((await person.retries()).outcome?.kind, 'done');
		assert.equal(await person.sees(), shown);
		assert.equal(person.status, 'ready');
	});

	it('child is ended by the GPU’s driver at load: the CPU takes over, and who types notices nothing', async () => {
		const started: unknown[] = [];
		const underBadDriver = ((...call: Parameters<typeof fork>) => {
			const child = fork(...call);
			const [gpu] = call[1] as string[];
			started.push(gpu);
			if (gpu === 'auto') child.once('spawn', () => child.kill('SIGSEGV'));
			return child;
		}) as typeof fork;
		await sitDown({ fork: underBadDriver, gpu: () => 'auto' });
		let losses = 0;
		engine.onDidLoseGpu(() => losses++);
		await use(copy(withKey(fs.readFileSync(demo), 'llama.attention.head_count', 7)), 2048, 'auto');
		assert.equal(await person.sees(), '(engineTrouble)', 'a file that no processor can load');
		assert.equal(losses, 0, 'is not the GPU’s fault');
		await person.waits(5000);
		const notices = [...person.notices];
		await use(demo, 2048, 'auto');
		assert.equal(await person.sees(), shown);
		assert.deepEqual(person.notices, notices, 'nothing of it');
		assert.equal(losses, 1);
		assert.equal(await engine.canUseGpu(new AbortController().signal), false);
		assert.deepEqual(started, ['auto', 'off', 'auto', 'off']);
		assert.equal((await person.asks(explain)).outcome?.kind, 'done');
	});

	it('GGUF cut short or with absurd header values', async () => {
		await sitDown();
		const bytes = fs.readFileSync(demo);
		const tensors = Buffer.from(bytes);
		tensors.writeBigUInt64LE(2n ** 60n, 8); // behind "GGUF" and the version
		const word = Buffer.from(bytes);
		word.writeBigUInt64LE(2n ** 62n, afterKey(word, 'general.architecture') + 4);
		const broken: readonly (readonly [Uint8Array, RegExp])[] = [
			[bytes.subarray(0, 3_000_000), /^Model\.gguf could not be loaded: it is cut short, 3000000 of 6377088 bytes are there\. /],
			[bytes.subarray(0, 100), /^Model\.gguf could not be loaded: .+\. Switch the model or get the file again\.$/],
			[tensors, /^Model\.gguf could not be loaded: it claims to have \d+ .+\. Switch/],
			[word, /^Model\.gguf could not be loaded: .+\. Switch/],
			[withKey(bytes, 'llama.attention.head_count', 7), /^Model\.gguf could not be loaded: .+\. Switch/],
			[withKey(bytes, 'llama.embedding_length', 2 ** 31 - 1), /^Model\.gguf could not be loaded: .+\. Switch/],
			// llama.cpp would end its process over each of these.
			[withKey(bytes, 'llama.block_count', 2 ** 32 - 1), /: its header says block_count 4294967295, which no model has\. Switch/],
			[withKey(bytes, 'llama.block_count', 0), /: its header says block_count 0, which no model has\. Switch/],
			[withKey(bytes, 'llama.attention.head_count', 0), /: its header says attention\.head_count 0, which/],
			[withKey(bytes, 'llama.attention.head_count_kv', 0), /: its header says attention\.head_count_kv 0, which/],
			[withKey(bytes, 'llama.feed_forward_length', 0), /: its header says feed_forward_length 0, which/],
			[withKey(bytes, 'llama.context_length', 2 ** 32 - 1), /: its header says context_length 4294967295, which/],
		];
		for (const [content, says] of broken) {
			await person.roster.assign({});
			await use(copy(content));
			assert.equal(await person.sees(), '(engineTrouble)');
			assert.equal(await person.sees(), '(noModel)', 'quiet for a while');
			const { outcome } = await person.asks();
			assert.ok(outcome?.kind === 'failed');
			assert.match(outcome.message, says);
			assert.equal(person.notices.length, 1, `${String(says)}: ${person.notices.join('\n')}`);
			// The file is whole again.
			copy(bytes);
			await person.waits(5000);
			assert.equal(await person.sees(), shown, 'by itself');
			assert.equal((await person.retries()).outcome?.kind, 'done', 'Retry');
		}
	});
});

function isRunning(pid: number): boolean {
	try {
		return process.kill(pid, 0);
	} catch {
		return false;
	}
}

/** A model that drafts for another one: real processes, the demo model, and a copy of it as the smaller one, which is therefore always right. */
import assert from 'node:assert/strict';
import * as fs from 'node:fs/promises';
import * as os from 'node:os';
import * as path from 'node:path';
import type { GenerateRequest, InstalledModel, LoadedModel, LoadOptions } from '../../src/core/engine/engine';
import { chatPrompt } from '../../src/core/models/dialect';
import { EmbeddedEngine } from '../../src/engines/embedded/embeddedEngine';
import { collect } from '../support/collect';
import { eventually } from '../support/eventually';

const demoModelPath = path.resolve('media/demo-model/demo.gguf');
const never = new AbortController().signal;
const completes: LoadOptions = { contextTokens: 1024, roles: ['completion'], threads: 1 };
const chats: LoadOptions = { contextTokens: 1024, roles: ['chat'], threads: 1 };

describe('a model that drafts', function () {
	this.timeout(60_000);
	let folder: string;
	let engine: EmbeddedEngine;
	let guesses: boolean;
	let large: InstalledModel;
	let small: InstalledModel;

	beforeEach(async () => {
		folder = await fs.mkdtemp(path.join(os.tmpdir(), 'deepseek-coder-draft-'));
		const silent = { debug: () => undefined, info: () => undefined, warn: () => undefined };
		engine = new EmbeddedEngine({
			childPath: path.resolve('engine/dist/child.mjs'),
			modelFolders: () => [],
			demoModelPath,
			gpu: () => 'off',
			threads: () => 1,
			guesses: () => guesses,
			log: silent,
		});
		[large = assert.fail()] = await engine.models(never);
		small = { ...large, id: path.join(folder, 'small.gguf') };
		await fs.copyFile(demoModelPath, small.id);
	});
	afterEach(async () => {
		engine.dispose();
		await fs.rm(folder, { recursive: true, force: true });
	});

	async function answer(model: LoadedModel, isGuessed = true) {
		guesses = isGuessed;
		const { text, end } = await collect(engine.generate(model, asked, never));
		return { text, guessed: end.usage.guessedTokens };
	}

	it('guesses what the larger one says, which says the same as without it; its cache is counted', async () => {
		const alone = await engine.load(large, chats, never);
		const plain = await answer(alone);
		assert.equal(plain.guessed, 0, 'nothing in it can be looked up');
		await engine.load(small, completes, never);
		const aided = await engine.load(large, { ...chats, draft: small.id }, never);
		const drafted = await answer(aided);
		assert.equal(drafted.text, plain.text);
		assert.ok((drafted.guessed ?? 0) > 0);
		assert.equal((await answer(aided, false)).text, plain.text);
		const [without = 0, withIt = 0] = [alone, aided].map(({ memory }) => memory?.hostBytes);
		assert.ok(withIt > without + 2 ** 20, `${withIt} and ${without} bytes`);
	});

	it('comes back with the one that it drafts for when the process has died, and is not missed when it is unloaded', async () => {
		await engine.load(small, completes, never);
		const aided = await engine.load(large, { ...chats, draft: small.id }, never);
		const { text } = await answer(aided);
		process.kill(engine.processId ?? assert.fail('no process'), 'SIGKILL');
		await eventually('the process to be gone', () => engine.processId === undefined);
		const again = await answer(aided);
		assert.equal(again.text, text);
		assert.ok((again.guessed ?? 0) > 0);
		await engine.unload(small);
		assert.deepEqual(await answer(aided), { text, guessed: 0 });
	});

	it('that is not loaded, or has another vocabulary, is done without', async () => {
		const aided = await engine.load(large, { ...chats, draft: small.id }, never);
		const { text, guessed } = await answer(aided);
		assert.equal(guessed, 0);
		await engine.unload(large);
		const bytes = await fs.readFile(demoModelPath);
		bytes.write('[pad', bytes.indexOf('[PAD'));
		await fs.writeFile(small.id, bytes);
		await engine.load(small, completes, never);
		assert.deepEqual(await answer(await engine.load(large, { ...chats, draft: small.id }, never)), { text, guessed: 0 });
	});
});

const asked: GenerateRequest = {
	role: 'chat',
	prompt: chatPrompt('coderV1', [{ role: 'user', text: 'What can you do?' }]),
	maxTokens: 24,
	temperature: 0,
	stop: [],
};

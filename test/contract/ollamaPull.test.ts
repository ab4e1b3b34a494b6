/** A real Ollama fetches a model from a registry on this machine, and the person who asked for it sees the progress, pauses, and reads what went wrong. */
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import * as fs from 'node:fs/promises';
import path from 'node:path';
import { Ollama } from 'ollama';
import { notices, presses, progressShown } from '../support/vscodeStandIn'; // first: what follows asks for `vscode`
import { ollamaStore } from '../../src/editor/commands/modelStore';
import { pullWithProgress } from '../../src/editor/commands/download';
import { fillInTheMiddle, stopTokens } from '../../src/core/models/dialect';
import { OllamaEngine } from '../../src/engines/ollama/ollamaEngine';
import { resolveHost } from '../../src/engines/ollama/resolveHost';
import { collect } from '../support/collect';
import { eventually } from '../support/eventually';
import { json } from '../support/fakeServer';
import { OllamaRegistry } from '../support/ollamaRegistry';
import { skipBecause } from '../support/skipBecause';

const server = process.env.DEEPSEEK_CODER_TEST_OLLAMA;
const skipReason = process.env.DEEPSEEK_CODER_TEST_OLLAMA_SKIP;
const never = new AbortController().signal;

describe("Ollama's pull", function () {
	this.timeout(30_000);
	let engine: OllamaEngine;
	let registry: OllamaRegistry;

	before(function () {
		if (skipReason) skipBecause(this, skipReason);
		if (!server) throw new Error('No Ollama to test: set DEEPSEEK_CODER_TEST_OLLAMA to the URL of one');
		const log = { info: () => undefined, warn: () => undefined };
		engine = new OllamaEngine({
			host: resolveHost(server, undefined),
			headers: () => ({}),
			keepAliveMinutes: () => 0,
			threads: () => 1,
			fetch: withoutTls,
			log,
		});
	});
	after(() => engine?.dispose());
	beforeEach(async () => {
		notices.length = presses.length = 0;
		// Other bytes each time, behind the last tensor: Ollama does not fetch what it has.
		registry = await OllamaRegistry.start(Buffer.concat([await fs.readFile(path.resolve('media/demo-model/demo.gguf')), randomBytes(32)]));
	});
	afterEach(async () => {
		await new Ollama({ host: server! }).delete({ model: registry.modelName }).catch(() => undefined);
		await registry.stop();
	});

	const pull = () =>
		pullWithProgress(
			ollamaStore(() => engine),
			registry.modelName,
		);
	const sent = () => registry.file.requests.map(({ sentBytes }) => sentBytes);

	it('tells what it does and how far it is, and then the model completes', async () => {
		registry.file.bytesPerSecond = 4_000_000;
		const isHere = pull();
		await eventually('a first part', () => progressShown.percent > 10 && progressShown.percent < 90);
		assert.equal(await isHere, true);
		assert.equal(progressShown.title, `Downloading ${registry.modelName} (cancel to pause)`);
		const [first, second, ...later] = progressShown.messages;
		assert.equal(first, 'connecting…');
		assert.match(second ?? '', /^0\.0 of 0\.0 GB$/);
		assert.ok(later.includes('checking the file…'), later.join(' | '));
		assert.ok(Math.abs(progressShown.percent - 100) < 0.01, `${progressShown.percent} %`);
		assert.deepEqual(notices, []);

		const model = (await engine.models(never)).find(({ id }) => id === registry.modelName);
		assert.ok(model);
		const loaded = await engine.load(model, { contextTokens: 512 }, never);
		const prompt = fillInTheMiddle('coderV1', 'export function add(first: number, second: number): number {\n\treturn ', ';\n}\n') ?? [];
		const request = { role: 'completion', prompt, maxTokens: 24, temperature: 0, stop: stopTokens } as const;
		const { text } = await collect(engine.generate(loaded, request, never));
		assert.equal(text, 'first + second');
		await engine.unload(model);
	});

	it('pauses on Cancel, and Resume fetches only the rest', async () => {
		registry.file.bytesPerSecond = 3_000_000;
		presses.push('Resume');
		const isHere = pull();
		await eventually('a third of it', () => progressShown.percent > 30);
		registry.file.bytesPerSecond = Infinity;
		progressShown.cancel();
		assert.equal(await isHere, true);
		const [[said = '', button] = []] = notices;
		const [, share] = /^The download of \S+ is paused at (\d+) %\. What is here is kept\.$/.exec(said) ?? [];
		assert.ok(Number(share) >= 30, said);
		assert.equal(button, 'Resume');
		const whole = registry.file.content.length;
		const from = Number(/^bytes=(\d+)-/.exec(registry.file.ranges.at(-1) ?? '')?.[1]);
		assert.ok(from > 0.25 * whole, `asked from ${from} on`);
		assert.equal(sent().at(-1), whole - from);
	});

	it('that is paused and left so goes on from there when it is asked for again', async () => {
		registry.file.bytesPerSecond = 3_000_000;
		const isHere = pull();
		await eventually('a third of it', () => progressShown.percent > 30);
		progressShown.cancel();
		assert.equal(await isHere, false);
		const paused = progressShown.percent;
		const isResumed = pull();
		const begins = await eventually('progress', () => progressShown.percent > 0 && progressShown.percent);
		assert.ok(begins >= paused - 5, `${begins} % after ${paused} %`);
		registry.file.bytesPerSecond = Infinity;
		assert.equal(await isResumed, true);
	});

	it('goes on by itself where the connection breaks', async () => {
		registry.file.faults = [{ kind: 'cut', afterBytes: 2_000_000 }];
		assert.equal(await pull(), true);
		assert.deepEqual(notices, []);
		assert.match(registry.file.ranges[1] ?? '', /^bytes=[1-9]\d*-/);
	});

	it('does not keep a file that is not what the registry said, and fetches it anew', async () => {
		const right = registry.file.content;
		registry.file.content = Buffer.concat([right.subarray(0, -1), Buffer.from([right.at(-1)! ^ 1])]);
		registry.file.bytesPerSecond = 20_000_000;
		assert.equal(await pull(), false);
		assert.deepEqual(notices, [
			[`The file from ${registry.host} is not the one that was expected, and was not kept. Try again.`, 'Try Again'],
		]);
		registry.file.content = right;
		assert.equal(await pull(), true);
		assert.match(registry.file.ranges.at(-1) ?? '', /^bytes=0-/);
	});

	it('says what the registry does not have, refuses, or cannot do now', async () => {
		const none = `${registry.host} does not have this file. Choose another model, or use a GGUF file that you have.`;
		const cases: readonly (readonly [RegExp, number, string])[] = [
			[/manifests/, 404, none],
			[/blobs/, 404, none],
			[/manifests/, 403, `${registry.host} wants a login for this file. Choose another model, or use a GGUF file that you have.`],
			[/manifests/, 503, `${registry.host} cannot send the file now (status 503). Try again later.`],
		];
		for (const [where, status, says] of cases) {
			registry.fault = asked => (where.test(asked) ? json(status, { errors: [{ code: 'TEST' }] }) : undefined);
			notices.length = 0;
			assert.equal(await pull(), false);
			assert.deepEqual(notices, [[says, 'Try Again']], `${where} ${status}`);
		}
		registry.fault = asked =>
			asked.includes('manifests') ? response => response.writeHead(200, { 'content-type': 'text/html' }).end('<html>') : undefined;
		notices.length = 0;
		await pull();
		assert.match(notices[0]?.[0] ?? '', /sent something that is no model; a proxy or a login page may stand between\.$/);
	});

	it('says that the registry cannot be reached, and takes no name that is none', async () => {
		// A port of ours that nobody listens on: no request leaves the machine.
		const store = ollamaStore(() => engine);
		assert.equal(await pullWithProgress(store, '127.0.0.1:1/nobody/nothing:latest'), false);
		assert.equal(await pullWithProgress(store, 'no name at all'), false);
		assert.deepEqual(
			notices.map(([said]) => said),
			[
				'127.0.0.1:1 cannot be reached. What was downloaded is kept; try again when you are online.',
				'registry.ollama.ai does not have this file. Choose another model, or use a GGUF file that you have.',
			],
		);
	});
});

/** Ollama speaks plain HTTP to a registry only where the request says so, which nobody's tags need. */
const withoutTls: typeof fetch = (url, init) =>
	typeof init?.body === 'string' && typeof url === 'string' && url.endsWith('/api/pull')
		? fetch(url, { ...init, body: JSON.stringify({ ...(JSON.parse(init.body) as object), insecure: true }) })
		: fetch(url, init);

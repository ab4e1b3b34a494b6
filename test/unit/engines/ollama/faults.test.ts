/** What is not Ollama, or is an Ollama in trouble: each ends in one error that says what it is. */
import assert from 'node:assert/strict';
import type { DownloadError } from '../../../../src/core/download/downloadError';
import type { GenerateRequest, InstalledModel, LoadedModel } from '../../../../src/core/engine/engine';
import { EngineError, type EngineErrorKind } from '../../../../src/core/engine/engineError';
import type { StreamEvent } from '../../../../src/core/engine/streamEvent';
import { OllamaEngine } from '../../../../src/engines/ollama/ollamaEngine';
import type { OllamaSettings } from '../../../../src/engines/ollama/ollamaServer';
import type { PullProgress } from '../../../../src/engines/ollama/pull';
import { resolveHost } from '../../../../src/engines/ollama/resolveHost';
import { FakeServer, json, lines, silence, text, type FakeAnswer } from '../../../support/fakeServer';
import { skipBecause } from '../../../support/skipBecause';

const never = new AbortController().signal;
const short = { firstByte: 50, silence: 50 };
const installed: InstalledModel = {
	id: 'deepseek-coder:6.7b',
	label: 'deepseek-coder 6.7B',
	family: 'coderV1',
	fileBytes: 1,
	roles: ['chat'],
	isDemo: false,
};
const model: LoadedModel = { installed, contextTokens: 2048, loadMilliseconds: 1 };
const request: GenerateRequest = { role: 'completion', prompt: ['a'], maxTokens: 9, temperature: 0, stop: [] };

const token = { model: 'm', response: 'a', done: false };
const done = {
	model: 'm',
	response: '',
	done: true,
	done_reason: 'stop',
	prompt_eval_count: 2,
	eval_count: 2,
	prompt_eval_duration: 1e6,
	eval_duration: 1e6,
};
const page = '<!DOCTYPE html><html><head><title>502 Bad Gateway</title></head><body>nginx</body></html>';

describe('faults of an Ollama server', () => {
	let server: FakeServer;
	let engine: OllamaEngine;
	const log: string[] = [];

	beforeEach(async () => {
		server = await FakeServer.start();
		engine = create();
		log.length = 0;
	});

	afterEach(async () => {
		engine.dispose();
		await server.stop();
	});

	function create(change: Partial<OllamaSettings> = {}): OllamaEngine {
		const write = (message: string) => void log.push(message);
		return new OllamaEngine({
			host: server.url,
			headers: () => ({ 'X-Team': 'tools' }),
			keepAliveMinutes: () => 5,
			threads: () => undefined,
			log: { info: write, warn: write },
			...change,
		});
	}

	const ask = (change: Partial<GenerateRequest> = {}) => collect(engine.generate(model, { ...request, ...change }, never));

	interface Fault {
		readonly what: string;
		readonly answer: FakeAnswer;
		readonly kind: EngineErrorKind;
		readonly says: RegExp;
	}

	const faults: readonly Fault[] = [
		{
			what: 'a web page of a proxy',
			answer: text(502, page, 'text/html'),
			kind: 'badAnswer',
			says: /answered 502 .*"502 Bad Gateway".*proxy/,
		},
		{
			what: 'a web page with status 200',
			answer: text(200, page, 'text/html'),
			kind: 'badAnswer',
			says: /not Ollama's protocol.*web page/,
		},
		{ what: 'another server', answer: text(404, '404 page not found', 'text/plain'), kind: 'badAnswer', says: /404.*page not found/ },
		{
			what: 'garbage',
			answer: text(200, '\u0000\u0001 not json', 'application/x-ndjson'),
			kind: 'badAnswer',
			says: /not Ollama's protocol/,
		},
		{ what: 'JSON that is no message', answer: lines(['[1,2]\n']), kind: 'badAnswer', says: /\[1,2\]/ },
		{
			what: 'half a message',
			answer: lines(['{"response":"a","do']),
			kind: 'badAnswer',
			says: /not Ollama's protocol.*\{"response":"a","do/,
		},
		{ what: 'an empty answer', answer: lines([]), kind: 'badAnswer', says: /nothing/ },
		{ what: '401 with text', answer: json(401, { error: 'unauthorized' }), kind: 'unauthorized', says: /answered 401.*unauthorized/ },
		{ what: '401 with an object', answer: json(401, { error: { message: 'bad key' } }), kind: 'unauthorized', says: /401.*bad key/ },
		{ what: '403 in HTML', answer: text(403, page, 'text/html'), kind: 'unauthorized', says: /403/ },
		{
			what: '404 of the model',
			answer: json(404, { error: "model 'x' not found" }),
			kind: 'noModel',
			says: /deepseek-coder:6\.7b.*not found/,
		},
		{ what: '429', answer: json(429, { error: 'slow down' }), kind: 'busy', says: /429.*slow down/ },
		{
			what: '503',
			answer: json(503, { error: 'server busy, please try again.  maximum pending requests exceeded' }),
			kind: 'busy',
			says: /503.*server busy/,
		},
		{
			what: '500 for want of memory',
			answer: json(500, { error: 'model requires more system memory (20.5 GiB) than is available (11.2 GiB)' }),
			kind: 'outOfMemory',
			says: /deepseek-coder:6\.7b.*20\.5 GiB.*11\.2 GiB/,
		},
		{
			what: '500 for want of GPU memory',
			answer: json(500, { error: 'llama runner process has terminated: cudaMalloc failed: out of memory' }),
			kind: 'outOfMemory',
			says: /cudaMalloc/,
		},
		{
			what: '500 of a broken file',
			answer: json(500, { error: 'unable to load model: /blobs/sha256-1' }),
			kind: 'loadFailed',
			says: /unable to load/,
		},
		{
			what: '500 of a dead runner',
			answer: json(500, { error: 'model runner has unexpectedly stopped, this may be …' }),
			kind: 'died',
			says: /unexpectedly/,
		},
		{
			what: '400 of a long prompt',
			answer: json(400, { error: 'the input length exceeds the context length' }),
			kind: 'promptTooLong',
			says: /2048/,
		},
		{
			what: '400 of something else',
			answer: json(400, { error: 'm does not support insert' }),
			kind: 'failed',
			says: /400.*does not support insert/,
		},
		{
			what: 'an error in the stream',
			answer: lines([token, { error: 'an error was encountered while running the model: unexpected EOF' }]),
			kind: 'died',
			says: /broke off.*unexpected EOF/,
		},
		{
			what: 'a connection closed at once',
			answer: response => response.destroy(),
			kind: 'died',
			says: /closed the connection without an answer/,
		},
		{
			what: 'a connection closed in the middle',
			answer: lines([token], response => response.destroy()),
			kind: 'died',
			says: /closed the connection in the middle/,
		},
	];
	for (const { what, answer, kind, says } of faults) {
		it(`${what} is ${kind}`, async () => {
			server.answer = answer;
			await fails(ask(), kind, says);
			// It is over with the answer: the next is asked and answered.
			server.answer = lines([token, done]);
			assert.equal((await ask()).text, 'a');
		});
	}

	it('nobody listening is unreachable, with the place and the code', async () => {
		await server.stop();
		await fails(ask(), 'unreachable', /Ollama at 127\.0\.0\.1:\d+ refused the connection \(ECONNREFUSED\)/);
		await fails(engine.models(never), 'unreachable', /ECONNREFUSED/);
		assert.equal(await engine.isReachable(never), false);
		server = await FakeServer.start();
	});

	it('an unknown name is unreachable', async () => {
		await fails(
			create({ host: 'http://nobody.invalid:11434' }).models(never),
			'unreachable',
			/nobody\.invalid:11434 cannot be reached \((ENOTFOUND|EAI_AGAIN)\)/,
		);
	});

	it('a server that accepts and never answers is unreachable, for every question', async () => {
		server.answer = silence;
		engine = create({ limits: { probe: short, list: short, work: short, completion: short, pull: short } });
		const says = /accepted the request.* but did not answer within 0\.05 s/;
		await fails(ask(), 'unreachable', says);
		await fails(engine.models(never), 'unreachable', says);
		await fails(engine.load(installed, { contextTokens: 1024 }, never), 'unreachable', says);
		await fails(engine.unload(installed), 'unreachable', says);
		await fails(
			engine.pull('m', () => undefined, never),
			'unreachable',
			says,
		);
		assert.equal(await engine.isReachable(never), false);
	});

	it('a server that falls silent in the middle has died', async () => {
		engine = create({ limits: { completion: { ...short, firstByte: 10_000 } } });
		server.answer = lines([token], () => undefined);
		await fails(ask(), 'died', /stopped answering.*nothing came for 0\.05 s/);
	});

	it('a model that hangs after an answer was left is unloaded and asked again', async () => {
		const bodies = () => server.requests.map(({ body }) => JSON.parse(body) as { keep_alive: unknown });
		server.answer = (response, taken) => {
			if (server.requests.length > 1) {
				if (bodies().at(-1)?.keep_alive === 0) json(200, done)(response, taken);
				else if (bodies().some(({ keep_alive }) => keep_alive === 0)) lines([token, done])(response, taken);
				return;
			}
			lines([token], () => {
				const drip = setInterval(() => response.write(`${JSON.stringify(token)}\n`), 5);
				response.on('close', () => clearInterval(drip));
			})(response, taken);
		};
		const hasty = create({ limits: { hang: 50, completion: { firstByte: 5000, silence: 5000 } } });
		const controller = new AbortController();
		for await (const event of hasty.generate(model, { ...request, maxTokens: 5000 }, controller.signal))
			if (event.kind === 'text') controller.abort();
		assert.deepEqual(await collect(hasty.generate(model, request, never)), { text: 'a', reason: 'stop' });
		assert.deepEqual(
			bodies().map(({ keep_alive }) => keep_alive),
			['5m', '5m', 0, '5m'],
		);
		assert.match(log.join(), /does not answer after a cancel: deepseek-coder:6\.7b is unloaded and asked again/);
		hasty.dispose();
	});

	it('a hung server does not hold who cancels, and a cancelled wait in the lane sends nothing', async () => {
		const controller = new AbortController();
		const first = collect(engine.generate(model, request, controller.signal));
		const second = collect(engine.generate(model, request, controller.signal));
		await server.came(1);
		controller.abort();
		assert.equal((await first).reason, 'cancelled');
		assert.equal((await second).reason, 'cancelled');
		assert.equal(server.requests.length, 1);
	});

	it('after dispose nothing is under way', async () => {
		const left = collect(engine.generate(model, request, never));
		const waiting = collect(engine.generate(model, request, never));
		const load = engine.load(installed, { contextTokens: 1024 }, never);
		await server.came(2);
		engine.dispose();
		assert.equal((await left).reason, 'cancelled');
		assert.equal((await waiting).reason, 'cancelled');
		await assert.rejects(load, { name: 'AbortError' });
	});

	it('the end without its last message, as the loop guard makes it, keeps the text', async () => {
		server.answer = lines([token, token]);
		const { text: answer, reason } = await ask();
		assert.equal(answer, 'aa');
		assert.equal(reason, 'cut');
	});

	it('messages cut anywhere are put together again, characters too', async () => {
		const bytes = Buffer.from([{ ...token, response: 'ğ｜' }, token, done].map(value => `${JSON.stringify(value)}\n`).join(''));
		server.answer = response => {
			response.writeHead(200, { 'content-type': 'application/x-ndjson' });
			const send = (at: number) =>
				at < bytes.length ? response.write(bytes.subarray(at, at + 1), () => setImmediate(send, at + 1)) : response.end();
			send(0);
		};
		assert.equal((await ask()).text, 'ğ｜a');
	});

	it('an endless line is garbage, and does not fill the memory', async () => {
		server.answer = response => {
			response.writeHead(200, { 'content-type': 'application/x-ndjson' });
			const send = () => void (response.destroyed || response.write('x'.repeat(1 << 16), send));
			send();
		};
		await fails(ask(), 'badAnswer', /not Ollama's protocol/);
	});

	it('a redirect is followed with the prompt', async () => {
		const real = await FakeServer.start(lines([token, done]));
		try {
			server.answer = (response, { path }) => response.writeHead(307, { location: real.url + path }).end();
			assert.equal((await ask()).text, 'a');
			assert.equal((JSON.parse(real.requests[0]?.body ?? '') as { prompt: string }).prompt, 'a');
		} finally {
			await real.stop();
		}
	});

	it('sends the headers of the setting and the password of the address, in a header', async () => {
		server.answer = json(200, { version: '0.24.0' });
		assert.equal(await create({ host: server.url.replace('//', '//me:secret@') }).version(never), '0.24.0');
		const { headers } = server.requests[0]!;
		assert.equal(headers['x-team'], 'tools');
		assert.equal(headers.authorization, `Basic ${Buffer.from('me:secret').toString('base64')}`);
	});

	it('JSON of something else is no list of models and no version', async () => {
		server.answer = json(200, { hello: 'world' });
		await fails(engine.models(never), 'badAnswer', /\{"hello":"world"\}/);
		await fails(engine.version(never), 'badAnswer', /\{"hello":"world"\}/);
	});

	it('a model that the server can not read hides no other, and is told once; each header is read once', async () => {
		const listed = (name: string) => ({ name, digest: `sha-${name}`, size: 1, details: {} });
		server.answer = (response, { path, body }) => {
			if (path === '/api/tags')
				return json(200, { models: [listed('broken'), listed('deepseek-coder'), listed('qwen')] })(response, server.requests[0]!);
			if (body.includes('broken')) return json(500, { error: 'EOF' })(response, server.requests[0]!);
			json(200, { model_info: { 'general.architecture': 'llama' } })(response, server.requests[0]!);
		};
		for (let round = 0; round < 3; round++) {
			assert.deepEqual(
				(await engine.models(never)).map(each => each.id),
				['deepseek-coder'],
			);
		}
		assert.equal(log.length, 2);
		assert.match(log.join('\n'), /broken.*EOF/);
		assert.match(log.join('\n'), /qwen on Ollama at .* is left out: it is not a DeepSeek/);
		assert.equal(server.requests.filter(each => each.path === '/api/show' && each.body.includes('deepseek-coder')).length, 1);
	});

	it('a pull tells the sum of its layers, and says what broke it', async () => {
		const layer = (digest: string, completed: number) => ({ status: `pulling ${digest}`, digest, total: 100, completed });
		const manifest = { status: 'pulling manifest' };
		server.answer = lines([manifest, layer('a', 40), layer('a', 100), layer('b', 10), { status: 'success' }]);
		const told: string[] = [];
		const tell = ({ status, completedBytes, totalBytes }: PullProgress) => told.push(`${status} ${completedBytes}/${totalBytes}`);
		await engine.pull('m', tell, never);
		assert.deepEqual(told, ['connecting 0/0', 'downloading 40/100', 'downloading 100/100', 'downloading 110/200', 'success 110/200']);

		const broken = (error: string) => {
			server.answer = lines([manifest, layer('a', 40), { error }]);
			return engine
				.pull('hub.example/somebody/m', () => undefined, never)
				.then(
					() => assert.fail('it is there'),
					(reason: DownloadError) => ({ kind: reason.kind, ...reason.details }),
				);
		};
		const host = 'hub.example';
		assert.deepEqual(await broken('pull model manifest: file does not exist'), { kind: 'notFound', host });
		assert.deepEqual(await broken('pull model manifest: Get "…": dial tcp: lookup hub.example: no such host'), { kind: 'offline', host });
		assert.deepEqual(await broken('max retries exceeded: unexpected EOF'), { kind: 'interrupted', host });
		assert.deepEqual(await broken('write /blobs/a-partial: no space left on device'), {
			kind: 'tooLittleSpace',
			host,
			needBytes: 60,
			freeBytes: 0,
		});
		const newer = 'pull model manifest: 412: The model you are attempting to pull requires a newer version of Ollama.';
		const asked = { place: engine.place, model: 'hub.example/somebody/m' };
		assert.deepEqual(await broken(newer), { kind: 'failed', ...asked });
		server.answer = lines([layer('a', 40)], response => response.destroy());
		await fails(
			engine.pull('m', () => undefined, never),
			'died',
			/in the middle/,
		);
	});

	it('a pull that came just as another was cancelled begins anew', async () => {
		server.answer = (response, request) =>
			lines([server.requests.length === 1 ? { error: 'context canceled' } : { status: 'success' }])(response, request);
		await engine.pull('m', () => undefined, never);
		assert.equal(server.requests.length, 2);
	});

	it('a cancelled pull leaves the server', async () => {
		const controller = new AbortController();
		const left = new Promise<void>(resolve => {
			server.answer = lines([{ status: 'pulling a', digest: 'a', total: 100, completed: 1 }], response => response.on('close', resolve));
		});
		const pull = engine.pull('m', () => controller.abort(), controller.signal);
		await assert.rejects(pull, { name: 'AbortError' });
		await left;
	});

	it('two who load the same share one load, which one of them may leave', async () => {
		const running = { name: installed.id, digest: 'd', size: 300, size_vram: 200, context_length: 512 };
		let answerLoad: (() => void) | undefined;
		server.answer = (response, asked) => {
			const respond = () =>
				json(200, asked.path === '/api/ps' ? { models: [running] } : { done: true, done_reason: 'load' })(response, asked);
			if (asked.path === '/api/generate') answerLoad = respond;
			else respond();
		};
		const controller = new AbortController();
		const leaving = engine.load(installed, { contextTokens: 1024 }, controller.signal);
		const staying = engine.load(installed, { contextTokens: 1024 }, never);
		await server.came(1);
		controller.abort();
		await assert.rejects(leaving, { name: 'AbortError' });
		answerLoad?.();
		const { contextTokens, memory } = await staying;
		assert.deepEqual({ contextTokens, memory }, { contextTokens: 512, memory: { gpuBytes: 200, hostBytes: 100 } });
		assert.deepEqual(
			server.requests.map(each => each.path),
			['/api/generate', '/api/ps'],
		);
	});

	it('an address of IPv6 is found', async function () {
		const other = await FakeServer.start(json(200, { version: '0.24.0' }), '::1').catch(() =>
			skipBecause(this, 'nothing can listen on ::1 here'),
		);
		try {
			assert.equal(await create({ host: resolveHost(`[::1]:${other.port}`, undefined) }).version(never), '0.24.0');
		} finally {
			await other.stop();
		}
	});
});

async function collect(events: AsyncIterable<StreamEvent>): Promise<{ text: string; reason: string }> {
	let answer = '';
	for await (const event of events) {
		if (event.kind === 'end') return { text: answer, reason: event.reason };
		answer += event.text;
	}
	throw new Error('no end event');
}

async function fails(promise: Promise<unknown>, kind: EngineErrorKind, says: RegExp): Promise<void> {
	await assert.rejects(promise, (error: unknown) => {
		assert.ok(error instanceof EngineError, String(error));
		assert.equal(error.kind, kind, error.message);
		assert.match(error.message, says);
		assert.match(error.details.place ?? '', /^Ollama at /);
		return true;
	});
}

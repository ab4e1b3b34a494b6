/** Servers in trouble, and what answers in their place: each ends in one error that says what it is. */
import assert from 'node:assert/strict';
import type http from 'node:http';
import type { GenerateRequest, InstalledModel, LoadedModel } from '../../../../src/core/engine/engine';
import { EngineError, type EngineErrorKind } from '../../../../src/core/engine/engineError';
import { baseUrl } from '../../../../src/engines/openai/baseUrl';
import { OpenAiEngine, type OpenAiSettings } from '../../../../src/engines/openai/openAiEngine';
import { all } from '../../../support/all';
import { FakeServer, json, silence, text, type FakeAnswer } from '../../../support/fakeServer';

const never = new AbortController().signal;
const installed: InstalledModel = { id: 'coder', label: 'coder', family: 'coderV1', fileBytes: 0, roles: ['chat'], isDemo: false };
const model: LoadedModel = { installed, contextTokens: 2048, loadMilliseconds: 1 };
const request: GenerateRequest = { role: 'completion', prompt: ['a'], maxTokens: 9, temperature: 0, stop: [] };

const page = '<!DOCTYPE html><html><head><title>502 Bad Gateway</title></head><body>nginx</body></html>';
const token = { choices: [{ text: 'a', finish_reason: null }] };
const last = { choices: [{ text: '', finish_reason: 'stop' }] };
const usage = { choices: [], usage: { prompt_tokens: 2, completion_tokens: 1 } };

describe('faults of an OpenAI-compatible server', () => {
	let server: FakeServer;
	let engine: OpenAiEngine;

	beforeEach(async () => {
		server = await FakeServer.start();
		engine = create();
	});
	afterEach(async () => {
		engine.dispose();
		await server.stop();
	});

	function create(change: Partial<OpenAiSettings> = {}): OpenAiEngine {
		return new OpenAiEngine({
			baseUrl: baseUrl(server.url) ?? '',
			apiKey: () => Promise.resolve(undefined),
			headers: () => ({}),
			log: { info: () => undefined },
			random: () => 0,
			...change,
		});
	}

	const ask = (change: Partial<GenerateRequest> = {}, signal = never) => all(engine.generate(model, { ...request, ...change }, signal));

	interface Fault {
		readonly what: string;
		readonly answer: FakeAnswer;
		readonly kind: EngineErrorKind;
		readonly says: RegExp;
	}

	const faults: readonly Fault[] = [
		{ what: '401 with a string (vLLM)', answer: json(401, { error: 'Unauthorized' }), kind: 'unauthorized', says: /401.*Unauthorized/ },
		{
			what: '401 with an object (llama-server)',
			answer: json(401, { error: { message: 'Invalid API Key', type: 'authentication_error', code: 401 } }),
			kind: 'unauthorized',
			says: /401.*Invalid API Key/,
		},
		{
			what: '404 of the model (vLLM)',
			answer: json(404, { error: { message: 'The model `coder` does not exist.', type: 'NotFoundError', code: 404 } }),
			kind: 'noModel',
			says: /coder.*does not exist/,
		},
		{
			what: 'a prompt that is too long (llama-server)',
			answer: json(400, {
				error: {
					message: 'request (4001 tokens) exceeds the available context size (2048 tokens), try increasing it',
					type: 'exceed_context_size_error',
					n_prompt_tokens: 4001,
					n_ctx: 2048,
				},
			}),
			kind: 'promptTooLong',
			says: /4001 tokens/,
		},
		{ what: '429', answer: json(429, { error: { message: 'slow down' } }), kind: 'busy', says: /429.*slow down/ },
		{
			what: '503 while the model loads',
			answer: json(503, { error: { message: 'Loading model', type: 'unavailable_error', code: 503 } }),
			kind: 'busy',
			says: /503.*Loading model/,
		},
		{ what: '500', answer: json(500, { error: { message: 'EngineCore died' } }), kind: 'failed', says: /500.*EngineCore died/ },
		{
			what: '500 for want of memory',
			answer: json(500, { error: { message: 'CUDA out of memory. Tried to allocate 2.00 GiB' } }),
			kind: 'outOfMemory',
			says: /CUDA out of memory/,
		},
		{ what: 'a web page of a proxy', answer: text(502, page, 'text/html'), kind: 'badAnswer', says: /502 Bad Gateway.*proxy/ },
		{
			what: 'a web page with status 200',
			answer: text(200, page, 'text/html'),
			kind: 'badAnswer',
			says: /not OpenAI's protocol.*web page/,
		},
		{ what: 'garbage', answer: text(200, '\u0000 not an event', 'text/event-stream'), kind: 'badAnswer', says: /not OpenAI's protocol/ },
		{ what: 'half an event', answer: events('data: {"choices":[{"te'), kind: 'badAnswer', says: /not OpenAI's protocol.*"te/ },
		{ what: 'an event of something else', answer: events(sse({ hello: 1 })), kind: 'badAnswer', says: /hello/ },
		{ what: 'an end without a reason', answer: events(sse(token)), kind: 'died', says: /without a word why/ },
		{ what: 'an empty answer', answer: events(''), kind: 'died', says: /without a word why/ },
		{
			what: 'an error as an event',
			answer: events(sse(token) + sse({ error: { message: 'Grammar error: Invalid type: elephant', code: 400 } })),
			kind: 'failed',
			says: /broke off.*elephant/,
		},
		{
			what: 'want of memory as an event',
			answer: events(sse(token) + sse({ error: { message: 'out of memory', code: 500 } })),
			kind: 'outOfMemory',
			says: /broke off.*out of memory/,
		},
		{
			what: 'a connection that breaks in the middle',
			answer: response => {
				response.writeHead(200, { 'content-type': 'text/event-stream' });
				response.write(sse(token), () => response.destroy());
			},
			kind: 'died',
			says: /in the middle/,
		},
		{ what: 'a connection that is hung up', answer: response => void response.destroy(), kind: 'died', says: /without an answer/ },
	];

	for (const { what, answer, kind, says } of faults) {
		it(`${what}: ${kind}`, async () => {
			server.answer = answer;
			await assert.rejects(ask(), error => {
				assert.ok(error instanceof EngineError, String(error));
				assert.equal(error.kind, kind, error.message);
				assert.match(error.message, says);
				assert.equal(error.details.place, `the server at 127.0.0.1:${server.port}`);
				return true;
			});
		});
	}

	it('nobody there: unreachable', async () => {
		await server.stop();
		await assert.rejects(ask(), { kind: 'unreachable' });
		await assert.rejects(engine.models(never), { kind: 'unreachable' });
	});

	it('accepts and never answers: unreachable, after the limit', async () => {
		const short = { firstByte: 50, silence: 50 };
		engine = create({ limits: { work: short, list: short } });
		server.answer = silence;
		await assert.rejects(ask(), { kind: 'unreachable' });
		await assert.rejects(engine.models(never), { kind: 'unreachable' });
	});

	it('stops in the middle and says nothing more: died', async () => {
		engine = create({ limits: { work: { firstByte: 5000, silence: 50 } } });
		server.answer = events(sse(token), () => undefined);
		await assert.rejects(ask(), { kind: 'died' });
	});

	it('sends us elsewhere: follows, as to a gateway that moved', async () => {
		server.answer = (response, { path, body }) =>
			path.startsWith('/v1/')
				? response.writeHead(307, { location: `/new${path}` }).end()
				: events(sse(token) + sse(last) + sse(usage) + 'data: [DONE]\n\n')(response, { method: 'POST', path, body, headers: {} });
		assert.deepEqual(await ask(), [
			{ kind: 'text', text: 'a', tokens: 1 },
			{ kind: 'end', reason: 'stop', usage: { promptTokens: 2, generatedTokens: 1 } },
		]);
	});

	it('busy at first: a chat is asked for again and a completion is not', async () => {
		const busyFor = (times: number): FakeAnswer => {
			let left = times;
			return (response, asked) => (left-- > 0 ? json(429, { error: 'slow down' }) : events(sse(token) + sse(last)))(response, asked);
		};
		server.answer = busyFor(1);
		assert.equal((await ask({ role: 'chat' })).at(-1)?.kind, 'end');
		assert.equal(server.requests.length, 2);
		server.answer = busyFor(1);
		await assert.rejects(ask(), { kind: 'busy' });
		assert.equal(server.requests.length, 3);
	});

	it('hung up once, as a kept connection is: asked again, unseen', async () => {
		let first = true;
		server.answer = (response, asked) => {
			if (!first) return events(sse(token) + sse(last))(response, asked);
			first = false;
			response.destroy();
		};
		assert.equal((await ask()).at(-1)?.kind, 'end');
		assert.equal(server.requests.length, 2);
	});

	it('a cancel between two attempts ends it at once', async () => {
		server.answer = json(429, { error: 'slow down' });
		const controller = new AbortController();
		const answer = ask({ role: 'chat' }, controller.signal);
		await server.came(1);
		controller.abort();
		assert.deepEqual(await answer, [{ kind: 'end', reason: 'cancelled', usage: {} }]);
		assert.equal(server.requests.length, 1);
	});

	it('a list that is none: badAnswer; what has no name in it is left out', async () => {
		server.answer = json(200, { models: [] });
		await assert.rejects(engine.models(never), { kind: 'badAnswer' });
		server.answer = json(200, { data: [{ id: 'coder' }, { object: 'model' }, null] });
		assert.deepEqual(
			(await engine.models(never)).map(({ id }) => id),
			['coder'],
		);
	});

	it('a gateway that does not pass `/tokenize`: tokens are counted by experience', async () => {
		server.answer = (response, asked) =>
			(asked.path === '/tokenize' ? json(404, { detail: 'Not Found' }) : json(200, { data: [{ id: 'coder', owned_by: 'vllm' }] }))(
				response,
				asked,
			);
		assert.equal((await engine.models(never))[0]?.family, 'other');
		assert.deepEqual(await engine.countTokens(model, 'let answer = 42;', never), { tokens: 5, exact: false });
	});

	it('user and password of an address go out as such', async () => {
		server.answer = json(200, { data: [] });
		const guarded = create({ baseUrl: `http://me:secret@127.0.0.1:${server.port}/v1` });
		await guarded.models(never);
		assert.equal(server.requests[0]?.headers.authorization, 'Basic bWU6c2VjcmV0');
		assert.equal(guarded.place, `the server at 127.0.0.1:${server.port}`);
	});

	it('the key goes out as such, and none where there is none', async () => {
		server.answer = json(200, { data: [] });
		await engine.models(never);
		await create({ apiKey: () => Promise.resolve('k1'), headers: () => ({ 'X-Team': 'tools' }) }).models(never);
		assert.deepEqual(
			server.requests.map(({ headers }) => [headers.authorization, headers['x-team']]),
			[
				[undefined, undefined],
				['Bearer k1', 'tools'],
			],
		);
	});
});

function sse(value: unknown): string {
	return `data: ${JSON.stringify(value)}\n\n`;
}

/** What is left open by `after` stays open. */
function events(body: string, after: (response: http.ServerResponse) => void = response => response.end()): FakeAnswer {
	return response => {
		response.writeHead(200, { 'content-type': 'text/event-stream' });
		response.write(body === '' ? ':\n\n' : body, () => after(response));
	};
}

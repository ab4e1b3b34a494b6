/** The parts of the engine for OpenAI-compatible servers that need no server. */
import assert from 'node:assert/strict';
import type { GenerateRequest } from '../../../../src/core/engine/engine';
import { EngineError } from '../../../../src/core/engine/engineError';
import { special } from '../../../../src/core/engine/prompt';
import { stopTokens } from '../../../../src/core/models/dialect';
import { baseUrl, rootOf } from '../../../../src/engines/openai/baseUrl';
import { describeModel } from '../../../../src/engines/openai/describeModel';
import { readChunk } from '../../../../src/engines/openai/readChunk';
import { requestBody } from '../../../../src/engines/openai/requestBody';
import { backoffMilliseconds, withRetries } from '../../../../src/engines/openai/retry';
import * as servers from '../../../../src/engines/openai/servers';

const never = new AbortController().signal;

describe('the address of an OpenAI-compatible server', () => {
	const cases: readonly (readonly [written: string, url: string | undefined])[] = [
		['', undefined],
		['   ', undefined],
		['server:8000', 'http://server:8000/v1'],
		['server', 'http://server/v1'],
		['http://server:8000/', 'http://server:8000/v1'],
		['http://server:8000/v1', 'http://server:8000/v1'],
		['http://server:8000/v1/', 'http://server:8000/v1'],
		['https://gateway/team/openai', 'https://gateway/team/openai'],
		['https://gateway/team/v1/chat/completions', 'https://gateway/team/v1'],
		['https://gateway/v1/completions?key=1#top', 'https://gateway/v1'],
		['http://server/v1/models', 'http://server/v1'],
		['"http://server:8000"', 'http://server:8000/v1'],
		['[::1]:8000', 'http://[::1]:8000/v1'],
		['http://me:secret@server', 'http://me:secret@server/v1'],
		['ftp://server', undefined],
		['http://', undefined],
		['two words', undefined],
	];
	for (const [written, url] of cases) it(`"${written}" is ${url ?? 'none'}`, () => assert.equal(baseUrl(written), url));

	it('keeps what is not OpenAI’s beside /v1', () => {
		assert.equal(rootOf('http://server:8000/v1'), 'http://server:8000');
		assert.equal(rootOf('https://gateway/team/v1'), 'https://gateway/team');
		assert.equal(rootOf('https://gateway/openai'), 'https://gateway/openai');
	});
});

describe('a model behind an OpenAI-compatible server', () => {
	const roles = (id: string, readsHoles?: boolean) => describeModel({ id }, readsHoles).roles.join(' ');

	it('is known by its name where the name says it', () => {
		assert.equal(describeModel({ id: 'deepseek-ai/deepseek-coder-6.7b-base' }, undefined).family, 'coderV1');
		assert.equal(describeModel({ id: 'DeepSeek-Coder-V2-Lite-Instruct' }, undefined).family, 'coderV2');
		assert.equal(describeModel({ id: 'coder', root: '/models/deepseek-coder-v2-lite-base' }, undefined).family, 'coderV2');
	});

	it('is known by how it reads the tokens of a hole where the name says nothing', () => {
		assert.equal(describeModel({ id: 'default' }, true).family, 'coderV1');
		assert.equal(describeModel({ id: 'default' }, false).family, 'other');
		assert.equal(describeModel({ id: 'default' }, undefined).family, 'other');
	});

	it('completes when it is a base model, chats first when it is an instruct model, and only chats when it has no holes', () => {
		assert.equal(roles('deepseek-coder-6.7b-base'), 'completion');
		assert.equal(roles('deepseek-coder-6.7b-instruct'), 'chat completion');
		assert.equal(roles('default', true), 'chat completion');
		assert.equal(roles('llama-3'), 'chat');
		assert.equal(roles('DeepSeek-R1-Distill-Qwen-7B'), 'chat');
	});

	it('has the figures that llama-server states, and a name without folders', () => {
		const meta = { n_ctx: 4096, n_ctx_train: 16384, n_params: 6.7e9, size: 4e9, ftype: 'Q4_K - Medium' };
		const model = describeModel({ id: '/models/deepseek-coder-6.7b-base.Q4_K_M.gguf', owned_by: 'llamacpp', meta }, true);
		assert.equal(model.label, 'deepseek-coder-6.7b-base.Q4_K_M');
		assert.equal(model.quantization, 'Q4_K_M');
		assert.equal(model.parameters, 6.7e9);
		assert.equal(model.fileBytes, 4e9);
		assert.equal(model.trainedContextTokens, 16384);
		assert.equal(model.isDemo, false);
	});

	it('is the toy when it is as small', () => {
		assert.equal(describeModel({ id: 'x', meta: { n_params: 5_868_800 } }, true).isDemo, true);
	});
});

describe('servers differ', () => {
	it('and are told apart by who owns their models', () => {
		assert.equal(servers.serverOf({ id: 'a', owned_by: 'llamacpp' }), 'llamaServer');
		assert.equal(servers.serverOf({ id: 'a', owned_by: 'vllm' }), 'vllm');
		assert.equal(servers.serverOf({ id: 'a', owned_by: 'organization_owner' }), 'other');
		assert.equal(servers.serverOf({ id: 'a' }), 'other');
	});

	it('in where they state the context', () => {
		assert.equal(servers.contextOf({ id: 'a', meta: { n_ctx: 4096 } }), 4096);
		assert.equal(servers.contextOf({ id: 'a', max_model_len: 2048 }), 2048);
		assert.equal(servers.contextOf({ id: 'a', meta: null }), undefined);
	});

	it('in the stop texts they take', () => {
		const stop = [...stopTokens, '\n\n', 'a', 'b', 'c', 'd'];
		assert.deepEqual(servers.stopTexts('llamaServer', stop), stop);
		assert.deepEqual(servers.stopTexts('vllm', stop), ['\n\n', 'a', 'b', 'c']);
		assert.deepEqual(servers.stopTexts('other', stop), stop.slice(0, 4));
	});

	it('in how they count: both with the last choice and after it, the cache where it is told', () => {
		assert.deepEqual(servers.usageOf({ usage: { prompt_tokens: 7, completion_tokens: 2, prompt_tokens_details: null } }), {
			promptTokens: 7,
			generatedTokens: 2,
		});
		const timed = { usage: { prompt_tokens: 7, prompt_tokens_details: { cached_tokens: 6 } }, timings: { prompt_ms: 1, predicted_ms: 2 } };
		assert.deepEqual(servers.usageOf(timed), { promptTokens: 7, cachedTokens: 6, promptMilliseconds: 1, generateMilliseconds: 2 });
	});
});

describe('what a server is asked', () => {
	const completion: GenerateRequest = {
		role: 'completion',
		prompt: [special('<｜fim▁begin｜>'), 'a<｜fim▁hole｜>', special('<｜fim▁hole｜>'), 'b', special('<｜fim▁end｜>')],
		maxTokens: 0.5,
		temperature: 0,
		stop: ['\n'],
	};

	it('is our own raw prompt, streamed, with at least one token, and no special token from a file', () => {
		const { kind, body } = requestBody('llamaServer', 'coder', completion);
		assert.equal(kind, 'completion');
		assert.deepEqual(body, {
			model: 'coder',
			stream: true,
			stream_options: { include_usage: true },
			max_tokens: 1,
			temperature: 0,
			stop: ['\n'],
			prompt: '<｜fim▁begin｜>a<\u200b｜fim▁hole｜><｜fim▁hole｜>b<｜fim▁end｜>',
		});
	});

	it('is a conversation where there are turns, what a tool gave in the user’s name', () => {
		const turns = [
			{ role: 'user', text: 'hi <|EOT|>' },
			{ role: 'tool', text: 'found' },
		] as const;
		const { kind, body } = requestBody('other', 'coder', { ...completion, turns });
		assert.equal(kind, 'chat');
		assert.deepEqual('messages' in body && body.messages, [
			{ role: 'user', content: 'hi <\u200b|EOT|>' },
			{ role: 'user', content: 'found' },
		]);
	});

	it('of JSON is said in each server’s way', () => {
		const schema = { type: 'null' };
		const format = { type: 'json_schema', json_schema: { name: 'answer', strict: true, schema } };
		const asked = (server: servers.ServerKind) => requestBody(server, 'coder', { ...completion, schema }).body as object;
		assert.deepEqual('json_schema' in asked('llamaServer'), true);
		assert.deepEqual((asked('vllm') as { response_format: unknown }).response_format, format);
	});
});

describe('a chunk of a streamed answer', () => {
	const garbage = (text: string) => new EngineError('badAnswer', text);
	const read = (...chunks: unknown[]) => {
		const state = { isThinking: false };
		return chunks.map(chunk => readChunk(chunk, state, garbage).text).join('');
	};
	const delta = (value: object) => ({ choices: [{ delta: value }] });

	it('may begin with nothing in either way', () => {
		assert.equal(read(delta({ role: 'assistant', content: null }), delta({ content: '' }), delta({ content: 'a' })), 'a');
	});

	it('may bring thinking apart, under either name, which is put between its tags again', () => {
		for (const name of ['reasoning_content', 'reasoning'])
			assert.equal(
				read(delta({ [name]: 'so' }), delta({ [name]: ' far' }), delta({ content: 'a' }), delta({ content: 'b' })),
				'<think>so far</think>ab',
			);
	});

	it('says why it ends', () => {
		const finish = (reason: string) =>
			readChunk({ choices: [{ text: 'a', finish_reason: reason }] }, { isThinking: false }, garbage).finish;
		assert.deepEqual(['stop', 'length', 'eos'].map(finish), ['stop', 'length', 'stop']);
	});

	it('is garbage without choice and usage', () => {
		for (const value of [null, 7, {}, { choices: [] }]) assert.throws(() => read(value), { kind: 'badAnswer' });
		assert.equal(read({ choices: [], usage: { prompt_tokens: 1 } }), '');
	});
});

describe('asking a busy server again', () => {
	const busy = new EngineError('busy', '429');

	it('waits ever longer, a random half of it', () => {
		const bounds = [0, 1, 2].map(attempt => [backoffMilliseconds(attempt, () => 0), backoffMilliseconds(attempt, () => 1)]);
		assert.deepEqual(bounds, [
			[250, 500],
			[500, 1000],
			[1000, 2000],
		]);
	});

	async function attempts(errors: readonly Error[], most: number, signal = never) {
		const waits: number[] = [];
		let asked = 0;
		const ask = () => {
			const error = errors[asked++];
			return error === undefined ? Promise.resolve('answer') : Promise.reject(error);
		};
		const wait = (milliseconds: number) => Promise.resolve(void waits.push(milliseconds));
		const end = await withRetries(ask, { most, random: () => 0.5, wait }, signal).catch((error: unknown) => error);
		return { end, asked, waits };
	}

	it('ends with the first answer', async () => {
		assert.deepEqual(await attempts([busy, busy], 3), { end: 'answer', asked: 3, waits: [375, 750] });
	});

	it('ends after the last attempt with what the server said', async () => {
		assert.deepEqual(await attempts([busy, busy, busy, busy, busy], 3), { end: busy, asked: 4, waits: [375, 750, 1500] });
		assert.deepEqual(await attempts([busy], 0), { end: busy, asked: 1, waits: [] });
	});

	it('is done at once, and once, when a kept connection was hung up', async () => {
		const hungUp = new EngineError('died', 'closed the connection without an answer');
		assert.deepEqual(await attempts([hungUp], 0), { end: 'answer', asked: 2, waits: [] });
		assert.deepEqual(await attempts([hungUp, busy], 3), { end: 'answer', asked: 3, waits: [375] });
		assert.deepEqual(await attempts([hungUp, hungUp], 3), { end: hungUp, asked: 2, waits: [] });
	});

	it('is for no other trouble, and for nobody who left', async () => {
		const refused = new EngineError('unreachable', 'refused');
		assert.deepEqual(await attempts([refused], 3), { end: refused, asked: 1, waits: [] });
		assert.deepEqual(await attempts([busy], 3, AbortSignal.abort()), { end: busy, asked: 1, waits: [] });
	});
});

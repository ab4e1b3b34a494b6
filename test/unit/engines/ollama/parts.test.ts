import assert from 'node:assert/strict';
import type { GenerateRequest, InstalledModel } from '../../../../src/core/engine/engine';
import { special } from '../../../../src/core/engine/prompt';
import { stopTokens } from '../../../../src/core/models/dialect';
import { Lane } from '../../../../src/engines/ollama/lane';
import { keepAlive, rawRequest, reasonOf, runnerOptions, usageOf } from '../../../../src/engines/ollama/rawRequest';
import { TokenRatio } from '../../../../src/engines/http/tokenRatio';

const model: InstalledModel = {
	id: 'm',
	label: 'm',
	family: 'coderV1',
	fileBytes: 1,
	trainedContextTokens: 2048,
	roles: ['completion'],
	isDemo: false,
};
const request: GenerateRequest = { role: 'completion', prompt: ['a'], maxTokens: 9, temperature: 0, stop: ['\n'] };

describe('a raw request', () => {
	it('holds the runner options, our stop texts, and forbids what the server would do in silence', () => {
		const raw = rawRequest(model, request, { num_ctx: 2048, num_thread: 2 }, '30m');
		assert.deepEqual(raw, {
			model: 'm',
			prompt: 'a',
			raw: true,
			stream: true,
			truncate: false,
			shift: false,
			keep_alive: '30m',
			options: {
				num_ctx: 2048,
				num_thread: 2,
				num_predict: 9,
				temperature: 0,
				stop: ['\n', ...stopTokens],
				repeat_penalty: 1,
				presence_penalty: 0,
				frequency_penalty: 0,
			},
		});
	});

	it('never asks for 0 tokens, which would be without limit, and never sends an empty stop list', () => {
		const { options } = rawRequest(model, { ...request, maxTokens: 0, stop: [] }, { num_ctx: 2048 }, '1m');
		assert.equal(options?.num_predict, 1);
		assert.deepEqual(options?.stop, stopTokens);
	});

	it('asks for no more context than the model was trained for, and for threads and layers only where they are named', () => {
		assert.deepEqual(runnerOptions(model, { contextTokens: 8192 }, undefined), { num_ctx: 2048 });
		assert.deepEqual(runnerOptions(model, { contextTokens: 1024, gpuLayers: 'auto' }, 3), { num_ctx: 1024, num_thread: 3 });
		assert.deepEqual(runnerOptions(model, { contextTokens: 1024, threads: 2, gpuLayers: 0 }, 3), {
			num_ctx: 1024,
			num_thread: 2,
			num_gpu: 0,
		});
	});

	it('keeps for ever what is to be kept -1 minutes', () => {
		assert.equal(keepAlive(-1), -1);
		assert.equal(keepAlive(0), '0m');
		assert.equal(keepAlive(30), '30m');
	});

	it('reads nanoseconds, and says nothing of what the server does not say', () => {
		const message = { done_reason: 'length', prompt_eval_count: 6, eval_count: 1, prompt_eval_duration: 2_500_000 };
		assert.deepEqual(usageOf(message), { promptTokens: 6, generatedTokens: 1, promptMilliseconds: 2.5 });
		assert.equal(reasonOf(message as Parameters<typeof reasonOf>[0]), 'length');
	});
});

describe('the ratio of characters to tokens', () => {
	it('begins with a guess and comes to what is measured', () => {
		const ratio = new TokenRatio();
		assert.equal(ratio.count('x'.repeat(320)), 100);
		for (let round = 0; round < 20; round++) ratio.learn(['x'.repeat(1000)], 501);
		assert.ok(Math.abs(ratio.charactersPerToken - 2) < 0.02, String(ratio.charactersPerToken));
	});

	it('does not count special tokens as text, and survives a count that makes no sense', () => {
		const ratio = new TokenRatio();
		for (let round = 0; round < 20; round++) ratio.learn([special('<｜fim▁begin｜>'), 'x'.repeat(1000), special('<｜fim▁end｜>')], 503);
		assert.ok(Math.abs(ratio.charactersPerToken - 2) < 0.02, String(ratio.charactersPerToken));
		ratio.learn(['x'.repeat(1000)], 0);
		assert.ok(Math.abs(ratio.charactersPerToken - 2) < 0.02);
	});

	it('forgets: what is edited now counts most', () => {
		const ratio = new TokenRatio();
		for (let round = 0; round < 100; round++) ratio.learn(['x'.repeat(4000)], 1001);
		for (let round = 0; round < 60; round++) ratio.learn(['x'.repeat(2000)], 1001);
		assert.ok(ratio.charactersPerToken < 2.3, String(ratio.charactersPerToken));
	});
});

describe('a lane', () => {
	const never = new AbortController().signal;

	it('lets in one after another, in order', async () => {
		const lane = new Lane();
		const order: string[] = [];
		const pass = async (name: string) => {
			const leave = await lane.enter(never);
			order.push(`${name} in`);
			await Promise.resolve();
			order.push(`${name} out`);
			leave?.();
		};
		await Promise.all(['a', 'b', 'c'].map(pass));
		assert.deepEqual(order, ['a in', 'a out', 'b in', 'b out', 'c in', 'c out']);
	});

	it('forgets who gave up while waiting', async () => {
		const lane = new Lane();
		const leave = await lane.enter(never);
		const controller = new AbortController();
		const given = lane.enter(controller.signal);
		const last = lane.enter(never);
		controller.abort();
		assert.equal(await given, undefined);
		leave?.();
		assert.ok(await last);
		assert.equal(await lane.enter(AbortSignal.abort()), undefined);
	});
});

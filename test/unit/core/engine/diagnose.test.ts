/** How far a connection goes: each step that can fail, and what is said of it. */
import assert from 'node:assert/strict';
import { diagnose, type Network, type Step, type StepResult } from '../../../../src/core/engine/diagnose';
import type { Engine, InstalledModel, LoadedModel } from '../../../../src/core/engine/engine';
import { EngineError } from '../../../../src/core/engine/engineError';
import type { StreamEvent } from '../../../../src/core/engine/streamEvent';

const never = new AbortController().signal;
const coder: InstalledModel = {
	id: 'coder',
	label: 'coder',
	family: 'coderV1',
	fileBytes: 0,
	roles: ['completion', 'chat'],
	isDemo: false,
};
const place = 'the server at gpu:8000';

/** An engine that does what a test scripts. */
class Scripted implements Engine {
	readonly id = 'openai';
	readonly place = place;
	url: string | undefined = 'http://gpu:8000/v1';
	installed: readonly InstalledModel[] = [coder];
	failure: { at: 'models' | 'load' | 'generate'; error: Error } | undefined;
	/** Of each prompt, by its parts. */
	promptTokens: (parts: number) => number | undefined = parts => (parts === 1 ? 4 : 7);

	models(): Promise<readonly InstalledModel[]> {
		return this.orFails('models', this.installed);
	}

	load(model: InstalledModel): Promise<LoadedModel> {
		return this.orFails('load', { installed: model, contextTokens: 2048, loadMilliseconds: 1 });
	}

	unload(): Promise<void> {
		return Promise.resolve();
	}

	async *generate(_: LoadedModel, { prompt }: { readonly prompt: readonly unknown[] }): AsyncGenerator<StreamEvent> {
		const promptTokens = await this.orFails('generate', this.promptTokens(prompt.length));
		yield { kind: 'end', reason: 'length', usage: promptTokens === undefined ? {} : { promptTokens } };
	}

	countTokens(): Promise<{ tokens: number; exact: boolean }> {
		return Promise.resolve({ tokens: 0, exact: false });
	}

	dispose(): void {
		// nothing is held
	}

	private orFails<T>(at: 'models' | 'load' | 'generate', value: T): Promise<T> {
		return this.failure?.at === at ? Promise.reject(this.failure.error) : Promise.resolve(value);
	}
}

const fine: Network = { resolve: () => Promise.resolve(['10.0.0.7']), connect: () => Promise.resolve() };

async function steps(engine: Engine, network = fine): Promise<readonly StepResult[]> {
	let clock = 0;
	const results: StepResult[] = [];
	for await (const result of diagnose(engine, { network, now: () => (clock += 10) }, never)) results.push(result);
	return results;
}

const names = (results: readonly StepResult[]) => results.map(({ step }) => step).join(' ');

describe('diagnosing a connection', () => {
	let engine: Scripted;
	beforeEach(() => (engine = new Scripted()));

	it('that is well goes from the name to the special tokens', async () => {
		assert.deepEqual(await steps(engine), [
			{ step: 'name', host: 'gpu', addresses: ['10.0.0.7'] },
			{ step: 'port', host: 'gpu', port: 8000, milliseconds: 10 },
			{ step: 'answer', place, models: ['coder'] },
			{ step: 'model', model: 'coder', contextTokens: 2048 },
			{ step: 'token', milliseconds: 10 },
			{ step: 'specialTokens', reading: 'right' },
		]);
	});

	it('asks for the port that the address stands for, and takes the brackets off an IPv6 address', async () => {
		const asked: (readonly [string, number])[] = [];
		const network: Network = { ...fine, connect: (host, port) => Promise.resolve(void asked.push([host, port])) };
		for (const url of ['https://gateway/v1', 'http://gateway/v1', 'http://[::1]:8000/v1']) {
			engine.url = url;
			await steps(engine, network);
		}
		assert.deepEqual(asked, [
			['gateway', 443],
			['gateway', 80],
			['::1', 8000],
		]);
	});

	it('of an engine inside of us has no name and no port', async () => {
		engine.url = undefined;
		assert.equal(names(await steps(engine)), 'answer model token specialTokens');
	});

	it('goes on where a proxy answers for a port that can’t be reached directly', async () => {
		const results = await steps(engine, { ...fine, connect: () => Promise.reject(new Error('no answer within 3 s')) });
		assert.equal(names(results), 'name detour answer model token specialTokens');
		assert.deepEqual(results[1], { step: 'detour', subject: 'gpu:8000', why: 'no answer within 3 s' });
	});

	it('goes by the model at work, not by the first', async () => {
		const other = { ...coder, id: 'other' };
		engine.installed = [coder, other];
		const results: StepResult[] = [];
		const options = { network: fine, now: () => 0, post: { model: other, options: { contextTokens: 1024 } } };
		for await (const result of diagnose(engine, options, never)) results.push(result);
		assert.deepEqual(results[3], { step: 'model', model: 'other', contextTokens: 2048 });
	});

	const failing: readonly (readonly [
		what: string,
		prepare: () => Network | void,
		done: string,
		failed: { at: Step; subject: string; why: string },
	])[] = [
		[
			'a name that nobody knows',
			() => ({ ...fine, resolve: () => Promise.reject(new Error('getaddrinfo ENOTFOUND gpu')) }),
			'failed',
			{ at: 'name', subject: 'gpu', why: 'getaddrinfo ENOTFOUND gpu' },
		],
		[
			'a port that nobody listens on',
			() => ({ ...fine, connect: () => Promise.reject(new Error('connect ECONNREFUSED')) }),
			'name failed',
			{ at: 'port', subject: 'gpu:8000', why: 'connect ECONNREFUSED' },
		],
		[
			'an answer that is not the protocol',
			() => void (engine.failure = { at: 'models', error: new EngineError('badAnswer', 'a web page') }),
			'name port failed',
			{ at: 'answer', subject: place, why: 'a web page' },
		],
		[
			'a server without a model',
			() => void (engine.installed = []),
			'name port answer failed',
			{ at: 'model', subject: '', why: 'it has no DeepSeek model' },
		],
		[
			'a model that does not load',
			() => void (engine.failure = { at: 'load', error: new EngineError('outOfMemory', '20 GiB') }),
			'name port answer failed',
			{ at: 'model', subject: 'coder', why: '20 GiB' },
		],
		[
			'a model that gives no token',
			() => void (engine.failure = { at: 'generate', error: new Error('engine died') }),
			'name port answer model failed',
			{ at: 'token', subject: 'coder', why: 'engine died' },
		],
	];
	for (const [what, prepare, done, failed] of failing) {
		it(`ends at ${what}`, async () => {
			const network = prepare() ?? fine;
			// What can't be reached does not answer either.
			if (failed.at === 'name' || failed.at === 'port') engine.failure = { at: 'models', error: new EngineError('unreachable', 'refused') };
			const results = await steps(engine, network);
			assert.equal(names(results), done);
			assert.deepEqual(results.at(-1), { step: 'failed', ...failed });
		});
	}

	const readings: readonly (readonly [what: string, prepare: () => void, reading: string])[] = [
		['read as text', () => (engine.promptTokens = parts => (parts === 1 ? 4 : 25)), 'asText'],
		['not counted', () => (engine.promptTokens = () => undefined), 'notCounted'],
		['not needed by a model that only chats', () => (engine.installed = [{ ...coder, roles: ['chat'] }]), 'noHoles'],
	];
	for (const [what, prepare, reading] of readings) {
		it(`says of special tokens that they are ${what}`, async () => {
			prepare();
			assert.deepEqual((await steps(engine)).at(-1), { step: 'specialTokens', reading });
		});
	}
});

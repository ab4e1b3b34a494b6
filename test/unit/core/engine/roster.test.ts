import assert from 'node:assert/strict';
import type { Engine, InstalledModel, LoadedModel } from '../../../../src/core/engine/engine';
import { EngineError } from '../../../../src/core/engine/engineError';
import type { Post } from '../../../../src/core/engine/post';
import { Roster } from '../../../../src/core/engine/roster';
import type { StreamEvent } from '../../../../src/core/engine/streamEvent';
import { SpeedMeter } from '../../../../src/core/metrics/speedMeter';

describe('the roster', () => {
	it('loads one model once for both roles', async () => {
		const { roster, post, engine } = setUp();
		await roster.assign({ completion: post, chat: post });
		assert.equal(roster.state.kind, 'waiting');

		const [completion, chat] = await Promise.all([roster.serve('completion', never), roster.serve('chat', never)]);

		assert.equal(engine.loads, 1);
		assert.equal(completion?.loaded, chat?.loaded);
		assert.equal(roster.state.kind, 'ready');
	});

	it('goes on loading when the request that asked gives up', async () => {
		const { roster, post, engine } = setUp();
		await roster.assign({ completion: post });
		engine.hold();
		const request = new AbortController();
		const served = roster.serve('completion', request.signal);
		request.abort();

		assert.equal(await served, undefined, 'the caller is free at once');
		engine.release();
		assert.ok(await roster.serve('completion', never));
		assert.equal(engine.loads, 1);
	});

	it('says what failed, keeps completions quiet for a while and then tries again by itself', async () => {
		const { roster, post, engine, clock } = setUp();
		await roster.assign({ completion: post });
		engine.failure = new EngineError('unreachable', 'refused');
		await assert.rejects(roster.serve('completion', never), { kind: 'unreachable' });
		assert.deepEqual(roster.state, { kind: 'trouble', error: engine.failure });

		assert.equal(await roster.serve('completion', never), undefined, 'quiet');
		engine.failure = undefined;
		clock.now += 5000;
		assert.ok(await roster.serve('completion', never), 'back');
		assert.equal(roster.state.kind, 'ready');
	});

	it('never makes a person in the chat wait after a failure', async () => {
		const { roster, post, engine } = setUp();
		await roster.assign({ completion: post, chat: post });
		engine.failure = new EngineError('died', 'gone');
		await assert.rejects(roster.serve('completion', never));
		engine.failure = undefined;
		assert.ok(await roster.serve('chat', never));
	});

	it('loads again after a stream failed', async () => {
		const { roster, post, engine } = setUp();
		await roster.assign({ chat: post });
		const served = await roster.serve('chat', never);
		engine.failure = new EngineError('died', 'killed');
		await assert.rejects(drain(served!.generate(request, never)), { kind: 'died' });
		assert.equal(roster.state.kind, 'trouble');

		engine.failure = undefined;
		await roster.serve('chat', never);
		assert.equal(engine.loads, 2);
	});

	it('does not call the engine broken because one prompt was too long', async () => {
		const { roster, post, engine } = setUp();
		await roster.assign({ chat: post });
		const served = await roster.serve('chat', never);
		engine.failure = new EngineError('promptTooLong', '9 of 8');
		await assert.rejects(drain(served!.generate(request, never)), { kind: 'promptTooLong' });
		assert.equal(roster.state.kind, 'ready');
	});

	it('unloads a model that lost its work, and only that', async () => {
		const { roster, post, engine } = setUp();
		const other: Post = { ...post, model: { ...post.model, id: 'other' } };
		await roster.assign({ completion: post, chat: other });
		await roster.serve('completion', never);
		await roster.serve('chat', never);
		await roster.assign({ completion: post, chat: post });
		assert.deepEqual(engine.unloaded, ['other']);
		assert.equal(roster.state.kind, 'ready');
	});

	it('unloads a model whose work went to another while it was loading', async () => {
		const { roster, post, engine } = setUp();
		const other: Post = { ...post, model: { ...post.model, id: 'other' } };
		await roster.assign({ completion: post });
		engine.hold();
		const served = roster.serve('completion', never);
		await roster.assign({ completion: other });
		engine.release();
		await served;
		assert.deepEqual(engine.unloaded, ['m', 'm'], 'at once, and again when it had arrived');
		assert.deepEqual(roster.loaded, []);
		assert.equal(roster.state.kind, 'waiting');
	});

	it('unloads what nobody has used for its minutes, says so, and loads it again at the next use', async () => {
		const { roster, post, engine, clock } = setUp();
		await roster.assign({ completion: post, chat: post });
		const served = await roster.serve('completion', never);
		const kept = () => roster.unloadIdle(() => 30);
		clock.now += 29 * 60_000;
		await kept();
		assert.deepEqual(engine.unloaded, [], 'not yet');

		clock.now += 60_000;
		await kept();
		await kept();
		assert.deepEqual(engine.unloaded, ['m'], 'once');
		assert.deepEqual(roster.state, { kind: 'waiting', model: post.model, isRested: true });
		assert.deepEqual(roster.rested, [{ post, minutes: 30 }]);
		assert.deepEqual(inMemory(roster), []);

		assert.equal(await text(served!.generate(request, never)), 'x', 'also for who was served before');
		assert.equal(engine.loads, 2);
		assert.deepEqual(roster.rested, []);
		assert.equal(roster.state.kind, 'ready');
	});

	it('takes nothing away that is at work, and counts from its end', async () => {
		const { roster, post, engine, clock } = setUp();
		await roster.assign({ chat: post });
		const answer = (await roster.serve('chat', never))!.generate(request, never)[Symbol.asyncIterator]();
		await answer.next();
		clock.now += 60 * 60_000;
		await roster.unloadIdle(() => 1);
		assert.deepEqual(engine.unloaded, [], 'an answer of an hour');
		await answer.return?.();
		await roster.unloadIdle(() => 1);
		assert.deepEqual(engine.unloaded, [], 'it has only just ended');
		await roster.unloadIdle(() => 0);
		assert.deepEqual(engine.unloaded, ['m'], 'not kept at all');
	});

	it('leaves alone what is kept for ever, and of two models the one in use', async () => {
		const { roster, post, engine, clock } = setUp();
		const chat: Post = { ...post, model: { ...post.model, id: 'chat' } };
		await roster.assign({ completion: post, chat });
		await roster.serve('completion', never);
		await roster.serve('chat', never);
		clock.now += 24 * 60 * 60_000;
		await roster.unloadIdle(() => undefined);
		assert.deepEqual(engine.unloaded, []);

		await roster.serve('completion', never);
		await roster.unloadIdle(() => 30);
		assert.deepEqual(engine.unloaded, ['chat']);
		assert.equal(roster.state.kind, 'ready', 'one still completes');
	});

	it('takes the counting of tokens for use, and wakes a model for it', async () => {
		const { roster, post, engine, clock } = setUp();
		await roster.assign({ chat: post });
		const served = (await roster.serve('chat', never))!;
		clock.now += 29 * 60_000;
		await served.countTokens('x', never);
		clock.now += 29 * 60_000;
		await roster.unloadIdle(() => 30);
		assert.deepEqual(engine.unloaded, []);

		clock.now += 60_000;
		await roster.unloadIdle(() => 30);
		assert.deepEqual(engine.unloaded, ['m']);
		await served.countTokens('x', never);
		assert.deepEqual([engine.loads, inMemory(roster)], [2, ['m']]);
	});

	it('tells of no rest from work that was given out before', async () => {
		const { roster, post, clock } = setUp();
		await roster.assign({ chat: post });
		await roster.serve('chat', never);
		clock.now += 60_000;
		await roster.unloadIdle(() => 1);
		assert.deepEqual(roster.rested, [{ post, minutes: 1 }]);
		await roster.assign({ completion: post });
		assert.deepEqual(roster.rested, []);
	});

	it('models that do not fit together take turns: the other one is unloaded first, and loaded again when it is asked', async () => {
		const { roster, post, engine, clock } = setUp();
		const chat: Post = { ...post, model: { ...post.model, id: 'chat' } };
		await roster.assign({ completion: post, chat }, true);
		await roster.serve('completion', never);
		const served = await roster.serve('chat', never);
		assert.deepEqual(engine.unloaded, ['m']);
		assert.deepEqual(inMemory(roster), ['chat']);

		assert.equal(await roster.serve('completion', never), undefined, 'who was served is about to ask');
		clock.now += 5000;
		assert.ok(await roster.serve('completion', never));
		assert.deepEqual(engine.unloaded, ['m', 'chat']);

		assert.equal(await text(served!.generate(request, never)), 'x', 'loaded again for who was served before');
		assert.deepEqual(inMemory(roster), ['chat']);
	});

	it('takes no model away that is at work: a completion gets nothing, a person waits for the end', async () => {
		const { roster, post, engine, clock } = setUp();
		const chat: Post = { ...post, model: { ...post.model, id: 'chat' } };
		await roster.assign({ completion: post, chat }, true);
		const answer = (await roster.serve('chat', never))!.generate(request, never)[Symbol.asyncIterator]();
		await answer.next();
		clock.now += 60_000;
		assert.equal(await roster.serve('completion', never), undefined);
		assert.deepEqual(engine.unloaded, []);
		await answer.return?.();

		clock.now += 5000;
		const suggestion = (await roster.serve('completion', never))!.generate(request, never)[Symbol.asyncIterator]();
		await suggestion.next();
		const asked = roster.serve('chat', never);
		await new Promise(resolve => setImmediate(resolve));
		assert.deepEqual(inMemory(roster), ['m'], 'still at work');
		await suggestion.return?.();
		assert.ok(await asked);
		assert.deepEqual(inMemory(roster), ['chat']);
	});

	it('counts tokens when it is their turn and gives the memory back, and guesses for a completion that has to stand back', async () => {
		const { roster, post, clock } = setUp();
		const chat: Post = { ...post, model: { ...post.model, id: 'chat' } };
		await roster.assign({ completion: post, chat }, true);
		const completing = (await roster.serve('completion', never))!;
		const chatting = (await roster.serve('chat', never))!;
		assert.deepEqual(await completing.countTokens('a text', never), { tokens: 2, exact: false });
		assert.deepEqual(inMemory(roster), ['chat']);

		clock.now += 5000;
		assert.deepEqual(await completing.countTokens('a text', never), { tokens: 1, exact: true });
		assert.deepEqual(inMemory(roster), ['m']);
		assert.deepEqual(await chatting.countTokens('a text', never), { tokens: 1, exact: true });
		assert.deepEqual(inMemory(roster), ['chat']);
	});

	it('one that reasons has the memory alone, and gives it back when the others are asked', async () => {
		const { roster, post, engine, clock } = setUp();
		const named = (id: string): Post => ({ ...post, model: { ...post.model, id } });
		await roster.assign({ completion: post, chat: named('chat') }, false, named('r1'));
		await roster.serve('completion', never);
		await roster.serve('chat', never);
		assert.deepEqual(inMemory(roster), ['m', 'chat'], 'these two fit together');

		const reasoner = await roster.serveReasoner(never);
		assert.deepEqual([inMemory(roster), engine.unloaded], [['r1'], ['m', 'chat']]);
		assert.equal(await text(reasoner!.generate(request, never)), 'x');
		assert.equal(await roster.serve('completion', never), undefined, 'who was answered is about to ask again');

		clock.now += 5000;
		await roster.serve('chat', never);
		await roster.serve('completion', never);
		assert.deepEqual(inMemory(roster), ['chat', 'm']);
		await roster.assign({ completion: post, chat: named('r1') }, false, named('r1'));
		assert.equal(roster.reasoner, undefined, 'it is the one that chats');
		assert.equal(await roster.serveReasoner(never), undefined);
	});

	it('goes on taking turns after a load that failed and a request that gave up', async () => {
		const { roster, post, engine, clock } = setUp();
		const chat: Post = { ...post, model: { ...post.model, id: 'chat' } };
		await roster.assign({ completion: post, chat }, true);
		engine.failure = new EngineError('unreachable', 'refused');
		await assert.rejects(roster.serve('chat', never), { kind: 'unreachable' });
		engine.failure = undefined;
		engine.hold();
		const gone = new AbortController();
		const given = roster.serve('chat', gone.signal);
		gone.abort();
		assert.equal(await given, undefined);
		engine.release();
		assert.ok(await roster.serve('chat', never));
		clock.now += 10_000;
		assert.ok(await roster.serve('completion', never));
		assert.deepEqual(inMemory(roster), ['m']);
	});

	it('lets who asks before the first plan wait for it', async () => {
		const { roster, post } = setUp();
		const early = roster.serve('completion', never);
		const gone = new AbortController();
		const impatient = roster.serve('completion', gone.signal);
		gone.abort();
		assert.equal(await impatient, undefined);
		await roster.assign({ completion: post });
		assert.ok(await early);
	});

	it('has nobody to send when nothing is assigned', async () => {
		const { roster } = setUp();
		await roster.assign({});
		assert.equal(await roster.serve('chat', never), undefined);
		assert.equal(roster.state.kind, 'noModel');
	});
});

const never = new AbortController().signal;
const request = { prompt: ['x'], maxTokens: 8, temperature: 0, stop: [] };

function setUp() {
	const clock = { now: 100_000 };
	const engine = new ScriptedEngine();
	const roster = new Roster(new SpeedMeter(() => clock.now), () => clock.now);
	const model: InstalledModel = { id: 'm', label: 'm', family: 'coderV1', fileBytes: 1, roles: ['completion', 'chat'], isDemo: false };
	const post: Post = { engine, model, options: { contextTokens: 4096 } };
	return { clock, engine, roster, post };
}

/** An engine whose failures and delays the test decides: what a real one can't be made to do at will. */
class ScriptedEngine implements Engine {
	readonly id = 'ollama';
	readonly place = 'Ollama';
	loads = 0;
	failure: EngineError | undefined;
	readonly unloaded: string[] = [];
	private held: Promise<void> | undefined;
	release: () => void = () => undefined;

	hold(): void {
		this.held = new Promise(resolve => (this.release = resolve));
	}

	models(): Promise<readonly InstalledModel[]> {
		return Promise.resolve([]);
	}

	async load(installed: InstalledModel): Promise<LoadedModel> {
		this.loads++;
		await this.held;
		if (this.failure) throw this.failure;
		return { installed, contextTokens: 4096, loadMilliseconds: 1 };
	}

	unload(model: InstalledModel): Promise<void> {
		this.unloaded.push(model.id);
		return Promise.resolve();
	}

	async *generate(): AsyncGenerator<StreamEvent> {
		yield await Promise.resolve({ kind: 'text', text: 'x', tokens: 1 } as const);
		if (this.failure) throw this.failure;
		yield { kind: 'end', reason: 'stop', usage: {} };
	}

	countTokens() {
		return Promise.resolve({ tokens: 1, exact: true });
	}

	dispose(): void {
		this.release();
	}
}

function inMemory(roster: Roster): readonly string[] {
	return roster.loaded.map(({ post }) => post.model.id);
}

async function text(stream: AsyncIterable<StreamEvent>): Promise<string> {
	let all = '';
	for await (const event of stream) if (event.kind === 'text') all += event.text;
	return all;
}

async function drain(stream: AsyncIterable<unknown>): Promise<void> {
	for await (const _ of stream);
}

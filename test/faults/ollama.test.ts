/** What happens to a real Ollama: its processes are killed, its model is deleted, its context overflows. Each time as in `server.test.ts`. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { Ollama } from 'ollama';
import { startOllama } from '../../scripts/lib/ollama.mjs';
import { Missing } from '../../scripts/lib/say.mjs';
import { OllamaEngine } from '../../src/engines/ollama/ollamaEngine';
import { eventually } from '../support/eventually';
import { Person } from '../support/person';
import { skipBecause } from '../support/skipBecause';

const model = 'deepseek-coder-demo';
const shown = 'first + second';

describe('fault of a real Ollama:', function () {
	this.timeout(60_000);
	let server: Awaited<ReturnType<typeof startOllama>>;
	let person: Person;

	before(async function () {
		this.timeout(20 * 60_000); // where it has to be built first
		server = await startOllama(path.resolve('media/demo-model/demo.gguf'), model).catch((error: unknown) => {
			if (error instanceof Missing) skipBecause(this, error.message);
			throw error;
		});
	});
	after(() => server?.stop());

	beforeEach(async () => {
		const log = { info: () => undefined, warn: () => undefined };
		const settings = { host: server.address, headers: () => ({}), keepAliveMinutes: () => 5, threads: () => 1, log };
		person = await Person.sitsDown(new OllamaEngine(settings));
		assert.equal(await person.sees(), shown, 'before');
	});
	afterEach(() => person.leaves());

	const place = () => `Ollama at ${new URL(server.address).host}`;
	const died = () => `${place()} broke off in the middle of its work. The next request tries again.`;
	const runners = () => childrenOf(server.pid ?? 0);

	/** Does this in the moment in which the first word of an answer is there; the runner says no more after it. */
	async function asksUntil(then: (runner: number) => void): Promise<ReturnType<Person['asks']>> {
		const [runner = assert.fail('no runner')] = runners();
		let done = false;
		person.hears = ({ kind }) => {
			if (kind !== 'turnText' || done) return;
			done = true;
			process.kill(runner, 'SIGSTOP');
			then(runner);
		};
		return person.asks('Explain this code: function add(first, second) { return first + second; }');
	}

	async function isWellAgain(): Promise<void> {
		assert.equal((await person.retries()).outcome?.kind, 'done');
		await person.waits(60_000);
		assert.equal(await person.sees(), shown);
		assert.equal(person.status, 'ready');
	}

	it('dies mid-stream (and leaves its runner)', async () => {
		let left = 0;
		const { pid = 0 } = server;
		const answer = await asksUntil(runner => {
			left = runner;
			process.kill(pid, 'SIGKILL');
		});
		assert.deepEqual(answer.outcome, { kind: 'failed', message: died() });
		assert.ok(answer.text.length > 0, 'what was said is kept');
		const refused = `${place()} does not answer. Start it with \`ollama serve\`, or set \`deepseekCoder.engine\` to \`embedded\`.`;
		await person.waits(5000);
		for (let key = 0; key < 20; key++) assert.match(await person.sees(), /^\((engineTrouble|noModel)\)$/);
		assert.deepEqual((await person.retries()).outcome, { kind: 'failed', message: refused });
		assert.deepEqual(person.notices, [`DeepSeek Coder: ${refused}`]);
		assert.ok(isRunning(left), 'the runner outlives its server');
		await server.startAgain();
		await isWellAgain();
		assert.ok(!runners().includes(left), 'the new server has one of its own');
		process.kill(left, 'SIGKILL');
		assert.equal(person.notices.length, 1);
	});

	it('runner killed', async () => {
		const answer = await asksUntil(runner => process.kill(runner, 'SIGKILL'));
		assert.deepEqual(answer.outcome, { kind: 'failed', message: died() });
		assert.equal(await person.sees(), '(noModel)', 'quiet for a while');
		await isWellAgain();
		// While nobody asks, nobody notices: the next request loads it again.
		const [runner = assert.fail('no runner')] = runners();
		process.kill(runner, 'SIGKILL');
		await eventually('the runner to be gone', () => !runners().includes(runner));
		assert.equal(await person.sees(), shown);
		assert.deepEqual(person.notices, []);
	});

	it('restarts', async () => {
		const { pid = 0 } = server;
		const own = runners();
		process.kill(pid, 'SIGTERM');
		await eventually('it and its runner to be gone', () => ![pid, ...own].some(isRunning));
		await server.startAgain();
		// With nothing of what it knew in memory; a request may find the old connection closed, once.
		await person.sees();
		await person.waits(5000);
		assert.equal(await person.sees(), shown);
		assert.equal((await person.asks()).outcome?.kind, 'done');
		assert.deepEqual([person.notices, person.status], [[], 'ready']);
	});

	it('model deleted while loaded', async () => {
		const client = new Ollama({ host: server.address });
		await client.copy({ source: model, destination: 'kept' });
		await client.delete({ model });
		const says = `${place()} does not have ${model}:latest (any more). Get it again, or switch the model.`;
		assert.deepEqual((await person.asks()).outcome, { kind: 'failed', message: says });
		assert.deepEqual(person.notices, [`DeepSeek Coder: ${says}`]);
		for (let key = 0; key < 20; key++) assert.equal(await person.sees(), '(noModel)');
		// What else is there takes its place, without anybody asking for it.
		await person.waits(5000);
		assert.equal(person.roster.post('completion')?.model.id, 'kept:latest');
		assert.equal(await person.sees(), shown);
		await client.copy({ source: 'kept', destination: model });
		await client.delete({ model: 'kept' });
		assert.equal(await person.sees(), '(engineTrouble)');
		assert.equal(await person.sees(), '(noModel)', 'quiet for a while');
		await person.waits(60_000);
		assert.equal(person.roster.post('completion')?.model.id, `${model}:latest`);
		await isWellAgain();
		assert.equal(person.notices.length, 1);
	});

	it('context overflow', async () => {
		const [engine = assert.fail()] = person.engines;
		const [demo = assert.fail()] = await engine.models(new AbortController().signal);
		const post = { engine, model: demo, options: { contextTokens: 512, threads: 1 } };
		await person.roster.assign({ completion: post, chat: post });
		// A text of more tokens than its characters make believe.
		const answer = await person.asks('⊕⊗⊘⊙'.repeat(90));
		assert.deepEqual(answer.outcome, {
			kind: 'failed',
			message: 'The question does not fit into the context of 512 tokens. Ask about less code, or raise `deepseekCoder.contextTokens`.',
		});
		assert.deepEqual(person.notices, []);
		assert.equal(await person.sees(), shown, 'it is the question’s fault, not the engine’s');
		assert.equal((await person.asks('hi')).outcome?.kind, 'done');
	});
});

function childrenOf(parent: number): readonly number[] {
	const rows = execFileSync('ps', ['-A', '-o', 'pid=,ppid=,stat='], { encoding: 'utf8' }).trim().split('\n');
	const processes = rows.map(row => row.trim().split(/\s+/));
	return processes.filter(([, ppid, state]) => Number(ppid) === parent && !state?.startsWith('Z')).map(([pid]) => Number(pid));
}

function isRunning(pid: number): boolean {
	try {
		process.kill(pid, 0);
		return true;
	} catch {
		return false;
	}
}

/**
 * The faults of a server, one by one, by their names: each time the person is told once, completions are quiet and ask next to nothing, the chat
 * says what happened and its Retry works, and when the fault is over completions come back by themselves.
 */
import assert from 'node:assert/strict';
import { delay } from '../../src/core/base/abort';
import { FakeOllama, isPrompt, isWork, token, type Fault } from '../support/fakeOllama';
import { FakeOpenAi } from '../support/fakeOpenAi';
import { FakeServer, json, lines, silence, text, type FakeAnswer } from '../support/fakeServer';
import { Person } from '../support/person';
import { skipBecause } from '../support/skipBecause';
import { OpenAiEngine } from '../../src/engines/openai/openAiEngine';
import { OllamaEngine } from '../../src/engines/ollama/ollamaEngine';
import type { OllamaSettings } from '../../src/engines/ollama/ollamaServer';

const page = '<!DOCTYPE html><html><head><title>502 Bad Gateway</title></head><body>nginx</body></html>';
const shown = 'first + second';

describe('fault:', () => {
	let server: FakeOllama;
	let person: Person | undefined;

	beforeEach(async () => {
		server = await FakeOllama.start();
	});
	afterEach(async () => {
		await person?.leaves();
		person = undefined;
		await server.stop();
	});

	const place = () => `Ollama at 127.0.0.1:${server.server.port}`;

	function ollama(change: Partial<OllamaSettings> = {}): OllamaEngine {
		const log = { info: () => undefined, warn: () => undefined };
		return new OllamaEngine({
			host: server.server.url,
			headers: () => ({}),
			keepAliveMinutes: () => 5,
			threads: () => 1,
			log,
			...change,
		});
	}

	interface Course {
		readonly begins: () => unknown;
		/** By default nothing more is wrong with what the server says. */
		readonly ends?: () => unknown;
		/** In a notification, or `undefined` where none is called for. */
		readonly notice: string | undefined;
		/** In the chat; by default as in the notification. */
		readonly chat?: string;
		/** Requests to the model while it lasts, for twenty keystrokes within five seconds and a question. */
		readonly most?: number;
	}

	/** A person for whom all was well lives through a fault. */
	async function survives(who: Person, { begins, ends = heal, notice, chat = notice, most = 4 }: Course): Promise<void> {
		person = who;
		assert.equal(await who.sees(), shown, 'before');
		await begins();
		const before = server.asked;
		for (let key = 0; key < 20; key++) assert.match(await who.sees(), /^\((engineTrouble|noModel)\)$/);
		const said = await who.asks();
		assert.deepEqual(said.outcome, { kind: 'failed', message: chat });
		assert.equal(who.status, chat);
		assert.deepEqual(who.notices, notice === undefined ? [] : [`DeepSeek Coder: ${notice}`]);
		assert.ok(server.asked - before <= most, `${server.asked - before} requests`);
		await ends();
		const again = await who.retries();
		assert.deepEqual([again.text, again.outcome?.kind], [shown, 'done'], 'Retry');
		await fallsAgain(who, begins, ends);
		await who.waits(60_000);
		assert.equal(await who.sees(), shown, 'by itself');
		assert.equal(who.status, 'ready');
		assert.equal(who.notices.length, notice === undefined ? 0 : 1, 'told once');
	}

	/** Without anybody pressing Retry after it. */
	async function fallsAgain(who: Person, begins: () => unknown, ends: () => unknown): Promise<void> {
		await begins();
		assert.equal(await who.sees(), '(engineTrouble)');
		await ends();
		assert.match(await who.sees(), /^\((engineTrouble|noModel)\)$/, 'quiet for a while');
	}

	const heal = () => (server.fault = () => undefined);
	/** To prompts; loads are fine. */
	const answering = (answer: FakeAnswer) => () => (server.fault = request => (isPrompt(request) ? answer : undefined));

	it('server not running', async () => {
		await server.server.stop();
		let asked = 0;
		const counting: typeof fetch = (...call) => (asked++, fetch(...call));
		person = await Person.sitsDown(ollama({ fetch: counting }));
		const says = `${place()} does not answer. Start it with \`ollama serve\`, or set \`deepseekCoder.engine\` to \`embedded\`.`;
		for (let key = 0; key < 20; key++) assert.equal(await person.sees(), '(noModel)');
		assert.equal(asked, 1);
		assert.deepEqual((await person.asks()).outcome, { kind: 'failed', message: says });
		// An hour later it has been looked for once a minute at most, and nothing more was said.
		for (let minute = 0; minute < 60; minute++) await person.waits(60_000);
		assert.ok(asked <= 61, `${asked} requests`);
		assert.deepEqual(person.notices, [`DeepSeek Coder: ${says}`]);
		await server.server.startAgain();
		await person.waits(60_000);
		assert.equal(await person.sees(), shown);
		assert.equal((await person.retries()).outcome?.kind, 'done');
		assert.equal(person.status, 'ready');
	});

	it('refuses', async () => {
		await survives(await Person.sitsDown(ollama()), {
			begins: () => server.server.stop(),
			ends: () => server.server.startAgain(),
			notice: `${place()} does not answer. Start it with \`ollama serve\`, or set \`deepseekCoder.engine\` to \`embedded\`.`,
		});
	});

	it('accepts and never answers', async () => {
		const short = { firstByte: 50, silence: 50 };
		await survives(await Person.sitsDown(ollama({ limits: { work: short, completion: short, list: short } })), {
			begins: () => (server.fault = () => silence),
			notice: `${place()} does not answer. Start it with \`ollama serve\`, or set \`deepseekCoder.engine\` to \`embedded\`.`,
		});
	});

	it('answers slowly', async () => {
		// Each limit is for the time in which nothing comes, so that slow is not hung.
		const short = { firstByte: 500, silence: 500 };
		const limits = { work: short, completion: short };
		person = await Person.sitsDown(ollama({ limits }));
		const words = Array.from({ length: 12 }, () => token('a '));
		const slowly = async (response: Parameters<FakeAnswer>[0]) => {
			response.writeHead(200, { 'content-type': 'application/x-ndjson' });
			for (const word of [...words, { ...token(''), done: true, done_reason: 'stop' }]) {
				await delay(60);
				response.write(`${JSON.stringify(word)}\n`);
			}
			response.end();
		};
		answering(response => void slowly(response))();
		const answer = await person.asks();
		assert.equal(answer.outcome?.kind, 'done');
		assert.equal(answer.text.trim(), 'a '.repeat(12).trim());
		// Who does not want to wait is free at once, and what came is kept.
		person.hears = ({ kind }) => void (kind === 'turnText' && person?.stopsAnswer());
		assert.equal((await person.asks()).outcome?.kind, 'stopped');
		assert.deepEqual([person.notices, person.status], [[], 'ready']);
	});

	it('garbage', async () => {
		await survives(await Person.sitsDown(ollama()), {
			begins: answering(text(200, '\u0000\u0001 not json', 'application/x-ndjson')),
			notice: `${place()} answered something that is not its protocol; a proxy may stand between. Check \`deepseekCoder.ollama.host\`.`,
		});
	});

	it('truncated JSON', async () => {
		await survives(await Person.sitsDown(ollama()), {
			begins: answering(lines(['{"response":"a","do'])),
			notice: `${place()} answered something that is not its protocol; a proxy may stand between. Check \`deepseekCoder.ollama.host\`.`,
		});
	});

	it('HTML from a proxy', async () => {
		for (const status of [200, 502]) {
			await survives(await Person.sitsDown(ollama()), {
				begins: answering(text(status, page, 'text/html')),
				notice: `${place()} answered something that is not its protocol; a proxy may stand between. Check \`deepseekCoder.ollama.host\`.`,
			});
			await person?.leaves();
			person = undefined;
		}
	});

	it('400 "does not support insert"', async () => {
		await survives(await Person.sitsDown(ollama()), {
			begins: answering(json(400, { error: 'm does not support insert' })),
			notice: `${place()} failed: answered 400 to a request for deepseek-coder-demo:latest: m does not support insert`,
		});
	});

	it('401 (object and string)', async () => {
		const other = await FakeOpenAi.start();
		const log = { info: () => undefined };
		for (const error of [{ message: 'Invalid API Key', type: 'authentication_error', code: 401 }, 'Unauthorized']) {
			const refusing = json(401, { error });
			await survives(await Person.sitsDown(ollama()), {
				begins: answering(refusing),
				notice: `${place()} refused the request (status 401). Check \`deepseekCoder.ollama.headers\`.`,
			});
			await person?.leaves();
			const baseUrl = `${other.server.url}/v1`;
			const engine = new OpenAiEngine({ baseUrl, apiKey: () => Promise.resolve('wrong'), headers: () => ({}), log });
			await survives(await Person.sitsDown(engine), {
				begins: () => (other.fault = ({ path }) => (path.endsWith('/completions') ? refusing : undefined)),
				ends: () => (other.fault = () => undefined),
				notice:
					`The server at 127.0.0.1:${other.server.port} refused the request (status 401). ` +
					'Use the command "Set API Key", or check `deepseekCoder.openai.headers`.',
			});
			await person?.leaves();
			person = undefined;
		}
		await other.stop();
	});

	it('404 model', async () => {
		const gone: Fault = request => {
			if (request.path === '/api/tags') return json(200, { models: [] });
			return isWork(request) ? json(404, { error: "model 'deepseek-coder-demo:latest' not found" }) : undefined;
		};
		await survives(await Person.sitsDown(ollama()), {
			begins: () => (server.fault = gone),
			notice: `${place()} does not have deepseek-coder-demo:latest (any more). Get it again, or switch the model.`,
		});
	});

	it('429', async () => {
		await survives(await Person.sitsDown(ollama()), {
			begins: answering(json(429, { error: 'slow down' })),
			notice: undefined,
			chat: `${place()} is busy with other requests. Try again in a moment.`,
		});
	});

	it('500 out of memory', async () => {
		const error = 'model requires more system memory (20.5 GiB) than is available (11.2 GiB)';
		await survives(await Person.sitsDown(ollama()), {
			begins: () => (server.fault = request => (isWork(request) ? json(500, { error }) : undefined)),
			notice:
				`Not enough memory for deepseek-coder-demo:latest: answered 500 to a request for deepseek-coder-demo:latest: ${error}. ` +
				'Choose a smaller model or quantization, or less context.',
		});
	});

	it('redirect', async () => {
		// One that is meant for requests like ours is followed, and nobody notices.
		const real = await FakeOllama.start();
		person = await Person.sitsDown(ollama());
		server.fault = request => response => response.writeHead(307, { location: real.server.url + request.path }).end();
		assert.equal(await person.sees(), shown);
		assert.equal((await person.asks()).text, shown);
		assert.deepEqual([person.notices, person.status], [[], 'ready']);
		await person.leaves();
		await real.stop();
		heal();
		// One to a page where somebody is to log in is told as what it is.
		const login = await FakeServer.start(text(200, '<html><title>Sign in</title></html>', 'text/html'));
		await survives(await Person.sitsDown(ollama()), {
			begins: answering(response => response.writeHead(302, { location: `${login.url}/login` }).end()),
			notice: `${place()} answered something that is not its protocol; a proxy may stand between. Check \`deepseekCoder.ollama.host\`.`,
		});
		await login.stop();
	});

	it('IPv6-only localhost', async function () {
		const six = await FakeOllama.start('::1').catch(() => skipBecause(this, 'nothing can listen on ::1 here'));
		person = await Person.sitsDown(ollama({ host: `http://localhost:${six.server.port}` }));
		assert.equal(await person.sees(), shown);
		assert.equal((await person.asks()).text, shown);
		assert.deepEqual([person.notices, person.status], [[], 'ready']);
		await six.stop();
	});

	it('the loop guard’s end without `done`', async () => {
		person = await Person.sitsDown(ollama());
		answering(lines(Array.from({ length: 31 }, () => token('a '))))();
		const answer = await person.asks();
		assert.equal(answer.outcome?.kind, 'looped');
		assert.equal(answer.text.trim(), 'a '.repeat(31).trim(), 'what was said is kept');
		await person.sees();
		assert.deepEqual([person.notices, person.status], [[], 'ready']);
		heal();
		assert.equal((await person.retries()).outcome?.kind, 'done');
		assert.equal(await person.sees(), shown);
	});
});

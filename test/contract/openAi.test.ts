/**
 * The contract against real servers that speak OpenAI's protocol and hold the demo model. `npm run test:servers` starts them; by hand:
 * DEEPSEEK_CODER_TEST_LLAMA_SERVER=http://127.0.0.1:8080 and DEEPSEEK_CODER_TEST_VLLM=http://127.0.0.1:8000, the model named deepseek-coder-demo.
 */
import assert from 'node:assert/strict';
import type { GenerateRequest, InstalledModel, LoadedModel } from '../../src/core/engine/engine';
import { chatPrompt, fillInTheMiddle, stopTokens, type Turn } from '../../src/core/models/dialect';
import { baseUrl } from '../../src/engines/openai/baseUrl';
import { OpenAiEngine } from '../../src/engines/openai/openAiEngine';
import { collect } from '../support/collect';
import { Relay, type Passage } from '../support/relay';
import { engineContract, neverReached, type EngineUnderTest, type Expected } from './suite';

const never = new AbortController().signal;

interface ServerUnderTest {
	readonly name: string;
	readonly address: string | undefined;
	/** Resolves when the server works on nothing. */
	readonly idle: (address: string) => Promise<void>;
	readonly expected: Expected;
}

const shared = { brokenOff: ['died'], away: ['unreachable'] } as const;

const servers: readonly ServerUnderTest[] = [
	{
		name: 'llama-server',
		address: process.env.DEEPSEEK_CODER_TEST_LLAMA_SERVER,
		idle: address => gaugeIsZero(address, /^llamacpp:requests_processing (\d+)/m),
		expected: {
			...shared,
			countsExactly: true,
			promptCancel: {
				idle: 'afterTheBatch',
				because: 'it looks for clients that left once a second and after each batch',
				check: () => undefined,
			},
		},
	},
	{
		name: 'vLLM',
		address: process.env.DEEPSEEK_CODER_TEST_VLLM,
		idle: address => gaugeIsZero(address, /^vllm:num_requests_running\{[^}]*\} (\d+)/m),
		expected: {
			...shared,
			countsExactly: true,
			saysLittle: 'its list of models has a name and a context, nothing of the file',
			timesItself: false,
			promptCancel: { idle: 'afterTheBatch', because: 'it ends the step it is at', check: () => undefined },
		},
	},
];

for (const server of servers) {
	const { name, address } = server;
	describe(name, function () {
		this.timeout(120_000);
		if (!address) {
			it(`is not installed here; \`npm run test:servers\` installs it`, function () {
				this.skip();
			});
			return;
		}
		engineContract(name, () => setUp(server));
		describe(`${name} in particular`, () => inParticular(server));
	});
}

interface OpenAiUnderTest extends EngineUnderTest {
	readonly engine: OpenAiEngine;
	readonly relay: Relay;
}

async function setUp({ address = '', idle, expected }: ServerUnderTest): Promise<OpenAiUnderTest> {
	const relay = new Relay(address);
	await relay.listen();
	// The toy is through with an answer in a few milliseconds: too soon to be cancelled for sure.
	relay.holdBack = passage => bodyOf(passage).max_tokens === neverReached;
	const engine = new OpenAiEngine({
		baseUrl: baseUrl(relay.url) ?? '',
		apiKey: () => Promise.resolve(undefined),
		headers: () => ({}),
		log: { info: () => undefined },
	});
	return {
		engine,
		relay,
		demoModelId: 'deepseek-coder-demo',
		loadOptions: { contextTokens: 4096 },
		expected,
		evaluating: () => relay.until(passages => passages.some(passage => isGeneration(passage) && passage.state === 'sent')),
		async idle() {
			await relay.until(passages => passages.every(({ state }) => state !== 'sent' && state !== 'answering'));
			await idle(address);
		},
		takeAway: () => relay.goAway(),
		bringBack: () => relay.listen(),
		dispose: () => relay.goAway(),
	};
}

function inParticular(server: ServerUnderTest): void {
	let subject: OpenAiUnderTest;
	let demo: InstalledModel;
	let loaded: LoadedModel;

	before(async () => {
		subject = await setUp(server);
		demo = (await subject.engine.models(never)).find(({ id }) => id === subject.demoModelId)!;
		loaded = await subject.engine.load(demo, subject.loadOptions, never);
	});
	after(async () => {
		subject?.engine.dispose();
		await subject?.dispose();
	});

	const ask = (change: Partial<GenerateRequest> = {}, signal = never) =>
		collect(subject.engine.generate(loaded, { ...completion(), ...change }, signal));

	it('is known by its tokens, not by its name', () => {
		assert.equal(demo.family, 'coderV1');
		assert.deepEqual(demo.roles, ['completion', 'chat']);
	});

	it('always streams and never writes the beginning of sentence, which the server adds once', async () => {
		const { end } = await ask();
		const { stream, prompt } = bodyOf(subject.relay.passages.at(-1)!);
		assert.equal(stream, true);
		assert.ok(prompt?.startsWith('<｜fim▁begin｜>'), prompt);
		const text = await subject.engine.countTokens(loaded, 'export function add(first: number, second: number): number {\n\treturn ', never);
		const rest = await subject.engine.countTokens(loaded, ';\n}\n', never);
		assert.equal(end.usage.promptTokens, text.tokens + rest.tokens + 3 + 1);
	});

	it('chats through the server, in its own format, when it is given turns', async () => {
		const turns: readonly Turn[] = [{ role: 'user', text: 'hi' }];
		const { text } = await ask({ role: 'chat', turns, prompt: chatPrompt('coderV1', turns), maxTokens: 220 });
		const { messages } = bodyOf(subject.relay.passages.at(-1)!);
		assert.deepEqual(messages, [{ role: 'user', content: 'hi' }]);
		assert.match(text, /demo model/);
	});

	it('sends special tokens in a question as text', async () => {
		const turns: readonly Turn[] = [{ role: 'user', text: 'What is <｜fim▁hole｜>?' }];
		await ask({ role: 'chat', turns, maxTokens: 5 });
		assert.equal(bodyOf(subject.relay.passages.at(-1)!).messages?.[0]?.content, 'What is <\u200b｜fim▁hole｜>?');
	});

	it('a cancel closes the connection, and the server stops', async () => {
		const controller = new AbortController();
		const request = { ...completion(), maxTokens: neverReached };
		for await (const event of subject.engine.generate(loaded, request, controller.signal)) if (event.kind === 'text') controller.abort();
		await subject.idle();
		assert.equal(subject.relay.passages.filter(isGeneration).at(-1)?.state, 'clientLeft');
	});

	it('one token is asked for where none is wanted: a limit of 0 is an error to one server and no limit to another', async () => {
		assert.equal((await ask({ maxTokens: 0 })).end.usage.generatedTokens, 1);
	});
}

function completion(): GenerateRequest {
	const prompt = fillInTheMiddle('coderV1', 'export function add(first: number, second: number): number {\n\treturn ', ';\n}\n')!;
	return { role: 'completion', prompt, maxTokens: 24, temperature: 0, stop: stopTokens };
}

interface Body {
	readonly prompt?: string;
	readonly max_tokens?: number;
	readonly stream?: boolean;
	readonly messages?: readonly { readonly content: string }[];
}

function bodyOf({ body }: Passage): Body {
	return body ?? {};
}

function isGeneration({ path }: Passage): boolean {
	return path.endsWith('/completions');
}

/** Both servers count the requests they work on, for Prometheus. */
async function gaugeIsZero(address: string, gauge: RegExp): Promise<void> {
	for (let attempt = 0; attempt < 300; attempt++) {
		const found = gauge.exec(await (await fetch(`${address}/metrics`)).text())?.[1];
		assert.ok(found !== undefined, 'the server has no such gauge');
		if (Number(found) === 0) return;
		await new Promise(resolve => setTimeout(resolve, 200));
	}
	assert.fail('after a minute the server is still at work');
}

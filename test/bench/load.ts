/**
 * Fifty clients of one real server, each an engine of its own as in fifty windows of VS Code: `npm run bench:load` starts the servers that are
 * installed, with the demo model. Each client types: it asks for a completion, and gives half of them up after a few milliseconds. Is each served
 * alike, is the server idle soon after all have left, and do clients that are refused wait their turn?
 */
import { Readable } from 'node:stream';
import { delay } from '../../src/core/base/abort';
import type { GenerateRequest, LoadedModel } from '../../src/core/engine/engine';
import { fillInTheMiddle, stopTokens } from '../../src/core/models/dialect';
import { baseUrl } from '../../src/engines/openai/baseUrl';
import { OpenAiEngine } from '../../src/engines/openai/openAiEngine';
import { FakeServer, json, type FakeAnswer } from '../support/fakeServer';
import { machine, percentile, rounded, table, writeJson } from './statistics';

const clients = 50;
const typingMilliseconds = 20_000;
/** What a small server takes at once before it refuses. */
const capacity = 4;

interface Client {
	readonly engine: OpenAiEngine;
	readonly loaded: LoadedModel;
	readonly firstTokens: number[];
	served: number;
	cancelled: number;
	failed: number;
}

const servers = [
	['llama-server', process.env.DEEPSEEK_CODER_TEST_LLAMA_SERVER, /^llamacpp:requests_(?:processing|deferred) ([\d.]+)/gm],
	['vLLM', process.env.DEEPSEEK_CODER_TEST_VLLM, /^vllm:num_requests_(?:running|waiting)\{[^}]*\} ([\d.]+)/gm],
] as const;

const rows = [];
const storms = [];
for (const [name, address, gauges] of servers) {
	if (!address) continue;
	rows.push(await type(name, address, gauges));
	storms.push(await refuse(name, address));
}
if (rows.length === 0) throw new Error('No server is installed: `npm run test:servers` installs them.');
const head = [
	'50 clients type for 20 s',
	'served',
	'least and most by one client',
	'cancelled',
	'failed',
	'first token p50 ms',
	'p95 ms',
	'idle after ms',
];
console.log(table(head, rows.map(Object.values)));
console.log(
	table(['50 chats, 4 at once', 'answered', 'refused in the end', 'requests', 'most in 100 ms after the first'], storms.map(Object.values)),
);
console.log(machine());
writeJson('out/bench/load.json', { rows, storms, machine: machine() });

async function type(name: string, address: string, gauges: RegExp) {
	const all = await Promise.all(Array.from({ length: clients }, () => connect(address)));
	const end = performance.now() + typingMilliseconds;
	await Promise.all(all.map((client, index) => typeUntil(client, index, end)));
	const left = performance.now();
	while ((await atWork(address, gauges)) > 0) await delay(10);
	const idle = performance.now() - left;
	const served = all.map(client => client.served);
	const firstTokens = all.flatMap(client => client.firstTokens);
	for (const { engine } of all) engine.dispose();
	return {
		name,
		served: sum(served),
		spread: `${Math.min(...served)} – ${Math.max(...served)}`,
		cancelled: sum(all.map(client => client.cancelled)),
		failed: sum(all.map(client => client.failed)),
		firstTokenP50: rounded(percentile(firstTokens, 0.5), 0),
		firstTokenP95: rounded(percentile(firstTokens, 0.95), 0),
		idle: rounded(idle, 0),
	};
}

/** One completion after another; each second one is left, as by the next keystroke, and at the end all are. */
async function typeUntil(client: Client, index: number, end: number): Promise<void> {
	for (let turn = 0; performance.now() < end; turn++) {
		const signals = [AbortSignal.timeout(Math.max(1, Math.round(end - performance.now())))];
		if (turn % 2 === 1) signals.push(AbortSignal.timeout(20 + Math.round(Math.random() * 100)));
		const asked = performance.now();
		try {
			for await (const event of client.engine.generate(client.loaded, completion(index, turn), AbortSignal.any(signals))) {
				if (event.kind === 'text' && turn % 2 === 0 && client.firstTokens.length <= client.served)
					client.firstTokens.push(performance.now() - asked);
				if (event.kind === 'end') client[event.reason === 'cancelled' ? 'cancelled' : 'served']++;
			}
		} catch {
			client.failed++;
		}
		await delay(Math.random() * 200); // the thought between two words
	}
}

/** A server that takes a few and refuses the rest with 429, in front of the real one; every client asks a question once, all at once. */
async function refuse(name: string, address: string) {
	let inside = 0;
	const times: number[] = [];
	const pass: FakeAnswer = (response, { method, path, body }) => {
		const isWork = path.endsWith('/completions');
		if (isWork) times.push(performance.now());
		if (isWork && inside >= capacity)
			return json(429, { error: { message: 'too many requests' } })(response, { method, path, body, headers: {} });
		if (isWork) {
			inside++;
			response.once('close', () => (inside -= 1));
		}
		const init = method === 'POST' ? { method, body, headers: { 'content-type': 'application/json' } } : {};
		void fetch(address + path, init).then(answer => {
			response.writeHead(answer.status, { 'content-type': answer.headers.get('content-type') ?? '' });
			if (answer.body) Readable.fromWeb(answer.body as never).pipe(response);
		});
	};
	const gate = await FakeServer.start(pass);
	const all = await Promise.all(Array.from({ length: clients }, () => connect(gate.url)));
	const answers = await Promise.allSettled(
		all.map((client, index) => ask(client, { ...completion(index, 0), role: 'chat', maxTokens: 60 })),
	);
	for (const { engine } of all) engine.dispose();
	await gate.stop();
	const [first = 0] = times;
	const later = times.filter(time => time - first > 100);
	return {
		name,
		answered: answers.filter(({ status }) => status === 'fulfilled').length,
		refused: answers.filter(({ status }) => status === 'rejected').length,
		requests: times.length,
		most: Math.max(0, ...later.map(from => later.filter(time => time >= from && time < from + 100).length)),
	};
}

async function connect(address: string): Promise<Client> {
	const settings = { apiKey: () => Promise.resolve(undefined), headers: () => ({}), log: { info: () => undefined } };
	const engine = new OpenAiEngine({ baseUrl: baseUrl(address) ?? '', ...settings });
	const { signal } = new AbortController();
	const [model] = await engine.models(signal);
	if (!model) throw new Error(`${address} has no model`);
	const loaded = await engine.load(model, { contextTokens: 2048 }, signal);
	return { engine, loaded, firstTokens: [], served: 0, cancelled: 0, failed: 0 };
}

async function ask({ engine, loaded }: Client, request: GenerateRequest): Promise<void> {
	for await (const event of engine.generate(loaded, request, new AbortController().signal)) if (event.kind === 'end') return;
}

/** A file of its own for each client, some 400 tokens before the cursor, which moves on. */
function completion(client: number, turn: number): GenerateRequest {
	const lines = Array.from({ length: 20 }, (_, line) => `const value${client}x${line} = compute(${line}, "item ${client}");`);
	const prefix = `${lines.join('\n')}\nexport function add${turn}(first: number, second: number): number {\n\treturn `;
	const prompt = fillInTheMiddle('coderV1', prefix, ';\n}\n') ?? [];
	return { role: 'completion', prompt, maxTokens: 24, temperature: 0, stop: stopTokens };
}

async function atWork(address: string, gauges: RegExp): Promise<number> {
	const text = await (await fetch(`${address}/metrics`)).text();
	return sum([...text.matchAll(gauges)].map(match => Number(match[1])));
}

function sum(values: readonly number[]): number {
	return values.reduce((total, value) => total + value, 0);
}

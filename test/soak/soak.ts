/**
 * Ten thousand requests through the extension's own code, with people who change their minds, servers that fail and come back, and a process that is
 * killed: what is held in memory, which handles are open and what runs is counted on the way, each time when all is quiet.
 */
import { setFlagsFromString, queryObjects } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Person } from '../support/person'; // first: it stands in for VS Code
import { delay } from '../../src/core/base/abort';
import { EmbeddedEngine } from '../../src/engines/embedded/embeddedEngine';
import { OllamaEngine } from '../../src/engines/ollama/ollamaEngine';
import { OpenAiEngine } from '../../src/engines/openai/openAiEngine';
import { seededRandom } from '../../src/lab/random';
import { eventually } from '../support/eventually';
import { FakeOllama, isPrompt, token, type Fault } from '../support/fakeOllama';
import { FakeOpenAi } from '../support/fakeOpenAi';
import { json, lines, text, type FakeServer } from '../support/fakeServer';
import { notices } from '../support/vscodeStandIn';

export interface Sample {
	readonly requests: number;
	/** After a collection. */
	readonly heapMiB: number;
	/** Signals that are alive: each listener to one keeps it. */
	readonly signals: number;
	readonly promises: number;
	readonly sockets: number;
	readonly timers: number;
	readonly children: number;
	/** Of the built-in engine's process. */
	readonly childMiB: number;
	/** What came of the requests so far. */
	readonly shown: number;
	readonly answered: number;
	readonly failed: number;
	readonly cancelled: number;
}

export interface SoakOptions {
	readonly requests: number;
	readonly samples: number;
	readonly seed: number;
	/** The address of a real Ollama that holds the demo model. */
	readonly ollama?: string | undefined;
	readonly onSample?: (sample: Sample) => void;
}

/** The samples in equal distances, the last at the end. */
export async function soak({ requests, samples, seed, ollama, onSample }: SoakOptions): Promise<readonly Sample[]> {
	const random = seededRandom(seed);
	const desks = [...(await allDesks()), ...(ollama === undefined ? [] : [await deskAt(ollama)])];
	const counts = { shown: 0, answered: 0, failed: 0, cancelled: 0 };
	const taken: Sample[] = [];
	const weights = desks.map(({ share }) => share);
	try {
		for (let request = 1; request <= requests; request++) {
			const desk = desks[pick(weights, random())] ?? desks[0];
			if (desk) counts[await oneRequest(desk, random)]++;
			if (request % Math.floor(requests / samples) !== 0) continue;
			for (const each of desks) await each.quiet();
			const sample: Sample = { requests: request, ...(await measure(desks)), ...counts };
			taken.push(sample);
			onSample?.(sample);
		}
		return taken;
	} finally {
		for (const { leave } of desks) await leave();
	}
}

/** A person with an engine, and what can happen to it. */
interface Desk {
	readonly person: Person;
	/** How often it is asked, against the others. */
	readonly share: number;
	readonly processId?: () => number | undefined;
	/** Something goes wrong, or is well again. */
	readonly change: (random: () => number) => unknown;
	/** All is well and nothing runs. */
	readonly quiet: () => Promise<void>;
	readonly leave: () => Promise<void>;
}

async function allDesks(): Promise<readonly Desk[]> {
	const log = { debug: () => undefined, info: () => undefined, warn: () => undefined };
	const fakeOllama = await FakeOllama.start();
	const host = fakeOllama.server.url;
	const ollama = new OllamaEngine({ host, headers: () => ({}), keepAliveMinutes: () => 5, threads: () => 1, log });
	const fakeOpenAi = await FakeOpenAi.start();
	const openAi = new OpenAiEngine({ baseUrl: `${fakeOpenAi.server.url}/v1`, apiKey: () => Promise.resolve('k'), headers: () => ({}), log });
	const place: { person?: Person } = {};
	const embedded = new EmbeddedEngine({
		childPath: path.resolve('engine/dist/child.mjs'),
		demoModelPath: path.resolve('media/demo-model/demo.gguf'),
		modelFolders: () => [],
		gpu: () => 'off',
		threads: () => 1,
		now: () => place.person?.now ?? 0,
		log,
	});
	const local = (place.person = await Person.sitsDown(embedded));
	return [
		await served(fakeOllama, await Person.sitsDown(ollama)),
		await served(fakeOpenAi, await Person.sitsDown(openAi)),
		{
			person: local,
			share: 2,
			processId: () => embedded.processId,
			// The engine is left alone after four deaths in five minutes.
			change: async random => {
				await local.waits(120_000);
				if (random() < 0.2 && embedded.processId !== undefined) process.kill(embedded.processId, 'SIGKILL');
			},
			quiet: async () => {
				await local.waits(60_000);
				await local.sees();
				await eventually('the engine to be idle', () => embedded.isIdle);
			},
			leave: () => local.leaves(),
		},
	];
}

async function deskAt(host: string): Promise<Desk> {
	const log = { info: () => undefined, warn: () => undefined };
	const person = await Person.sitsDown(new OllamaEngine({ host, headers: () => ({}), keepAliveMinutes: () => 5, threads: () => 1, log }));
	const quiet = async () => {
		await person.waits(60_000);
		await person.sees();
	};
	return { person, share: 2, change: () => person.waits(5000), quiet, leave: () => person.leaves() };
}

function served(fake: { fault: Fault; readonly server: FakeServer; stop(): Promise<void> }, person: Person): Promise<Desk> {
	const isWell = () => (fake.fault = () => undefined);
	const change = async (random: () => number) => {
		await person.waits(60_000);
		isWell();
		if (random() < 0.5) return;
		if (random() < 0.2) {
			await fake.server.stop();
			await person.sees();
			await fake.server.startAgain();
			return;
		}
		const answer = faults[Math.floor(random() * faults.length)];
		fake.fault = request => (isPrompt(request) || request.path.endsWith('/completions') ? answer : undefined);
	};
	return Promise.resolve({
		person,
		share: 3,
		change,
		quiet: async () => {
			isWell();
			await person.waits(60_000);
			await person.sees();
			fake.server.requests.length = 0;
		},
		leave: async () => {
			await person.leaves();
			await fake.stop();
		},
	});
}

const faults = [
	text(200, '\u0000 not json', 'application/x-ndjson'),
	text(502, '<html><title>Bad Gateway</title></html>', 'text/html'),
	json(401, { error: 'Unauthorized' }),
	json(500, { error: 'out of memory' }),
	lines(['{"response":"a","do']),
	lines([token('a')], response => void response.destroy()),
	(response: { destroy(): unknown }) => void response.destroy(),
];

/** Three of four are completions; a third of all is cancelled at some time. */
async function oneRequest(desk: Desk, random: () => number): Promise<'shown' | 'answered' | 'failed' | 'cancelled'> {
	const { person } = desk;
	if (random() < 0.05) await desk.change(random);
	const isCancelled = random() < 0.3;
	const soon = Math.floor(random() * 8);
	if (random() < 0.75) {
		const controller = new AbortController();
		const seen = person.sees(controller.signal);
		if (isCancelled) {
			if (soon > 0) await delay(soon);
			controller.abort();
		}
		const result = await seen;
		if (result.startsWith('(')) return isCancelled ? 'cancelled' : 'failed';
		return 'shown';
	}
	if (random() < 0.2) person.startsNewChat();
	const asked = person.asks();
	if (isCancelled) {
		await delay(soon + 1);
		person.stopsAnswer();
	}
	const { outcome } = await asked;
	if (outcome?.kind === 'failed') return 'failed';
	return outcome?.kind === 'stopped' ? 'cancelled' : 'answered';
}

async function measure(desks: readonly Desk[]): Promise<Omit<Sample, 'requests' | 'shown' | 'answered' | 'failed' | 'cancelled'>> {
	notices.length = 0;
	await eventually('nothing to be on its way', () => !process.getActiveResourcesInfo().includes('FSReqPromise'));
	await delay(300); // connections that were given up close
	collectGarbage();
	await delay(50); // what is told of a collection is done
	collectGarbage();
	const resources = process.getActiveResourcesInfo();
	const count = (pattern: RegExp) => resources.filter(each => pattern.test(each)).length;
	const own = desks.flatMap(({ processId }) => processId?.() ?? []);
	return {
		heapMiB: process.memoryUsage().heapUsed / 2 ** 20,
		signals: alive(AbortSignal),
		promises: alive(Promise),
		sockets: count(/^TCPSocketWrap/),
		timers: count(/^Timeout/),
		children: childrenOf(process.pid),
		childMiB: own.reduce((sum, pid) => sum + residentMiB(pid), 0),
	};
}

/** The types of Node know only the other form of this function. */
function alive(kind: new (...values: never[]) => object): number {
	return (queryObjects as unknown as (kind: unknown, options: { readonly format: 'count' }) => number)(kind, { format: 'count' });
}

function collectGarbage(): void {
	setFlagsFromString('--expose-gc');
	(runInNewContext('gc') as () => void)();
}

/** Without `ps` itself. */
function childrenOf(parent: number): number {
	const rows = execFileSync('ps', ['-A', '-o', 'ppid=,comm='], { encoding: 'utf8' }).trim().split('\n');
	return rows.filter(row => Number.parseInt(row, 10) === parent && !/\bps$/.test(row)).length;
}

function residentMiB(pid: number): number {
	const resident = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
	return Number(resident ?? 0) / 1024;
}

function pick(weights: readonly number[], at: number): number {
	let left = at * weights.reduce((sum, weight) => sum + weight, 0);
	return weights.findIndex(weight => (left -= weight) < 0);
}

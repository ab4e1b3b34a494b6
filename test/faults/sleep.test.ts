/** A laptop goes to sleep in the middle of an answer. */
import assert from 'node:assert/strict';
import { OllamaEngine } from '../../src/engines/ollama/ollamaEngine';
import { FakeOllama, isPrompt, token } from '../support/fakeOllama';
import { lines } from '../support/fakeServer';
import { Person } from '../support/person';
import { SleepyTimers } from '../support/sleepyTimers';

const hour = 3_600_000;
const shown = 'first + second';

describe('fault:', () => {
	it('laptop sleep (timers jump)', async () => {
		const server = await FakeOllama.start();
		const log = { info: () => undefined, warn: () => undefined };
		const settings = { host: server.server.url, headers: () => ({}), keepAliveMinutes: () => 5, threads: () => 1, log };
		const person = await Person.sitsDown(new OllamaEngine(settings));
		const timers = new SleepyTimers();
		try {
			assert.equal(await person.sees(), shown);
			const words = [token('a'), token('b'), { ...token(''), done: true, done_reason: 'stop' }];
			let goOn: () => void = () => assert.fail('nothing was asked');
			const isHeld = new Promise<void>(resolve => {
				server.fault = request => (isPrompt(request) ? (...answer) => ((goOn = () => lines(words)(...answer)), resolve()) : undefined);
			});
			// Three nights in a row, before the first word. The server slept too.
			const asked = person.asks();
			await isHeld;
			for (let night = 0; night < 3; night++) await timers.sleep(8 * hour);
			goOn();
			assert.deepEqual((await asked).outcome?.kind, 'done');

			// And between two words.
			let between: () => void = () => assert.fail('no word came');
			server.fault = request =>
				isPrompt(request) ? lines(words.slice(0, 1), response => (between = () => response.end(JSON.stringify(words[2])))) : undefined;
			const heard = new Promise<void>(resolve => (person.hears = ({ kind }) => void (kind === 'turnText' && resolve())));
			const again = person.asks();
			await heard;
			await timers.sleep(8 * hour);
			between();
			assert.equal((await again).outcome?.kind, 'done');
			assert.deepEqual([person.notices, person.status], [[], 'ready']);

			// Awake, the limits hold: a server that says nothing for ten minutes is hung.
			server.fault = request => (isPrompt(request) ? () => undefined : undefined);
			const before = server.asked;
			const hung = person.asks();
			while (server.asked === before) await timers.turn();
			await timers.pass(10 * 60_000 - 2000);
			assert.equal(person.status, 'ready');
			await timers.pass(4000);
			const { outcome } = await hung;
			assert.ok(outcome?.kind === 'failed');
			assert.match(outcome.message, /does not answer/);
			server.fault = () => undefined;
			await person.waits(5000);
			assert.equal(await person.sees(), shown, 'by itself');
		} finally {
			timers.restore();
			await person.leaves();
			await server.stop();
		}
	});
});

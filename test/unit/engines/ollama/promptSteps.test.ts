import assert from 'node:assert/strict';
import { PromptSteps } from '../../../../src/engines/ollama/promptSteps';

/** A server that evaluates so many tokens a second, of four characters each, and takes `cost` milliseconds for everything else. */
class Server {
	now = 0;
	private cached = '';
	readonly sent: string[] = [];
	readonly steps = new PromptSteps(
		() => this.now,
		() => 60_000,
	);

	constructor(
		private readonly tokensPerSecond: number,
		private readonly cost = 10,
	) {}

	ask(prompt: string, contextTokens = 4096): readonly number[] {
		this.sent.length = 0;
		const tokens: number[] = [];
		for (let step = this.next(prompt, contextTokens); step !== undefined; step = this.next(prompt, contextTokens))
			tokens.push(this.evaluate(step));
		return [...tokens, this.evaluate(prompt)];
	}

	private next(prompt: string, contextTokens: number): string | undefined {
		return this.steps.next(prompt, 4, contextTokens);
	}

	private evaluate(prompt: string): number {
		const fresh = prompt.startsWith(this.cached) ? prompt.length - this.cached.length : prompt.length;
		const promptMilliseconds = (fresh / 4 / this.tokensPerSecond) * 1000;
		this.now += promptMilliseconds + this.cost;
		this.cached = prompt;
		this.sent.push(prompt);
		this.steps.evaluated(prompt, 4, {
			promptTokens: Math.round(prompt.length / 4),
			promptMilliseconds,
			wallMilliseconds: promptMilliseconds + this.cost,
		});
		return Math.round(fresh / 4);
	}
}

const lines = (title: string, count: number) =>
	Array.from({ length: count }, (_, line) => `const ${title}${line} = f(${line});`.padEnd(39) + '\n').join('');

describe('PromptSteps', () => {
	it('begins with a short one to measure, then takes what 150 ms are for, cut at the ends of lines', () => {
		const server = new Server(1000);
		assert.deepEqual(server.ask(lines('a', 60)), [30, 30, 150, 150, 150, 90]);
		for (const step of server.sent) assert.ok(step.endsWith('\n'));
		for (const [index, step] of server.sent.entries()) assert.ok(index === 0 || step.startsWith(server.sent[index - 1]!));
	});

	it('sends what the server knows, and a short rest, at once', () => {
		const server = new Server(1000);
		server.ask(lines('a', 60));
		assert.deepEqual(server.ask(`${lines('a', 60)}const b = `), [3]);
		assert.deepEqual(server.ask('const c = '), [3]);
	});

	it('sends a prompt that is longer than the context at once, to be refused', () => {
		assert.deepEqual(new Server(1000).ask(lines('a', 60), 500), [600]);
	});

	it('takes steps that are ten times as long as what they cost up to 200 ms, then five times', () => {
		const longest = (cost: number) => Math.max(...new Server(1000, cost).ask(lines('a', 200)).slice(2, -1));
		assert.deepEqual([10, 18, 30, 60].map(longest), [150, 180, 200, 300]);
	});

	it('takes no steps where the whole prompt is evaluated in the time of one', () => {
		const server = new Server(20_000);
		server.ask(lines('first', 60));
		assert.deepEqual(server.ask(lines('a', 60)), [600]);
	});

	it('begins anew when the server may have unloaded the model', () => {
		const server = new Server(1000);
		server.ask(lines('a', 60));
		server.now += 61_000;
		assert.notEqual(server.steps.next(`${lines('a', 60)}b`, 4, 4096), undefined);
	});

	it('says when a count can not be right', () => {
		const { steps } = new Server(1000);
		assert.equal(steps.evaluated(lines('a', 10), 4, { promptTokens: 100 }), true);
		assert.equal(steps.evaluated(lines('a', 20), 4, { promptTokens: 100 }), false);
		assert.equal(steps.evaluated(`${lines('a', 20)}b`, 4, { promptTokens: 100 }), true);
	});
});

import assert from 'node:assert/strict';
import { SpeedMeter } from '../../../../src/core/metrics/speedMeter';
import type { StreamEvent, Usage } from '../../../../src/core/engine/streamEvent';

describe('the speed meter', () => {
	it('shows a live speed from counted tokens, leaving out the wait for the first', async () => {
		const clock = { now: 0 };
		const meter = new SpeedMeter(() => clock.now);
		const seen: (number | undefined)[] = [];
		meter.onDidChange(() => seen.push(meter.liveTokensPerSecond));

		await drain(
			meter.measure(
				'completion',
				played(clock, [
					[1000, 1],
					[20, 1],
					[20, 1],
				]),
			),
		);

		assert.deepEqual(seen.slice(0, 3), [undefined, 50, 50]);
	});

	it("takes the engine's own times over its clock when the answer has ended", async () => {
		const clock = { now: 0 };
		const meter = new SpeedMeter(() => clock.now);

		await drain(
			meter.measure(
				'chat',
				played(
					clock,
					[
						[300, 1],
						[500, 1],
					],
					{ generatedTokens: 40, generateMilliseconds: 800, promptTokens: 12 },
				),
			),
		);

		assert.deepEqual(meter.last('chat'), {
			role: 'chat',
			tokens: 40,
			tokensPerSecond: 50,
			firstTokenMilliseconds: 300,
			promptTokens: 12,
			cachedTokens: undefined,
		});
		assert.equal(meter.liveTokensPerSecond, undefined, 'nothing is running any more');
		assert.equal(meter.lastTokensPerSecond, 50);
	});

	it('says no speed for a single token', async () => {
		const clock = { now: 0 };
		const meter = new SpeedMeter(() => clock.now);
		await drain(meter.measure('completion', played(clock, [[5, 1]], { generatedTokens: 1, generateMilliseconds: 0 })));
		assert.equal(meter.last('completion')?.tokensPerSecond, undefined);
	});

	it('counts what was read when the reader leaves early', async () => {
		const clock = { now: 0 };
		const ended: number[] = [];
		const meter = new SpeedMeter(
			() => clock.now,
			figures => ended.push(figures.tokens),
		);
		for await (const event of meter.measure(
			'completion',
			played(clock, [
				[5, 1],
				[5, 1],
				[5, 1],
			]),
		)) {
			if (event.kind === 'text' && clock.now === 10) break;
		}
		assert.deepEqual(ended, [2]);
		assert.equal(meter.liveTokensPerSecond, undefined);
	});

	it('keeps the last figures when an answer brings no token', async () => {
		const clock = { now: 0 };
		const meter = new SpeedMeter(() => clock.now);
		await drain(
			meter.measure(
				'completion',
				played(clock, [
					[10, 1],
					[10, 1],
				]),
			),
		);
		await drain(meter.measure('completion', played(clock, [])));
		assert.equal(meter.last('completion')?.tokens, 2);
	});
});

/** A stream whose events come after the given milliseconds on a clock of the test. */
async function* played(
	clock: { now: number },
	events: readonly (readonly [number, number])[],
	usage: Usage = {},
): AsyncGenerator<StreamEvent> {
	for (const [milliseconds, tokens] of events) {
		clock.now += milliseconds;
		yield await Promise.resolve({ kind: 'text', text: 'x', tokens } as const);
	}
	yield { kind: 'end', reason: 'stop', usage };
}

async function drain(stream: AsyncIterable<unknown>): Promise<void> {
	for await (const _ of stream);
}

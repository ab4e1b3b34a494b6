import assert from 'node:assert/strict';
import type { InstalledModel } from '../../src/core/engine/engine';
import { EngineError } from '../../src/core/engine/engineError';
import type { RosterState } from '../../src/core/engine/roster';
import { statusText } from '../../src/editor/status/statusText';

describe('the status bar', () => {
	const model: InstalledModel = {
		id: 'deepseek-coder:6.7b-base-q4_K_M',
		label: 'deepseek-coder 6.7B',
		family: 'coderV1',
		quantization: 'Q4_K_M',
		parameters: 6_740_512_768,
		fileBytes: 4_082_000_000,
		roles: ['completion'],
		isDemo: false,
	};
	const demo: InstalledModel = { ...model, label: 'demo model', isDemo: true };
	const ready = (which: InstalledModel): RosterState => ({ kind: 'ready', model: which });
	const text = (facts: Parameters<typeof statusText>[0]) => statusText(facts).text;

	it('says what it does in each state', () => {
		assert.equal(text({ roster: { kind: 'starting' } }), '$(loading~spin) DeepSeek');
		assert.equal(text({ roster: { kind: 'noModel' } }), '$(cloud-download) DeepSeek: get a model');
		assert.equal(text({ roster: { kind: 'loading', model } }), '$(loading~spin) 6.7B Q4_K_M');
		assert.equal(text({ roster: ready(model) }), '$(zap) 6.7B Q4_K_M');
		assert.equal(text({ roster: { kind: 'trouble', error: new EngineError('unreachable', 'refused') } }), '$(warning) DeepSeek');
		assert.equal(text({ roster: ready(model), pause: {} }), '$(debug-pause) DeepSeek');
	});

	it('shows the live speed while tokens come and the last one after', () => {
		assert.equal(text({ roster: ready(model), liveTokensPerSecond: 52.4, lastTokensPerSecond: 40 }), '$(zap) 52 tok/s');
		assert.equal(text({ roster: ready(model), lastTokensPerSecond: 52.4 }), '$(zap) 6.7B · 52 tok/s');
	});

	it('never lets the demo model look like the real one', () => {
		for (const facts of [{}, { liveTokensPerSecond: 180 }, { lastTokensPerSecond: 180 }]) {
			assert.match(text({ roster: ready(demo), ...facts }), /^\$\(beaker\) demo model/);
		}
	});

	it('of a model that was unloaded shows the name without a speed, and says that it comes back', () => {
		const roster: RosterState = { kind: 'waiting', model, isRested: true };
		const { text: shown, spoken } = statusText({ roster, lastTokensPerSecond: 52 });
		assert.equal(shown, '$(zap) 6.7B Q4_K_M');
		assert.equal(spoken, 'DeepSeek Coder: 6.7B Q4_K_M is unloaded, the next use loads it again');
	});

	it('tells a slow machine apart: one digit below ten', () => {
		assert.equal(text({ roster: ready(model), lastTokensPerSecond: 3.14 }), '$(zap) 6.7B · 3.1 tok/s');
	});

	it('speaks a sentence to a screen reader, not icon names', () => {
		const { spoken } = statusText({ roster: ready(model), lastTokensPerSecond: 52 });
		assert.equal(spoken, 'DeepSeek Coder: 6.7B, 52 tokens per second');
	});

	it('is paused on battery, and says that it is the battery', () => {
		const { text: shown, spoken } = statusText({ roster: ready(model), pause: { isForBattery: true } });
		assert.equal(shown, '$(debug-pause) DeepSeek');
		assert.equal(spoken, 'DeepSeek Coder: completions are paused on battery');
	});
});

import assert from 'node:assert/strict';
import { makePlan } from '../../../src/core/plan/makePlan';
import { diagnosticsText, withoutHomes, type DiagnosticFacts } from '../../../src/editor/trouble/diagnosticsText';
import { base, oneCard, settings, small } from './plan/machines';

const plan = makePlan(oneCard, [base, small], settings);
const facts: DiagnosticFacts = {
	versions: { extension: '0.1.0', 'VS Code': '1.104.0' },
	hardware: { ...oneCard, notes: [{ key: 'wsl', parameters: [] }] },
	plan,
	places: ['Ollama at 127.0.0.1:11434', 'built-in engine'],
	posts: [
		{ role: 'completion', model: '/home/ada/models/x.gguf', place: 'built-in engine', options: { contextTokens: 8192, gpuLayers: 'auto' } },
	],
	loads: [{ installed: base, contextTokens: 8192, memory: { gpuBytes: 5_000_000_000, hostBytes: 90_000_000 }, loadMilliseconds: 1234 }],
	figures: [{ role: 'completion', tokens: 24, tokensPerSecond: 52, firstTokenMilliseconds: 120 }],
	settings: {
		'ollama.headers': { Authorization: 'Bearer secret' },
		'ollama.host': 'http://ada:secret@gateway.example:11434',
		'embedded.modelFolders': ['/home/ada/models', '/srv/models'],
	},
	warnings: ['2026-01-01T00:00:00.000Z warn: /home/ada/models/bad.gguf is cut short'],
};

describe('the diagnostics', () => {
	const text = diagnosticsText(facts, '/home/ada');

	it('say what helps to understand a problem', () => {
		for (const line of [
			'extension: 0.1.0',
			'NVIDIA GeForce RTX 3070 (nvidia): 7.0 GiB free of 8.0 GiB',
			'Inside WSL, Windows and its programs use the same GPU memory.',
			'Ollama at 127.0.0.1:11434',
			'completion: ~/models/x.gguf on built-in engine, {"contextTokens":8192,"gpuLayers":"auto"}',
			'deepseek-coder 6.7B base Q4_K_M: context 8192, GPU 5000000000, RAM 90000000 bytes, loaded in 1234 ms',
			'completion: first token 120 ms, 24 tokens, 52 tok/s',
			'embedded.modelFolders: ["~/models","/srv/models"]',
		])
			assert.ok(text.split('\n').includes(line), `${line}\nis not in\n${text}`);
	});

	it('hold every byte of the plan', () => {
		assert.match(text, new RegExp(`weightsGpuBytes ${Math.round(plan.now.completes!.bytes.weightsGpuBytes)}, `));
	});

	it('name headers without their values, and hosts without passwords', () => {
		assert.doesNotMatch(text, /secret/);
		assert.match(text, /ollama\.headers: \["Authorization"\]/);
		assert.match(text, /ollama\.host: "http:\/\/…@gateway\.example:11434"/);
	});

	it('hold no path of the home, however it is spelt', () => {
		assert.doesNotMatch(text, /ada/);
		assert.equal(
			withoutHomes('C:\\Users\\Ada L\\x, "C:\\\\Users\\\\Ada L\\\\x", c:/users/ada l/x', 'C:\\Users\\Ada L'),
			'~\\x, "~\\\\x", ~/x',
		);
		assert.equal(withoutHomes('/Users/bob/models and /home/eve', '/root'), '~/models and ~');
	});

	it('can be had before anything is known', () => {
		const empty = { versions: {}, places: [], posts: [], loads: [], figures: [], settings: {}, warnings: [] };
		assert.match(diagnosticsText(empty, ''), /## Hardware\nnot known yet\n\n## Plan\nnone yet/);
	});
});

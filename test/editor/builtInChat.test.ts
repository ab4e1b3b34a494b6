/** The model through VS Code's own language model API, as any other extension would use it. */
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { Engine, GenerateRequest, InstalledModel, LoadedModel, TokenCount } from '../../src/core/engine/engine';
import { Roster } from '../../src/core/engine/roster';
import type { StreamEvent } from '../../src/core/engine/streamEvent';
import { SpeedMeter } from '../../src/core/metrics/speedMeter';
import { LanguageModelProvider } from '../../src/editor/chat/languageModel';
import { vendor } from '../../src/editor/ids';
import { eventually } from '../support/eventually';

describe("VS Code's language model API", () => {
	let model: vscode.LanguageModelChat;

	before(async function () {
		this.timeout(60_000);
		model = await eventually('a model of ours is offered', async () => (await vscode.lm.selectChatModels({ vendor }))[0]);
	});

	it('is answered by the engine that the settings name', () => {
		const { DEEPSEEK_CODER_TEST_OLLAMA_MODEL: inOllama } = process.env;
		assert.match(model.id, inOllama === undefined ? /demo\.gguf$/ : new RegExp(`${inOllama}:latest$`));
	});

	it('offers the model with the limits of its context', () => {
		assert.match(model.name, /demo model/);
		assert.ok(model.maxInputTokens > 100 && model.maxInputTokens < 2048);
	});

	it('streams an answer', async function () {
		this.timeout(60_000);
		const response = await model.sendRequest([vscode.LanguageModelChatMessage.User('hi')], {}, new vscode.CancellationTokenSource().token);
		const parts: string[] = [];
		for await (const text of response.text) parts.push(text);
		assert.ok(parts.length > 1, 'it came in parts');
		assert.match(parts.join(''), /demo model of DeepSeek Coder Local/);
	});

	it('counts tokens with the model itself', async () => {
		const short = await model.countTokens('const a = 1;');
		const long = await model.countTokens('const a = 1;'.repeat(10));
		assert.ok(short > 2 && short < 12, `${short}`);
		assert.ok(long > short * 8 && long <= short * 10 + 10, `${long}`);
	});
});

describe('the language model provider', () => {
	it("aborts the engine's work when VS Code cancels", async () => {
		const roster = new Roster(new SpeedMeter(() => 0), () => 0);
		const engine = new EndlessEngine();
		await roster.assign({ chat: { engine, model: engine.model, options: { contextTokens: 4096 } } });
		const provider = new LanguageModelProvider(roster, { info: () => undefined });
		const source = new vscode.CancellationTokenSource();
		let parts = 0;
		const progress = { report: () => ++parts === 3 && source.cancel() };
		const [information] = provider.provideLanguageModelChatInformation();

		await provider.provideLanguageModelChatResponse(
			information!,
			[message('Go on')],
			{ toolMode: vscode.LanguageModelChatToolMode.Auto },
			progress,
			source.token,
		);

		assert.equal(engine.wasAborted, true);
		assert.equal(parts, 3);
		provider.dispose();
	});
});

function message(text: string): vscode.LanguageModelChatRequestMessage {
	return { role: vscode.LanguageModelChatMessageRole.User, content: [new vscode.LanguageModelTextPart(text)], name: undefined };
}

/** Writes until it is stopped: no real model does that long enough for a test to cancel at a known place. */
class EndlessEngine implements Engine {
	readonly id = 'ollama';
	readonly place = 'Ollama';
	readonly model: InstalledModel = { id: 'endless', label: 'endless', family: 'coderV1', fileBytes: 1, roles: ['chat'], isDemo: false };
	wasAborted = false;

	models(): Promise<readonly InstalledModel[]> {
		return Promise.resolve([this.model]);
	}

	load(installed: InstalledModel): Promise<LoadedModel> {
		return Promise.resolve({ installed, contextTokens: 4096, loadMilliseconds: 1 });
	}

	unload(): Promise<void> {
		return Promise.resolve();
	}

	async *generate(_model: LoadedModel, _request: GenerateRequest, signal: AbortSignal): AsyncGenerator<StreamEvent> {
		while (!signal.aborted) yield await Promise.resolve({ kind: 'text', text: 'on ', tokens: 1 } as const);
		this.wasAborted = true;
		yield { kind: 'end', reason: 'cancelled', usage: {} };
	}

	countTokens(): Promise<TokenCount> {
		return Promise.resolve({ tokens: 1, exact: true });
	}

	dispose(): void {
		this.wasAborted = true;
	}
}

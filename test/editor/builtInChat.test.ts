/** The model through VS Code's own language model API, as any other extension would use it. */
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { vendor } from '../../src/editor/ids';
import { eventually } from '../support/eventually';

describe("VS Code's language model API", () => {
	let model: vscode.LanguageModelChat;

	before(async function () {
		this.timeout(60_000);
		model = await eventually('a model of ours is offered', async () => (await vscode.lm.selectChatModels({ vendor }))[0]);
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

	it('stops when the caller cancels', async function () {
		this.timeout(60_000);
		const source = new vscode.CancellationTokenSource();
		const response = await model.sendRequest([vscode.LanguageModelChatMessage.User('Who are you?')], {}, source.token);
		let parts = 0;
		try {
			for await (const _ of response.text) if (++parts === 2) source.cancel();
		} catch (error) {
			assert.match(String(error), /cancel/i);
		}
		assert.ok(parts < 20, `${parts} parts came after the cancel`);
	});
});

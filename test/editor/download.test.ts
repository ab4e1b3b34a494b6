/** A model from a server to the built-in engine, as a user without Ollama gets it: with progress, a pause, a resume and the file checked. */
import assert from 'node:assert/strict';
import * as fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import { pullWithProgress } from '../../src/editor/commands/download';
import { GgufStore } from '../../src/host/download/ggufStore';
import { readGguf } from '../../src/host/readGguf';
import { eventually } from '../support/eventually';
import { RangeServer } from '../support/rangeServer';

const name = 'deepseek-coder-1.3b-base.Q4_K_M.gguf';

describe('a download', () => {
	const real = { withProgress: vscode.window.withProgress, showInformationMessage: vscode.window.showInformationMessage };
	const reported: string[] = [];
	const said: string[] = [];
	let cancel: vscode.CancellationTokenSource | undefined;
	let answers: (string | undefined)[] = [];
	let server: RangeServer;
	let folder: string;
	let store: GgufStore;

	before(() =>
		Object.assign(vscode.window, {
			// The notification is VS Code's own; only its Cancel button is in our hands.
			withProgress: (options: vscode.ProgressOptions, task: Parameters<typeof vscode.window.withProgress>[1]) =>
				real.withProgress(options, progress => {
					cancel = new vscode.CancellationTokenSource();
					const report = (value: { message?: string; increment?: number }) => {
						reported.push(value.message ?? '');
						progress.report(value);
					};
					return task({ report }, cancel.token);
				}),
			showInformationMessage: (message: string) => Promise.resolve(said.push(message) > 0 ? answers.shift() : undefined),
		}),
	);
	after(() => Object.assign(vscode.window, real));
	beforeEach(async () => {
		reported.length = said.length = 0;
		const extension = vscode.extensions.all.find(({ id }) => id.endsWith('.deepseek-coder-local'));
		assert.ok(extension);
		server = await RangeServer.start(await fs.readFile(path.join(extension.extensionPath, 'media', 'demo-model', 'demo.gguf')));
		folder = await fs.mkdtemp(path.join(os.tmpdir(), 'models-'));
		const log = { info: () => undefined, warn: () => undefined };
		// The variable that Hugging Face's own tools take for a mirror.
		store = new GgufStore({ folder, environment: { HF_ENDPOINT: server.url }, fetch: (...call) => fetch(...call), log });
	});
	afterEach(async () => {
		await server.stop();
		await fs.rm(folder, { recursive: true });
	});

	it('is paused by Cancel, says so, and goes on from there on Resume; the model can be read then', async () => {
		server.bytesPerSecond = 1_000_000;
		answers = ['Resume'];
		const isHere = pullWithProgress(store, name);
		await eventually(
			'a part of the file',
			() => (server.requests[0]?.sentBytes ?? 0) > 300_000 && reported.some(each => each.includes(' of ')),
		);
		server.bytesPerSecond = Infinity;
		cancel?.cancel();
		assert.equal(await isHere, true);
		assert.match(said[0] ?? '', /^The download of deepseek-coder-1\.3b-base\.Q4_K_M\.gguf is paused at \d+ %\. What is here is kept\.$/);
		const [, from = '0'] = /^bytes=(\d+)-$/.exec(server.requests[1]?.headers.range ?? '') ?? [];
		assert.ok(Number(from) > 0, 'the second request asks for the rest only');
		assert.match(server.requests[0]?.path ?? '', /^\/TheBloke\/deepseek-coder-1\.3b-base-GGUF\/resolve\/main\//);
		const file = path.join(folder, name);
		assert.deepEqual(await fs.readFile(file), server.content);
		assert.ok((await readGguf(file)).metadata.has('general.architecture'));
		assert.deepEqual(
			(await fs.readdir(folder)).filter(each => each.endsWith('.gguf')),
			[name],
		);
	});

	it('that is paused and left so is continued when it is asked for again', async () => {
		server.bytesPerSecond = 1_000_000;
		answers = [undefined];
		const isHere = pullWithProgress(store, name);
		await eventually('a part of the file', () => (server.requests[0]?.sentBytes ?? 0) > 300_000);
		cancel?.cancel();
		assert.equal(await isHere, false);
		assert.deepEqual(
			(await fs.readdir(folder)).filter(each => each.endsWith('.gguf')),
			[],
			'nothing half stands under its name',
		);
		server.bytesPerSecond = Infinity;
		assert.equal(await pullWithProgress(store, name), true);
		assert.match(server.requests[1]?.headers.range ?? '', /^bytes=\d+-$/);
	});
});

/**
 * The process the embedded engine runs in, so that whatever happens to native code happens to it and never to the editor.
 * Started with one argument, "auto" or "off" for the GPU; takes and sends the messages of messages.ts; ends when its parent does.
 */
import * as path from 'node:path';
import { EngineError } from '../../core/engine/engineError';
import { childError, loadError } from './childErrors';
import type { Listener } from './lane';
import { LoadedGguf } from './loadedGguf';
import type { Call, FromChild, LoadCall, Replies, ToChild } from './messages';
import { Runtime } from './runtime';
import { Turns } from './turns';

type Generate = Extract<ToChild, { kind: 'generate' }>;

/** One sign of life a second is enough for a parent that waits a minute for it. */
const aliveEveryMs = 1000;

const runtime = new Runtime(process.argv[2] === 'off' ? 'off' : 'auto', message => send({ kind: 'log', message }));
const turns = new Turns(sayAlive);
const models = new Map<string, LoadedGguf>();
const running = new Map<number, { readonly controller: AbortController; readonly path?: string }>();
/** Loading and unloading happen one after the other. */
let changes: Promise<unknown> = Promise.resolve();
let lastSent = 0;

process.on('message', (message: ToChild) => void receive(message));
process.on('disconnect', () => process.exit(0));

async function receive(message: ToChild): Promise<void> {
	if (message.kind === 'cancel') return running.get(message.id)?.controller.abort();
	const controller = new AbortController();
	running.set(message.id, { controller, path: message.kind === 'generate' ? message.path : undefined });
	try {
		if (message.kind === 'generate') await generate(message, controller.signal);
		else send({ kind: 'reply', id: message.id, reply: await answer(message.call, message.id, controller.signal) });
	} catch (error) {
		send({ kind: 'failed', id: message.id, error: childError(error, runtime.lastComplaint) });
	} finally {
		running.delete(message.id);
	}
}

async function answer(call: Call, id: number, signal: AbortSignal): Promise<Replies[keyof Replies]> {
	switch (call.name) {
		case 'devices':
			return runtime.devices();
		case 'load':
			return inOrder(() => load(call, id, signal));
		case 'unload':
			return inOrder(() => unload(call.path));
		case 'count':
			return modelAt(call.path).count(call.text);
	}
}

async function load(call: LoadCall, id: number, signal: AbortSignal): Promise<Replies['load']> {
	const before = models.get(call.path);
	if (before !== undefined && isSame(before, call)) return { ...before.reply, threadTimes: undefined };
	signal.throwIfAborted();
	await unload(call.path);
	const llama = await runtime.get();
	runtime.forgetComplaints();
	try {
		const drafting = call.draft === undefined ? undefined : models.get(call.draft);
		const loaded = await LoadedGguf.load(llama, call, drafting, turns, signal, share => send({ kind: 'progress', id, share }));
		models.set(call.path, loaded);
		return loaded.reply;
	} catch (error) {
		const { kind, message, details } = loadError(error, path.basename(call.path), runtime.lastComplaint);
		throw new EngineError(kind, message, details);
	}
}

/** Ends what runs on the model, then gives its memory back. */
async function unload(modelPath: string): Promise<null> {
	const loaded = models.get(modelPath);
	models.delete(modelPath);
	for (const each of running.values()) {
		if (each.path === modelPath) each.controller.abort();
	}
	await loaded?.dispose();
	return null;
}

async function generate({ id, path: modelPath, request }: Generate, signal: AbortSignal): Promise<void> {
	const lane = modelAt(modelPath).lane(request.role);
	if (lane === undefined) throw new EngineError('failed', `${path.basename(modelPath)} was not loaded for ${request.role}`);
	send({ kind: 'end', id, ...(await lane.generate(request, signal, sender(id))) });
}

/** Tokens whose text is not whole yet travel with the next that is. */
function sender(id: number): Listener {
	let unsent = 0;
	return {
		started: (promptTokens, cachedTokens) => send({ kind: 'started', id, promptTokens, cachedTokens }),
		text(text, tokens) {
			unsent += tokens;
			if (text === '') return;
			send({ kind: 'text', id, text, tokens: unsent });
			unsent = 0;
		},
	};
}

function modelAt(modelPath: string): LoadedGguf {
	const loaded = models.get(modelPath);
	if (loaded === undefined)
		throw new EngineError('noModel', `${path.basename(modelPath)} is not loaded`, { model: path.basename(modelPath) });
	return loaded;
}

function isSame({ call: a, reply }: LoadedGguf, b: LoadCall): boolean {
	return (
		a.contextTokens === b.contextTokens &&
		// What was measured here may have been remembered since.
		(a.threads === b.threads || reply.threads === b.threads) &&
		a.gpuLayers === b.gpuLayers &&
		a.kvType === b.kvType &&
		a.draft === b.draft &&
		a.roles.every(role => b.roles.includes(role)) &&
		a.roles.length === b.roles.length
	);
}

function inOrder<T>(change: () => Promise<T>): Promise<T> {
	const result = changes.then(change);
	changes = result.catch(() => undefined);
	return result;
}

function sayAlive(): void {
	if (performance.now() - lastSent > aliveEveryMs) send({ kind: 'alive' });
}

function send(message: FromChild): void {
	lastSent = performance.now();
	// A parent that is gone is told by the `disconnect` event.
	if (process.connected) process.send?.(message, undefined, undefined, () => undefined);
}

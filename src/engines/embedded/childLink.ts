/**
 * The parent's end of one engine process: calls with answers, streams, signs of life, and its death, after which everything asked of it fails.
 * It is used for one process only; who wants another makes another link.
 */
import type { ChildProcess, fork as forkProcess } from 'node:child_process';
import { reasonOf } from '../../core/base/abort';
import type { Disposable } from '../../core/base/disposable';
import type { GenerateRequest } from '../../core/engine/engine';
import { EngineError } from '../../core/engine/engineError';
import type { EndEvent, StreamEvent, Usage } from '../../core/engine/streamEvent';
import { EventQueue } from './eventQueue';
import type { Call, ChildRequest, FromChild, Replies, ToChild } from './messages';

export type Fork = typeof forkProcess;

/** Calls back every five seconds until it is disposed. */
export type Ticker = (tick: () => void) => Disposable;

/** For how many ticks the child may say nothing while it works. Slow machines report every chunk and every token; loading reports its share. */
const silentTicks = 12;
const silentTicksOfLoad = 36;

/** A process without a model keeps memory all the same, of the GPU's too: it is ended after a minute, and the next use starts another. */
const emptyTicks = 12;

const stderrTail = 2000;

export interface LinkListener {
	log(message: string): void;
	/** The process ended without having been asked to. */
	died(reason: string): void;
	/** Nothing runs in the child for this generation any more. Told also for those whose caller has long left. */
	finished(finished: FinishedRequest): void;
	/** The child works on this prompt now. */
	started(): void;
}

export interface FinishedRequest {
	readonly path: string;
	readonly role: GenerateRequest['role'];
	readonly end: EndEvent;
	/** Tokens of the prompt that went through the model; unknown where the request failed. */
	readonly evaluatedTokens?: number;
	/** From the caller's cancel to the child's word that it is idle. */
	readonly cancelMilliseconds?: number;
}

interface OpenCall {
	readonly mostSilentTicks: number;
	resolve(reply: Replies[keyof Replies]): void;
	reject(error: Error): void;
	readonly onProgress?: (share: number) => void;
}

interface OpenStream {
	readonly path: string;
	readonly role: GenerateRequest['role'];
	readonly events: EventQueue<StreamEvent>;
	usage: Usage;
	cancelledAt?: number;
}

export class ChildLink {
	private readonly child: ChildProcess;
	private readonly calls = new Map<number, OpenCall>();
	private readonly streams = new Map<number, OpenStream>();
	/** Models this process has loaded. */
	readonly loaded = new Set<string>();
	private nextId = 1;
	private end: EngineError | undefined;
	private stderr = '';
	private readonly watch: Disposable;
	private silentFor = 0;
	private emptyFor = 0;

	constructor(
		fork: Fork,
		childPath: string,
		readonly gpu: 'auto' | 'off',
		private readonly listener: LinkListener,
		ticker: Ticker,
	) {
		// No flags of the parent's (a debug port would be taken), and no options from the environment either.
		const env = { ...process.env, NODE_OPTIONS: '' };
		this.child = fork(childPath, [gpu], { execArgv: [], env, stdio: ['ignore', 'ignore', 'pipe', 'ipc'] });
		this.child.on('message', message => this.receive(message as FromChild));
		this.child.stderr?.on('data', (data: Buffer) => (this.stderr = (this.stderr + data.toString()).slice(-stderrTail)));
		this.child.on('error', error => this.ended(error.message));
		this.child.on('exit', (code, signal) => this.ended(signal === null ? `it exited with code ${code}` : `it was ended by ${signal}`));
		this.watch = ticker(() => this.checkSilence());
	}

	get isAlive(): boolean {
		return this.end === undefined;
	}

	get processId(): number | undefined {
		return this.child.pid;
	}

	/** Whether the child still works on anything, also for callers that have left. */
	get isIdle(): boolean {
		return this.calls.size === 0 && this.streams.size === 0;
	}

	/** Rejects with the child's own error, with `died`, or with the signal's reason as soon as it aborts. */
	call<C extends Call>(call: C, signal: AbortSignal, onProgress?: (share: number) => void): Promise<Replies[C['name']]> {
		return new Promise((resolve, reject: (error: Error) => void) => {
			if (this.end) return reject(this.end);
			if (signal.aborted) return reject(reasonOf(signal));
			const id = this.nextId++;
			const onAbort = () => {
				this.send({ kind: 'cancel', id });
				reject(reasonOf(signal));
			};
			signal.addEventListener('abort', onAbort, { once: true });
			const settle = () => signal.removeEventListener('abort', onAbort);
			this.calls.set(id, {
				mostSilentTicks: call.name === 'load' ? silentTicksOfLoad : silentTicks,
				resolve: reply => {
					settle();
					resolve(reply as Replies[C['name']]);
				},
				reject: error => {
					settle();
					reject(error);
				},
				onProgress,
			});
			this.send({ kind: 'call', id, call });
		});
	}

	/** The caller is free as soon as it aborts, with the counts known so far; the child's last word goes to the listener. */
	async *generate(path: string, request: ChildRequest, signal: AbortSignal): AsyncGenerator<StreamEvent, void> {
		if (this.end) throw this.end;
		const id = this.nextId++;
		const stream: OpenStream = { path, role: request.role, events: new EventQueue(), usage: {} };
		const cancel = () => {
			if (!this.streams.has(id) || stream.cancelledAt !== undefined) return;
			stream.cancelledAt = performance.now();
			this.send({ kind: 'cancel', id });
			stream.events.clear();
			stream.events.push({ kind: 'end', reason: 'cancelled', usage: stream.usage });
			stream.events.close();
		};
		this.streams.set(id, stream);
		signal.addEventListener('abort', cancel, { once: true });
		this.send({ kind: 'generate', id, path, request });
		try {
			yield* stream.events.read();
		} finally {
			signal.removeEventListener('abort', cancel);
			cancel();
		}
	}

	/** Ends the process; what runs fails with `died`. */
	kill(reason: string): void {
		if (!this.end) this.finish(new EngineError('died', `the built-in engine's process was ended: ${reason}`));
		this.child.kill('SIGKILL');
	}

	private receive(message: FromChild): void {
		this.silentFor = 0;
		switch (message.kind) {
			case 'log':
				return this.listener.log(message.message);
			case 'alive':
				return;
			case 'reply':
				this.take(message.id)?.resolve(message.reply);
				return;
			case 'progress':
				this.calls.get(message.id)?.onProgress?.(message.share);
				return;
			case 'failed': {
				const { kind, message: text, details } = message.error;
				return this.fail(message.id, new EngineError(kind, text, details));
			}
			case 'started':
			case 'text':
			case 'end': {
				const stream = this.streams.get(message.id);
				if (stream) this.receiveEvent(stream, message);
			}
		}
	}

	private receiveEvent(stream: OpenStream, message: Extract<FromChild, { kind: 'started' | 'text' | 'end' }>): void {
		switch (message.kind) {
			case 'started':
				stream.usage = { promptTokens: message.promptTokens, cachedTokens: message.cachedTokens, generatedTokens: 0 };
				return this.listener.started();
			case 'text':
				stream.usage = { ...stream.usage, generatedTokens: (stream.usage.generatedTokens ?? 0) + message.tokens };
				return stream.events.push({ kind: 'text', text: message.text, tokens: message.tokens });
			case 'end': {
				const end: EndEvent = { kind: 'end', reason: message.reason, usage: message.usage };
				this.streams.delete(message.id);
				stream.events.push(end);
				stream.events.close();
				const { path, role, cancelledAt } = stream;
				const { evaluatedTokens } = message;
				return this.listener.finished({
					path,
					role,
					end,
					evaluatedTokens,
					cancelMilliseconds: cancelledAt && performance.now() - cancelledAt,
				});
			}
		}
	}

	private fail(id: number, error: EngineError): void {
		this.take(id)?.reject(error);
		const stream = this.streams.get(id);
		if (stream === undefined) return;
		this.streams.delete(id);
		stream.events.close(error);
		this.listener.finished({ path: stream.path, role: stream.role, end: { kind: 'end', reason: 'cut', usage: stream.usage } });
	}

	private take(id: number): OpenCall | undefined {
		const call = this.calls.get(id);
		this.calls.delete(id);
		return call;
	}

	private send(message: ToChild): void {
		// A child that is gone is told by its `exit` event.
		if (this.child.connected) this.child.send(message, () => undefined);
	}

	/** Counted in ticks, so that a laptop that slept is not taken for a child that hangs. */
	private checkSilence(): void {
		if (this.isIdle) {
			this.silentFor = 0;
			this.emptyFor = this.loaded.size === 0 ? this.emptyFor + 1 : 0;
			if (this.emptyFor >= emptyTicks) this.kill('no model has been in it for a minute');
			return;
		}
		this.emptyFor = 0;
		const most = Math.max(silentTicks, ...[...this.calls.values()].map(call => call.mostSilentTicks));
		if (++this.silentFor < most) return;
		this.ended('it works but has stopped answering');
		this.child.kill('SIGKILL');
	}

	private ended(reason: string): void {
		if (this.end) return;
		const lastWords = this.stderr.trim().split('\n').at(-1);
		const full = lastWords ? `${reason} (${lastWords})` : reason;
		this.finish(new EngineError('died', `the built-in engine's process died: ${full}`));
		this.listener.died(full);
	}

	private finish(error: EngineError): void {
		this.end = error;
		this.watch.dispose();
		for (const id of [...this.calls.keys(), ...this.streams.keys()]) this.fail(id, error);
	}
}

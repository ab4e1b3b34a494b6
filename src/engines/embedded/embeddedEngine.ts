/**
 * The engine that comes with the extension: node-llama-cpp in a process of its own, which is started when it is first needed,
 * watched, and started again with the same models when it dies.
 */
import { fork as forkProcess } from 'node:child_process';
import * as fs from 'node:fs/promises';
import { orAbort } from '../../core/base/abort';
import type { Engine, GenerateRequest, InstalledModel, LoadedModel, LoadOptions, TokenCount } from '../../core/engine/engine';
import { EngineError } from '../../core/engine/engineError';
import { toDisposable, type Disposable } from '../../core/base/disposable';
import { Emitter } from '../../core/base/emitter';
import type { StreamEvent } from '../../core/engine/streamEvent';
import { ChildLink, type FinishedRequest, type Fork, type LinkListener, type Ticker } from './childLink';
import { describeAnswer, describeTimes, type EngineLog } from './engineLog';
import { GpuTrust } from './gpuTrust';
import type { Devices } from './messages';
import { ModelShelf, type BorrowedFile } from './modelShelf';

export interface EmbeddedEngineOptions {
	/** The built `child.mjs`, beside the `node_modules` that hold node-llama-cpp. */
	readonly childPath: string;
	readonly modelFolders: () => readonly string[];
	/** Files of other programs that may be used in place; asked anew each time. */
	readonly borrowedFiles?: () => Promise<readonly BorrowedFile[]>;
	readonly demoModelPath?: string;
	readonly gpu: () => 'auto' | 'off';
	/** CPU threads; `undefined`: as many as were measured to be best. */
	readonly threads: () => number | undefined;
	/** How many threads were best for a model; absent: they are measured at each load. */
	readonly bestThreads?: BestThreads;
	/** Whether tokens may be guessed from what stands before, and several checked at once; absent: they may. */
	readonly guesses?: () => boolean;
	readonly log: EngineLog;
	readonly fork?: Fork;
	/** Milliseconds that only go up. */
	readonly now?: () => number;
	readonly ticker?: Ticker;
}

export interface BestThreads {
	of(model: InstalledModel): number | undefined;
	note(model: InstalledModel, threads: number): void;
}

export interface EngineDeath {
	readonly reason: string;
	/** Whether the next request starts it again. */
	readonly restarts: boolean;
}

const mostRestarts = 3;
const restartWindowMs = 5 * 60_000;

export class EmbeddedEngine implements Engine {
	readonly id = 'embedded';
	readonly place = 'built-in engine';

	private readonly died = new Emitter<EngineDeath>();
	private readonly finished = new Emitter<FinishedRequest>();
	private readonly started = new Emitter<void>();
	private readonly lostGpu = new Emitter<void>();
	/** Told once for each time the process ended by itself. */
	readonly onDidDie = this.died.event;
	/** Told when nothing runs for a generation any more, which after a cancel is later than the stream's end. */
	readonly onDidFinish = this.finished.event;
	/** Told when the process begins to evaluate a prompt. */
	readonly onDidStart = this.started.event;
	/** Told when a model could not be loaded on the GPU but on the CPU, where all models are from then on. */
	readonly onDidLoseGpu = this.lostGpu.event;

	private readonly shelf: ModelShelf;
	private readonly now: () => number;
	private readonly wanted = new Map<string, { readonly model: InstalledModel; readonly options: LoadOptions }>();
	private deaths: number[] = [];
	private link: ChildLink | undefined;
	private readonly gpuTrust: GpuTrust;
	private disposed = false;

	constructor(private readonly options: EmbeddedEngineOptions) {
		this.shelf = new ModelShelf(options.modelFolders, options.demoModelPath, options.log, options.borrowedFiles);
		this.now = options.now ?? (() => performance.now());
		this.gpuTrust = new GpuTrust(
			() => this.running(),
			error => {
				options.log.warn(`The GPU is not used any more: a load on it failed and one on the CPU did not. ${String(error)}`);
				this.lostGpu.fire();
			},
		);
	}

	/** Of the running process; absent while none runs. */
	get processId(): number | undefined {
		return this.link?.isAlive ? this.link.processId : undefined;
	}

	/** Whether nothing runs any more, also not for requests whose caller has left. */
	get isIdle(): boolean {
		return this.link === undefined || this.link.isIdle;
	}

	models(signal: AbortSignal): Promise<readonly InstalledModel[]> {
		return orAbort(this.shelf.models(), signal);
	}

	/** What the runtime sees of this machine; starts the process where none runs. */
	devices(signal: AbortSignal): Promise<Devices> {
		return orAbort(
			this.running().then(link => link.call({ name: 'devices' }, signal)),
			signal,
		);
	}

	async canUseGpu(signal: AbortSignal): Promise<boolean> {
		return !this.gpuTrust.isLost && (await this.devices(signal)).gpu !== false;
	}

	load(model: InstalledModel, options: LoadOptions, signal: AbortSignal, onProgress?: (share: number) => void): Promise<LoadedModel> {
		return orAbort(this.loadIn(model, options, signal, onProgress), signal);
	}

	async unload(model: InstalledModel): Promise<void> {
		this.wanted.delete(model.id);
		if (!this.link?.isAlive || !this.link.loaded.delete(model.id)) return;
		await this.link.call({ name: 'unload', path: model.id }, neverAborted);
		this.options.log.info(`${model.label}: unloaded`);
	}

	async *generate(model: LoadedModel, request: GenerateRequest, signal: AbortSignal): AsyncGenerator<StreamEvent, void> {
		const link = await orAbort(this.holding(model, signal), signal).catch((error: unknown) => {
			if (signal.aborted) return undefined;
			throw error;
		});
		if (link === undefined || signal.aborted) yield { kind: 'end', reason: 'cancelled', usage: {} };
		else yield* link.generate(model.installed.id, { ...request, guesses: this.options.guesses?.() ?? true }, signal);
	}

	async countTokens(model: LoadedModel, text: string, signal: AbortSignal): Promise<TokenCount> {
		const link = await orAbort(this.holding(model, signal), signal);
		return { tokens: await link.call({ name: 'count', path: model.installed.id, text }, signal), exact: true };
	}

	dispose(): void {
		this.disposed = true;
		this.link?.kill('the extension is done with it');
		this.link = undefined;
		this.died.dispose();
		this.finished.dispose();
		this.started.dispose();
		this.lostGpu.dispose();
	}

	private async loadIn(
		model: InstalledModel,
		options: LoadOptions,
		signal: AbortSignal,
		onProgress?: (share: number) => void,
	): Promise<LoadedModel> {
		// The file may have gone or been cut since it was listed; the runtime's words for that are poor.
		await this.shelf.check(model.id);
		await this.loadDraft(options, signal);
		const threads = options.threads ?? this.options.threads() ?? this.options.bestThreads?.of(model);
		const { contextTokens, gpuLayers, kvType, draft, roles = model.roles } = options;
		const call = { name: 'load', path: model.id, roles, contextTokens, threads, gpuLayers, kvType, draft } as const;
		const reply = await this.gpuTrust.load(call, signal, onProgress);
		this.wanted.set(model.id, { model, options });
		if (reply.threadTimes) {
			this.options.bestThreads?.note(model, reply.threads);
			this.options.log.info(`${model.label}: ${describeTimes(reply.threadTimes)}`);
		}
		this.options.log.info(
			`${model.label}: loaded in ${Math.round(reply.loadMilliseconds)} ms, ${reply.contextTokens} tokens of context, ` +
				`${reply.threads} threads, ${reply.gpuLayers} layers on the GPU`,
		);
		return {
			installed: model,
			contextTokens: reply.contextTokens,
			memory: reply.memory,
			loadMilliseconds: reply.loadMilliseconds,
			constrainsJson: true,
		};
	}

	/** The model that is to draft, where a process before this one had it. One that was never loaded is not waited for. */
	private async loadDraft({ draft = '' }: LoadOptions, signal: AbortSignal): Promise<void> {
		const known = this.wanted.get(draft);
		if (known && !(await this.running()).loaded.has(draft)) await this.loadIn(known.model, known.options, signal);
	}

	/** The running process with this model in it: started again, and the model loaded again, if it has died since. */
	private async holding(model: LoadedModel, signal: AbortSignal): Promise<ChildLink> {
		const link = await this.running();
		const { id } = model.installed;
		if (!link.loaded.has(id)) {
			const { options } = this.wanted.get(id) ?? { options: { contextTokens: model.contextTokens } };
			await this.loadIn(model.installed, options, signal);
		}
		return link;
	}

	private async running(): Promise<ChildLink> {
		const gpu = this.gpuTrust.isLost ? 'off' : this.options.gpu();
		if (this.link?.isAlive && (this.link.gpu === gpu || !this.link.isIdle)) return this.link;
		if (!(await exists(this.options.childPath))) {
			throw new EngineError('engineMissing', `the built-in engine is not installed: ${this.options.childPath} is not there`);
		}
		// Somebody else may have started it while we looked.
		if (this.link?.isAlive && this.link.gpu === gpu) return this.link;
		this.checkMayStart();
		this.link?.kill('its settings changed');
		return (this.link = this.start(gpu));
	}

	private start(gpu: 'auto' | 'off'): ChildLink {
		const { fork = forkProcess, ticker = everyFiveSeconds, childPath, log } = this.options;
		const listener: LinkListener = {
			log: message => log.debug(`llama.cpp: ${message}`),
			died: reason => this.onDied(reason),
			finished: request => {
				log.debug(describeAnswer(request));
				this.finished.fire(request);
			},
			started: () => this.started.fire(),
		};
		return new ChildLink(fork, childPath, gpu, listener, ticker);
	}

	private onDied(reason: string): void {
		if (this.gpuTrust.isTrying)
			return this.options.log.warn(`The built-in engine's process died with the first load on the GPU: ${reason}.`);
		this.deaths = [...this.recentDeaths(), this.now()];
		const restarts = this.deaths.length <= mostRestarts;
		const then = restarts
			? 'The next request starts it again.'
			: `It is not started again: ${this.deaths.length} times in five minutes is enough.`;
		this.options.log.warn(`The built-in engine's process died: ${reason}. ${then}`);
		this.died.fire({ reason, restarts });
	}

	private checkMayStart(): void {
		if (this.disposed) throw new EngineError('died', 'the built-in engine was shut down');
		const { length } = this.recentDeaths();
		if (length > mostRestarts) {
			throw new EngineError(
				'died',
				`the built-in engine died ${length} times within five minutes and is not started again before they are over`,
				{ isLeftAlone: true },
			);
		}
	}

	private recentDeaths(): number[] {
		return this.deaths.filter(at => this.now() - at < restartWindowMs);
	}
}

const neverAborted = new AbortController().signal;

function everyFiveSeconds(tick: () => void): Disposable {
	const timer = setInterval(tick, 5000);
	timer.unref();
	return toDisposable(() => clearInterval(timer));
}

function exists(file: string): Promise<boolean> {
	return fs.access(file).then(
		() => true,
		() => false,
	);
}

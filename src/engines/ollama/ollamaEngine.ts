/**
 * A model on an Ollama server, asked with our own raw prompts. How the server behaves was measured with Ollama 0.24:
 * - any change of `num_ctx`, `num_thread` or `num_gpu` between two requests reloads the model, so one set goes with every request;
 * - a load is given up when its client leaves, a prompt is evaluated to its end although its client left, and a server that is left in the wrong moment
 *   never answers again: `load` and `ModelWork` say what we do about it;
 * - a prompt that is too long is cut in silence unless told not to, and the model's own stop texts act on raw prompts unless we send ours.
 */
import { orAbort } from '../../core/base/abort';
import type { Engine, GenerateRequest, InstalledModel, LoadedModel, LoadOptions, TokenCount } from '../../core/engine/engine';
import type { StreamEvent } from '../../core/engine/streamEvent';
import { Answer } from './answer';
import { ModelList } from './modelList';
import { ModelWork } from './modelWork';
import { OllamaServer, type OllamaSettings } from './ollamaServer';
import { pullModel, type PullProgress } from './pull';
import { keepAlive, runnerOptions, type RunnerOptions } from './rawRequest';
import { isLoopback } from './resolveHost';

export class OllamaEngine implements Engine {
	readonly id = 'ollama';
	readonly isElsewhere: boolean;
	private readonly server: OllamaServer;
	private readonly list: ModelList;
	private readonly loads = new Map<string, Promise<LoadedModel>>();
	private readonly works = new Map<string, ModelWork>();

	constructor(private readonly settings: OllamaSettings) {
		this.server = new OllamaServer(settings);
		this.list = new ModelList(this.server, settings.log);
		this.isElsewhere = !isLoopback(new URL(this.url).hostname);
	}

	get place(): string {
		return this.server.place;
	}

	get url(): string {
		return this.server.url;
	}

	/** Whether an Ollama answers, within a second and a half. */
	isReachable(signal: AbortSignal): Promise<boolean> {
		return this.version(signal).then(
			() => true,
			() => false,
		);
	}

	async version(signal: AbortSignal): Promise<string> {
		const answer = await this.server.client('whole', this.server.limits.probe, signal).version();
		if (typeof answer.version !== 'string') throw this.server.garbage(answer);
		return answer.version;
	}

	models(signal: AbortSignal): Promise<readonly InstalledModel[]> {
		return this.list.read(signal);
	}

	/**
	 * Loads by an empty prompt, and reads what came of it. The server gives up a load whose client leaves, so `signal` frees only the caller
	 * (with an AbortError): the load goes on, and whoever asks for the same again joins it.
	 */
	async load(model: InstalledModel, options: LoadOptions, signal: AbortSignal): Promise<LoadedModel> {
		signal.throwIfAborted();
		const runner = runnerOptions(model, options, this.settings.threads());
		const key = JSON.stringify([model.id, runner]);
		let load = this.loads.get(key);
		if (!load) {
			const work = this.workFor(model);
			work.runner = runner;
			work.forget();
			load = this.startLoad(model, runner).finally(() => this.loads.delete(key));
			this.loads.set(key, load);
		}
		return orAbort(load, signal);
	}

	unload(model: InstalledModel): Promise<void> {
		return this.workFor(model).unload(model.id);
	}

	/** The caller is free in the moment of a cancel; what the server does after that, and how long, says {@link ModelWork}. */
	async *generate(model: LoadedModel, request: GenerateRequest, signal: AbortSignal): AsyncGenerator<StreamEvent> {
		const answer = new Answer();
		const cancel = () => answer.cancel();
		signal.addEventListener('abort', cancel, { once: true });
		if (signal.aborted) cancel();
		else void this.server.alone(() => this.workFor(model.installed).ask(model, request, answer), answer.connection);
		try {
			yield* answer.stream();
		} finally {
			signal.removeEventListener('abort', cancel);
			cancel();
		}
	}

	/** From the characters per token that the server's counts of earlier prompts gave; Ollama has no tokenizer to ask. */
	countTokens(model: LoadedModel, text: string): Promise<TokenCount> {
		return Promise.resolve(this.workFor(model.installed).count(text));
	}

	/** Downloads a model to the server. Throws `DownloadError` for trouble with the registry, an AbortError when cancelled. */
	pull(name: string, onProgress: (progress: PullProgress) => void, signal: AbortSignal): Promise<void> {
		return pullModel(this.server, name, onProgress, signal);
	}

	dispose(): void {
		this.server.dispose();
	}

	private async startLoad(model: InstalledModel, runner: RunnerOptions): Promise<LoadedModel> {
		const { server, settings } = this;
		const began = performance.now();
		const about = { model: model.id };
		const keep_alive = keepAlive(settings.keepAliveMinutes());
		const request = { model: model.id, prompt: '', keep_alive, options: runner, stream: false } as const;
		await server.alone(signal => server.client('whole', server.limits.work, signal, about).generate(request));
		const { models } = await server.alone(signal => server.client('whole', server.limits.list, signal, about).ps());
		const running = this.list.findRunning(model, models);
		if (!running)
			settings.log.warn(`${this.place} loaded ${model.id} but does not list it: its context is taken to be ${runner.num_ctx} tokens`);
		return {
			installed: model,
			contextTokens: running?.context_length ?? runner.num_ctx,
			...(running && { memory: { gpuBytes: running.size_vram, hostBytes: running.size - running.size_vram } }),
			loadMilliseconds: performance.now() - began,
			constrainsJson: true,
		};
	}

	private workFor({ id }: InstalledModel): ModelWork {
		const work = this.works.get(id) ?? new ModelWork(this.server, this.settings.keepAliveMinutes, this.settings.log);
		this.works.set(id, work);
		return work;
	}
}

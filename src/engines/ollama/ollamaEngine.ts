/**
 * A model on an Ollama server, asked with our own raw prompts. How the server behaves was measured with Ollama 0.24:
 * - any change of `num_ctx`, `num_thread` or `num_gpu` between two requests reloads the model, so one set goes with every request;
 * - a load is given up when its client leaves, and a prompt is evaluated to its end although its client left: `load` and `generate` say
 *   what we do about it;
 * - a prompt that is too long is cut in silence unless told not to, and the model's own stop texts act on raw prompts unless we send ours.
 */
import { Ollama } from 'ollama';
import { orAbort } from '../../core/base/abort';
import type { Engine, GenerateRequest, InstalledModel, LoadedModel, LoadOptions, TokenCount } from '../../core/engine/engine';
import { EngineError } from '../../core/engine/engineError';
import type { StreamEvent } from '../../core/engine/streamEvent';
import { guardedFetch, type Guard, type Limits } from '../http/guardedFetch';
import { hostParts, type HostParts } from '../http/hostParts';
import { errorFromStream, errorOfGarbage, type ErrorContext } from '../http/serverError';
import { TokenRatio } from '../http/tokenRatio';
import { Answer } from './answer';
import { describeModel, inOrderOfPreference, weightsOf, type Listed, type Shown } from './describeModel';
import { Lane } from './lane';
import { keepAlive, rawRequest, reasonOf, runnerOptions, usageOf, type RunnerOptions } from './rawRequest';
import { isLoopback } from './resolveHost';

export interface OllamaSettings {
	/** As `resolveHost` gives it. */
	readonly host: string;
	readonly headers: () => Readonly<Record<string, string>>;
	/** How long a model stays in memory after its last request; -1 is for ever. */
	readonly keepAliveMinutes: () => number;
	/** CPU threads for loads that do not name any; `undefined` leaves it to the server. */
	readonly threads: () => number | undefined;
	readonly fetch?: typeof fetch;
	readonly log: OllamaLog;
	/** Shorter limits, for tests. */
	readonly limits?: Partial<typeof defaultLimits>;
}

export interface OllamaLog {
	info(message: string): void;
	warn(message: string): void;
}

export interface PullProgress {
	readonly status: string;
	readonly completedBytes: number;
	readonly totalBytes: number;
}

const seconds = 1000;
const minutes = 60 * seconds;

const defaultLimits = {
	/** To say that somebody is there. */
	probe: { firstByte: 1.5 * seconds, silence: 1.5 * seconds },
	/** Lists and headers come from the server's disk. */
	list: { firstByte: 5 * seconds, silence: 5 * seconds },
	/** 20 GB from a slow disk; a prompt of thousands of tokens on a CPU. Node's own fetch ends the wait for the first byte after 5 minutes. */
	work: { firstByte: 10 * minutes, silence: 2 * minutes },
	/** The registry may be slow, and the hash of a large file takes minutes without a word. */
	pull: { firstByte: 1 * minutes, silence: 10 * minutes },
} satisfies Record<string, Limits>;

export class OllamaEngine implements Engine {
	readonly id = 'ollama';
	readonly place: string;
	readonly url: string;
	readonly isElsewhere: boolean;
	private readonly host: HostParts;
	private readonly limits: typeof defaultLimits;
	private readonly digests = new Map<string, string>();
	private readonly shown = new Map<string, Shown>();
	private readonly told = new Set<string>();
	private readonly runners = new Map<string, RunnerOptions>();
	private readonly loads = new Map<string, Promise<LoadedModel>>();
	private readonly lanes = new Map<string, Lane>();
	private readonly ratios = new Map<string, TokenRatio>();
	/** Everything under way that no caller's signal ends. */
	private readonly underWay = new Set<AbortController>();

	constructor(private readonly settings: OllamaSettings) {
		this.host = hostParts(settings.host);
		this.place = `Ollama at ${this.host.name}`;
		this.url = this.host.url;
		this.isElsewhere = !isLoopback(new URL(this.host.url).hostname);
		this.limits = { ...defaultLimits, ...settings.limits };
	}

	/** Whether an Ollama answers, within a second and a half. */
	isReachable(signal: AbortSignal): Promise<boolean> {
		return this.version(signal).then(
			() => true,
			() => false,
		);
	}

	async version(signal: AbortSignal): Promise<string> {
		const answer = await this.client('whole', this.limits.probe, signal).version();
		if (typeof answer.version !== 'string') throw errorOfGarbage(JSON.stringify(answer), { place: this.place });
		return answer.version;
	}

	async models(signal: AbortSignal): Promise<readonly InstalledModel[]> {
		const answer = await this.client('whole', this.limits.list, signal).list();
		if (!Array.isArray(answer.models)) throw errorOfGarbage(JSON.stringify(answer), { place: this.place });
		const models = await Promise.all(answer.models.map(listed => this.describe(listed, signal)));
		return inOrderOfPreference(models.filter(model => model !== undefined));
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
			this.runners.set(model.id, runner);
			load = this.startLoad(model, runner).finally(() => this.loads.delete(key));
			this.loads.set(key, load);
		}
		return orAbort(load, signal);
	}

	async unload(model: InstalledModel): Promise<void> {
		const request = { model: model.id, prompt: '', keep_alive: 0, stream: false } as const;
		try {
			await this.alone(signal => this.client('whole', this.limits.list, signal, { model: model.id }).generate(request));
		} catch (error) {
			if (!(error instanceof EngineError && error.kind === 'noModel')) throw error;
		}
	}

	/**
	 * A cancel before the first token frees the caller, but the request stays until that token: the server would evaluate the prompt to its end
	 * anyway (or give up the load that the prompt waits for), and what it evaluated stays in its cache for the next, similar prompt.
	 * Completions of a model go one after another, so that at most one such prompt is left behind, and those cancelled while they wait cost nothing.
	 */
	async *generate(model: LoadedModel, request: GenerateRequest, signal: AbortSignal): AsyncGenerator<StreamEvent> {
		const answer = new Answer();
		const cancel = () => answer.cancel();
		signal.addEventListener('abort', cancel, { once: true });
		if (signal.aborted) cancel();
		else void this.read(model, request, answer);
		try {
			yield* answer.stream();
		} finally {
			signal.removeEventListener('abort', cancel);
			cancel();
		}
	}

	/** From the characters per token that the server's counts of earlier prompts gave; Ollama has no tokenizer to ask. */
	countTokens(model: LoadedModel, text: string): Promise<TokenCount> {
		return Promise.resolve({ tokens: this.of(this.ratios, model.installed, () => new TokenRatio()).count(text), exact: false });
	}

	/** Downloads a model to the server. Cancelled or broken off, it goes on from there the next time: the server keeps what it has. */
	async pull(name: string, onProgress: (progress: PullProgress) => void, signal: AbortSignal): Promise<void> {
		const layers = new Map<string, { readonly completed: number; readonly total: number }>();
		const sum = (key: 'completed' | 'total') => [...layers.values()].reduce((bytes, layer) => bytes + layer[key], 0);
		try {
			const events = await this.client('lines', this.limits.pull, signal, { model: name }).pull({ model: name, stream: true });
			for await (const { status, digest, completed = 0, total = 0 } of events) {
				if (digest) layers.set(digest, { completed, total });
				onProgress({ status, completedBytes: sum('completed'), totalBytes: sum('total') });
			}
		} catch (error) {
			throw this.fromStream(error, { model: name });
		}
	}

	dispose(): void {
		for (const controller of this.underWay) controller.abort();
	}

	private async describe(listed: Listed, signal: AbortSignal): Promise<InstalledModel | undefined> {
		const { name, digest } = listed;
		try {
			const shown = this.shown.get(digest) ?? (await this.client('whole', this.limits.list, signal, { model: name }).show({ model: name }));
			this.digests.set(name, digest);
			this.shown.set(digest, shown as Shown);
			const description = describeModel(listed, shown as Shown);
			if (description.kind === 'model') return description.model;
			this.tellOnce(digest, `${name} on ${this.place} is left out: ${description.why}`);
		} catch (error) {
			// One that was just deleted, or that the server itself can't read, does not hide the others.
			if (!(error instanceof EngineError) || error.details.status === undefined) throw error;
			this.tellOnce(digest, `${name} is left out: ${error.message}`);
		}
		return undefined;
	}

	private tellOnce(digest: string, message: string): void {
		if (this.told.has(digest)) return;
		this.told.add(digest);
		this.settings.log.info(message);
	}

	private async startLoad(model: InstalledModel, runner: RunnerOptions): Promise<LoadedModel> {
		const began = performance.now();
		const context = { model: model.id };
		const request = { model: model.id, prompt: '', keep_alive: this.keepAlive, options: runner, stream: false } as const;
		await this.alone(signal => this.client('whole', this.limits.work, signal, context).generate(request));
		const { models } = await this.alone(signal => this.client('whole', this.limits.list, signal, context).ps());
		const running = this.findRunning(model, models);
		if (!running)
			this.settings.log.warn(`${this.place} loaded ${model.id} but does not list it: its context is taken to be ${runner.num_ctx} tokens`);
		return {
			installed: model,
			contextTokens: running?.context_length ?? runner.num_ctx,
			...(running && { memory: { gpuBytes: running.size_vram, hostBytes: running.size - running.size_vram } }),
			loadMilliseconds: performance.now() - began,
			constrainsJson: true,
		};
	}

	/** Names of one file share a runner, which the server lists under the name that loaded it first. */
	private findRunning(model: InstalledModel, running: readonly Running[]): Running | undefined {
		const weights = weightsOf(this.shown.get(this.digests.get(model.id) ?? ''));
		return (
			running.find(({ name }) => name === model.id) ??
			running.find(({ digest }) => weights !== undefined && weightsOf(this.shown.get(digest)) === weights)
		);
	}

	private async read(model: LoadedModel, request: GenerateRequest, answer: Answer): Promise<void> {
		const { installed, contextTokens } = model;
		const { connection } = answer;
		const context = { model: installed.id, contextTokens };
		let leave: (() => void) | undefined;
		let messages = 0;
		this.underWay.add(connection);
		try {
			if (request.role === 'completion') leave = await this.of(this.lanes, installed, () => new Lane()).enter(connection.signal);
			if (connection.signal.aborted) return answer.cancel();
			// This is the place to bring a long prompt into the server's cache in steps, between which a cancel could act.
			answer.sent();
			const runner = this.runners.get(installed.id) ?? { num_ctx: contextTokens };
			const client = this.client('lines', this.limits.work, connection.signal, context);
			for await (const message of await client.generate(rawRequest(installed, request, runner, this.keepAlive))) {
				messages++;
				if (message.done) {
					const usage = usageOf(message);
					if (usage.promptTokens) this.of(this.ratios, installed, () => new TokenRatio()).learn(request.prompt, usage.promptTokens);
					return answer.end(reasonOf(message), usage);
				}
				if (answer.isOver) return connection.abort();
				// A message is a token, but for those held back until a character or a possible stop text is complete.
				if (message.response) answer.text(message.response, 1);
			}
		} catch (error) {
			if (connection.signal.aborted) answer.cancel();
			else if (messages > 0 && isEndWithoutDone(error)) answer.end('cut', {});
			else answer.fail(this.fromStream(error, context));
		} finally {
			leave?.();
			this.underWay.delete(connection);
		}
	}

	/** The package throws a plain Error for a message that is one; everything else was explained by the guard. */
	private fromStream(error: unknown, context: Omit<ErrorContext, 'place'>): unknown {
		if (error instanceof EngineError || !(error instanceof Error) || error.name === 'AbortError') return error;
		if (isEndWithoutDone(error)) return errorOfGarbage('', { ...context, place: this.place });
		return errorFromStream(error.message, { ...context, place: this.place });
	}

	/** One client for one request: the package knows no signal, its fetch does. */
	private client(answer: Guard['answer'], limits: Limits, signal: AbortSignal, context: Omit<ErrorContext, 'place'> = {}): Ollama {
		const { url, authorization } = this.host;
		return new Ollama({
			host: url,
			headers: { ...(authorization && { Authorization: authorization }), ...this.settings.headers() },
			fetch: guardedFetch({ fetch: this.settings.fetch ?? fetch, signal, limits, answer, context: { ...context, place: this.place } }),
		});
	}

	/** For what goes on whoever waits for it, until the engine is disposed. */
	private async alone<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
		const controller = new AbortController();
		this.underWay.add(controller);
		try {
			return await work(controller.signal);
		} finally {
			this.underWay.delete(controller);
		}
	}

	private of<T>(map: Map<string, T>, { id }: InstalledModel, create: () => T): T {
		const value = map.get(id) ?? create();
		map.set(id, value);
		return value;
	}

	private get keepAlive(): string | number {
		return keepAlive(this.settings.keepAliveMinutes());
	}
}

/** An entry of `/api/ps`; the package's type lacks the context. */
interface Running {
	readonly name: string;
	readonly digest: string;
	readonly size: number;
	readonly size_vram: number;
	readonly context_length?: number;
}

/**
 * What the package throws when a stream ends without its last message, as the server's loop guard does it: after 31 equal tokens
 * it says nothing more. The text so far is good.
 */
function isEndWithoutDone(error: unknown): boolean {
	return error instanceof Error && error.message.startsWith('Did not receive done');
}

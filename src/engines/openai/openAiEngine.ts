/**
 * A model on any server that speaks OpenAI's protocol: vLLM, llama-server, LM Studio, a shared gateway. Completions go out as our own raw
 * prompt, because `suffix` is ignored or refused; the beginning-of-sentence token is left to the server, which would double it.
 * Every answer is streamed: only a stream ends on the server when its client leaves. What differs between servers is in servers.ts.
 */
import type { OpenAI } from 'openai';
import { abortWith, delay, eventsOrAbort, orAbort, reasonOf } from '../../core/base/abort';
import type { Engine, GenerateRequest, InstalledModel, LoadedModel, LoadOptions, TokenCount } from '../../core/engine/engine';
import { EngineError } from '../../core/engine/engineError';
import { defuse } from '../../core/engine/prompt';
import { StopFilter } from '../../core/engine/stopFilter';
import type { EndReason, StreamEvent, Usage } from '../../core/engine/streamEvent';
import { fimBegin } from '../../core/models/dialect';
import { guardedFetch, type Guard, type Limits } from '../http/guardedFetch';
import { hostParts } from '../http/hostParts';
import { errorFromStream, type ErrorContext } from '../http/serverError';
import { TokenRatio } from '../http/tokenRatio';
import { rootOf } from './baseUrl';
import { describeModel } from './describeModel';
import { readChunk, type StreamedChunk } from './readChunk';
import { requestBody } from './requestBody';
import { withRetries } from './retry';
import * as servers from './servers';

export interface OpenAiSettings {
	/** As `baseUrl` gives it. */
	readonly baseUrl: string;
	readonly apiKey: () => Promise<string | undefined>;
	readonly headers: () => Readonly<Record<string, string>>;
	readonly fetch?: typeof fetch;
	readonly log: { info(message: string): void };
	/** Shorter limits, for tests. */
	readonly limits?: Partial<typeof defaultLimits>;
	readonly random?: () => number;
}

const seconds = 1000;

const defaultLimits = {
	/** llama-server answers this too only when one of its few threads for requests is free. */
	list: { firstByte: 15 * seconds, silence: 15 * seconds },
	/** A queue of fifty before us, or a router that loads the model first. */
	work: { firstByte: 300 * seconds, silence: 120 * seconds },
} satisfies Record<string, Limits>;

/** What is asked about a model once and holds as long as the server lists it. */
interface Known {
	readonly listed: servers.ListedModel;
	readonly server: servers.ServerKind;
	readonly ratio: TokenRatio;
}

export class OpenAiEngine implements Engine {
	readonly id = 'openai';
	readonly place: string;
	readonly url: string;
	readonly isElsewhere = true;
	private readonly known = new Map<string, Known>();
	private readonly limits: typeof defaultLimits;
	private readonly lifetime = new AbortController();
	/** Of an address with user and password; a key goes before it. */
	private readonly login: string | undefined;

	constructor(private readonly settings: OpenAiSettings) {
		const { url, authorization } = hostParts(settings.baseUrl);
		this.url = url;
		this.login = authorization;
		this.place = `the server at ${new URL(url).host}`;
		this.limits = { ...defaultLimits, ...settings.limits };
	}

	async models(signal: AbortSignal): Promise<readonly InstalledModel[]> {
		const listed = await this.list(signal);
		return Promise.all(
			listed.map(async each => {
				const known: Known = { listed: each, server: servers.serverOf(each), ratio: this.known.get(each.id)?.ratio ?? new TokenRatio() };
				this.known.set(each.id, known);
				return describeModel(each, await this.readsHoles(known, signal));
			}),
		);
	}

	/** The server's owner loads models; here it is only seen that it is there, and how much context it gives. */
	async load(model: InstalledModel, options: LoadOptions, signal: AbortSignal): Promise<LoadedModel> {
		const began = performance.now();
		const listed = (await orAbort(this.list(signal), signal)).find(each => each.id === model.id);
		if (!listed) throw new EngineError('noModel', `${this.place} has no model ${model.id}`, { place: this.place, model: model.id });
		const server = servers.serverOf(listed);
		this.known.set(model.id, { listed, server, ratio: this.known.get(model.id)?.ratio ?? new TokenRatio() });
		return {
			installed: model,
			contextTokens: servers.contextOf(listed) ?? options.contextTokens,
			loadMilliseconds: performance.now() - began,
			...(servers.constrainsJson(server) && { constrainsJson: true }),
		};
	}

	/** It stays: others may be using it. */
	unload(): Promise<void> {
		return Promise.resolve();
	}

	async *generate(model: LoadedModel, request: GenerateRequest, signal: AbortSignal): AsyncGenerator<StreamEvent> {
		const left = new AbortController();
		const unlink = abortWith(left, signal, this.lifetime.signal);
		const connection = left.signal;
		const stop = new StopFilter(request.stop);
		let usage: Usage = {};
		let reason: EndReason | undefined;
		let tokens = 0;
		let told = 0;
		try {
			for await (const chunk of eventsOrAbort(this.chunks(model, request, connection), connection)) {
				if (chunk.usage) usage = chunk.usage;
				if (chunk.finish) reason = chunk.finish;
				if (chunk.text === '') continue;
				// Where a chunk does not bring the count, it is a token, but for those held back until a character is complete.
				const generated = Math.max(tokens, chunk.usage?.generatedTokens ?? tokens + 1);
				const passed = stop.push(chunk.text);
				if (passed.text !== '') {
					yield { kind: 'text', text: passed.text, tokens: generated - told };
					told = generated;
				}
				tokens = generated;
				if (passed.stopped) {
					reason = 'stop';
					break;
				}
			}
		} catch (error) {
			if (!signal.aborted) throw error;
		} finally {
			unlink();
			left.abort(); // also when the one who asked has heard enough
		}
		if (signal.aborted) {
			yield { kind: 'end', reason: 'cancelled', usage: {} };
			return;
		}
		if (reason === undefined) throw new EngineError('died', `${this.place} ended its answer without a word why`, { place: this.place });
		const rest = stop.flush();
		if (rest !== '') yield { kind: 'text', text: rest, tokens: tokens - told };
		if (usage.promptTokens) this.knownOf(model).ratio.learn(request.prompt, usage.promptTokens);
		yield { kind: 'end', reason, usage: usage.generatedTokens === undefined ? { ...usage, generatedTokens: tokens } : usage };
	}

	/** By the server's tokenizer where it has an address for it, else from its counts of earlier prompts. */
	async countTokens({ installed }: LoadedModel, text: string, signal: AbortSignal): Promise<TokenCount> {
		if (text === '') return { tokens: 0, exact: true };
		const known = this.known.get(installed.id);
		// A gateway may pass on what the server says of itself, and not this.
		const counted = known && (await this.tokenize(known, defuse(text), false, signal).catch(() => undefined));
		signal.throwIfAborted();
		return counted === undefined
			? { tokens: (known?.ratio ?? new TokenRatio()).count(text), exact: false }
			: { tokens: counted, exact: true };
	}

	dispose(): void {
		this.lifetime.abort();
	}

	private async list(signal: AbortSignal): Promise<readonly servers.ListedModel[]> {
		const client = await this.client('whole', this.limits.list, signal, {});
		const answer = await ownError(client.get<unknown>('/models'), signal);
		const data = typeof answer === 'object' && answer !== null && 'data' in answer ? answer.data : undefined;
		if (!Array.isArray(data)) throw this.garbage(JSON.stringify(answer));
		return (data as unknown[]).filter(isListed);
	}

	private async *chunks(model: LoadedModel, asked: GenerateRequest, signal: AbortSignal): AsyncGenerator<StreamedChunk> {
		const { server } = this.knownOf(model);
		const context = { model: model.installed.id, contextTokens: model.contextTokens };
		const client = await this.client('events', this.limits.work, signal, context);
		const request = requestBody(server, model.installed.id, asked);
		const ask = async (): Promise<AsyncIterable<unknown>> =>
			request.kind === 'chat' ? client.chat.completions.create(request.body) : client.completions.create(request.body);
		// Who types has something newer to ask long before; who waits for an answer in the chat is asked for again.
		const retries = { most: asked.role === 'chat' ? 5 : 0, random: this.settings.random ?? Math.random, wait: delay };
		const stream = await withRetries(() => ownError(ask(), signal), retries, signal);
		const state = { isThinking: false };
		try {
			for await (const chunk of stream) yield readChunk(chunk, state, text => this.garbage(text, context));
		} catch (error) {
			throw this.inStream(unwrapped(error), context);
		}
	}

	private async readsHoles(known: Known, signal: AbortSignal): Promise<boolean | undefined> {
		const tokens = await this.tokenize(known, fimBegin, true, signal).catch(() => undefined);
		return tokens === undefined ? undefined : tokens === 1;
	}

	private async tokenize({ listed, server }: Known, text: string, special: boolean, signal: AbortSignal): Promise<number | undefined> {
		const body = servers.tokenizeRequest(server, listed.id, text, special);
		if (!body) return undefined;
		const client = await this.client('whole', this.limits.list, signal, { model: listed.id }, rootOf(this.url));
		const answer = await ownError(client.post<{ tokens?: unknown }>('/tokenize', { body }), signal);
		return Array.isArray(answer.tokens) ? answer.tokens.length : undefined;
	}

	/**
	 * One client for one request, which ends by its fetch's signal: to one that it is given itself the package listens for ever. The package is
	 * loaded with the first: most users never need it.
	 */
	private async client(
		answer: Guard['answer'],
		limits: Limits,
		signal: AbortSignal,
		context: Partial<ErrorContext>,
		address = this.url,
	): Promise<OpenAI> {
		const { OpenAI } = await import('openai');
		const key = await this.settings.apiKey();
		const guard = { signal, limits, answer, context: { place: this.place, protocol: 'OpenAI', ...context } };
		return new OpenAI({
			baseURL: address,
			apiKey: key ?? 'none',
			defaultHeaders: { ...(key === undefined && { Authorization: this.login ?? null }), ...this.settings.headers() },
			maxRetries: 0, // see withRetries
			logLevel: 'off',
			fetch: guardedFetch({ ...guard, fetch: this.settings.fetch ?? fetch }),
		});
	}

	private knownOf({ installed }: LoadedModel): Known {
		return this.known.get(installed.id) ?? { listed: { id: installed.id }, server: 'other', ratio: new TokenRatio() };
	}

	/** An error that comes as an event of a stream that began well is thrown by the package as its own. */
	private inStream(error: unknown, context: Partial<ErrorContext>): unknown {
		if (error instanceof EngineError || !(error instanceof Error) || error.name === 'AbortError') return error;
		return errorFromStream(error.message, { place: this.place, ...context });
	}

	private garbage(got: string, context: Partial<ErrorContext> = {}): EngineError {
		const what = got.length > 80 ? `${got.slice(0, 80)}…` : got;
		return new EngineError('badAnswer', `${this.place} answered with what is not OpenAI's protocol: ${what}`, {
			place: this.place,
			...context,
		});
	}
}

function isListed(value: unknown): value is servers.ListedModel {
	return typeof value === 'object' && value !== null && 'id' in value && typeof value.id === 'string';
}

/** The package wraps what our fetch throws; what we know about the failure is inside. */
async function ownError<T>(promise: PromiseLike<T>, signal: AbortSignal): Promise<T> {
	try {
		return await promise;
	} catch (error) {
		throw signal.aborted ? reasonOf(signal) : unwrapped(error);
	}
}

function unwrapped(error: unknown): unknown {
	for (let cause = error, depth = 0; cause instanceof Error && depth < 4; depth++, cause = cause.cause) {
		if (cause instanceof EngineError || cause.name === 'AbortError') return cause;
	}
	return error;
}

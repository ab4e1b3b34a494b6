/**
 * What is asked of one model on the server: who is let in when, how a long prompt gets into the server's cache, and how an answer is read.
 *
 * A cancel frees the caller, but the request that is under way stays: before the first token until that one is there, for the server would evaluate what it
 * has to its end anyway (or give up the load that it waits for), and what it evaluated stays in its cache for the next, similar prompt; after it until
 * {@link Leaving} finds that the server can be left. Both are short, the first because long prompts are sent in steps. Completions go one after another, so
 * that at most one such request is left behind, and those cancelled while they wait cost nothing; a chat prompt that needs steps goes in between, for with
 * one slot the two would throw each other's cache away.
 */
import type { GenerateRequest, LoadedModel, TokenCount } from '../../core/engine/engine';
import { EngineError } from '../../core/engine/engineError';
import type { Usage } from '../../core/engine/streamEvent';
import type { Limits } from '../http/guardedFetch';
import { TokenRatio } from '../http/tokenRatio';
import type { Answer } from './answer';
import { Lane } from './lane';
import { Leaving } from './leaving';
import { isEndWithoutDone, type OllamaLog, type OllamaServer } from './ollamaServer';
import { PromptSteps } from './promptSteps';
import { keepAlive, rawRequest, reasonOf, stepRequest, usageOf, type RunnerOptions } from './rawRequest';

export class ModelWork {
	/** As the model was last loaded. */
	runner: RunnerOptions | undefined;
	private readonly lane = new Lane();
	private readonly ratio = new TokenRatio();
	private readonly steps: PromptSteps;
	private warned = false;
	/** The last answer was left while the server wrote it. */
	private mayHang = false;

	constructor(
		private readonly server: OllamaServer,
		private readonly keepAliveMinutes: () => number,
		private readonly log: OllamaLog,
	) {
		const forgetsAfter = () => (keepAliveMinutes() < 0 ? Infinity : keepAliveMinutes() * 60_000);
		this.steps = new PromptSteps(() => performance.now(), forgetsAfter);
	}

	count(text: string): TokenCount {
		return { tokens: this.ratio.count(text), exact: false };
	}

	/** What the server has evaluated is gone, with the model or in another one's favour. */
	forget(): void {
		this.steps.forget();
	}

	/** Also frees a server that waits for ever for somebody who left; what others ask of the model is answered before. */
	async unload(id: string): Promise<void> {
		this.forget();
		const request = { model: id, prompt: '', keep_alive: 0, stream: false } as const;
		try {
			await this.server.alone(signal => this.server.client('whole', this.server.limits.list, signal, { model: id }).generate(request));
		} catch (error) {
			if (!(error instanceof EngineError && error.kind === 'noModel')) throw error;
		}
	}

	/** Asks, and puts what comes into `answer`, also what goes wrong. */
	async ask(model: LoadedModel, request: GenerateRequest, answer: Answer): Promise<void> {
		const { connection } = answer;
		const about = { model: model.installed.id, contextTokens: model.contextTokens };
		let text = '';
		let leave: (() => void) | undefined;
		const raw = rawRequest(model.installed, request, this.runner ?? { num_ctx: model.contextTokens }, keepAlive(this.keepAliveMinutes()));
		try {
			if (request.role === 'completion' || this.nextStep(raw.prompt, model) !== undefined) leave = await this.lane.enter(connection.signal);
			if (connection.signal.aborted) return answer.cancel();
			answer.sent();
			const limits = this.server.limits[request.role === 'chat' ? 'work' : 'completion'];
			let stepped = 0;
			for (let step = this.nextStep(raw.prompt, model); step !== undefined; step = this.nextStep(raw.prompt, model)) {
				stepped += await this.takeStep(stepRequest(raw, step), model, limits, connection.signal);
				if (answer.isOver) return;
			}
			const leaving = new Leaving(request.maxTokens, () => performance.now());
			const messages = await this.send(
				limits => this.server.client('lines', limits, connection.signal, about).generate(raw),
				limits,
				model,
				connection.signal,
			);
			for await (const message of messages) {
				if (request.role === 'chat') {
					leave?.();
					leave = undefined;
				}
				if (message.done) {
					const usage = usageOf(message);
					this.learn(request, raw.prompt, usage, model);
					return answer.end(reasonOf(message), {
						...usage,
						...(stepped > 0 && { promptMilliseconds: stepped + (usage.promptMilliseconds ?? 0) }),
					});
				}
				leaving.token();
				text += message.response;
				if (answer.isOver && leaving.closesNow) return connection.abort();
				// A message is a token, but for those held back until a character or a possible stop text is complete.
				if (message.response) answer.text(message.response, 1);
			}
		} catch (error) {
			if (connection.signal.aborted) answer.cancel();
			else if (text !== '' && isEndWithoutDone(error)) answer.end('cut', {});
			else answer.fail(this.server.explain(error, about));
		} finally {
			if (text !== '') this.steps.wrote(raw.prompt, text);
			if (text !== '' && connection.signal.aborted) this.mayHang = true;
			answer.closed();
			leave?.();
		}
	}

	private nextStep(prompt: string, model: LoadedModel): string | undefined {
		return this.steps.next(prompt, this.ratio.charactersPerToken, model.contextTokens);
	}

	/** @returns the milliseconds that the server took for the prompt */
	private async takeStep(step: ReturnType<typeof stepRequest>, model: LoadedModel, limits: Limits, signal: AbortSignal): Promise<number> {
		const began = performance.now();
		const { installed, contextTokens } = model;
		const about = { model: installed.id, contextTokens };
		const usage = usageOf(
			await this.send(limits => this.server.client('whole', limits, signal, about).generate(step), limits, model, signal),
		);
		const wallMilliseconds = performance.now() - began;
		this.check(this.steps.evaluated(step.prompt, this.ratio.charactersPerToken, { ...usage, wallMilliseconds }), usage, contextTokens);
		return usage.promptMilliseconds ?? 0;
	}

	/**
	 * A server that says nothing for long after an answer was left hangs (see {@link Leaving}): then the model is unloaded, which ends the hang, and asked
	 * again, which loads it.
	 */
	private async send<T>(
		request: (limits: Limits) => Promise<T>,
		limits: Limits,
		{ installed }: LoadedModel,
		signal: AbortSignal,
	): Promise<T> {
		const mayHang = this.mayHang;
		this.mayHang = false;
		try {
			return await request(mayHang ? { ...limits, firstByte: Math.min(limits.firstByte, this.server.limits.hang) } : limits);
		} catch (error) {
			if (!mayHang || signal.aborted || !(error instanceof EngineError && error.kind === 'unreachable')) throw error;
			this.log.warn(`${this.server.place} does not answer after a cancel: ${installed.id} is unloaded and asked again`);
			await this.unload(installed.id).catch(() => Promise.reject(error));
			return await request(limits);
		}
	}

	private learn({ prompt }: GenerateRequest, text: string, usage: Usage, { contextTokens }: LoadedModel): void {
		if (!usage.promptTokens) return;
		this.check(this.steps.evaluated(text, this.ratio.charactersPerToken, usage), usage, contextTokens);
		this.ratio.learn(prompt, usage.promptTokens);
	}

	/** A server that does not know `truncate: false` cuts what is too long without a word; its counts tell. */
	private check(isPossible: boolean, { promptTokens = 0 }: Usage, contextTokens: number): void {
		if ((isPossible && promptTokens < contextTokens) || this.warned) return;
		this.warned = true;
		this.log.warn(
			`${this.server.place} counted ${promptTokens} tokens of a prompt that has more: it seems to cut prompts at ${contextTokens} tokens or less`,
		);
	}
}

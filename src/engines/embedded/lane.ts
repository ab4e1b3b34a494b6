/**
 * One role's place in a loaded model: its own sequence, and so its own KV cache, in which one answer at a time is generated.
 * Evaluates a prompt in chunks between which a cancel can act, keeps what the cache already has, and never shifts the context.
 */
import type { LlamaContextSequence, LlamaGrammarEvaluationState, LlamaModel, Token } from 'node-llama-cpp';
import type { GenerateRequest, JsonSchema, Role } from '../../core/engine/engine';
import { EngineError } from '../../core/engine/engineError';
import type { EndReason, Usage } from '../../core/engine/streamEvent';
import type { PromptSpeed } from './chunkSize';
import type { Draft } from './draft';
import { Guesses, guessLengths } from './guesses';
import type { ChildRequest } from './messages';
import { PromptLookup } from './promptLookup';
import { promptTokens, type Vocabulary } from './promptTokens';
import { StopFilter } from '../../core/engine/stopFilter';
import { constrainedSteps, guessedSteps, type Steps } from './steps';
import { TextAssembler } from './textAssembler';
import type { Turns } from './turns';

export interface Listener {
	started(promptTokens: number, cachedTokens: number): void;
	/** `text` may be empty while a character or a possible stop text is unfinished. */
	text(text: string, tokens: number): void;
}

export interface Outcome {
	readonly reason: EndReason;
	readonly usage: Usage;
	/** Tokens of the prompt that went through the model for this request; after a cancel fewer than were needed. */
	readonly evaluatedTokens: number;
}

/** The beginning of an answer that can be nothing but JSON of this schema. */
export type Constrain = (schema: JsonSchema) => Promise<LlamaGrammarEvaluationState>;

interface Counts {
	evaluatedTokens: number;
	promptTokens?: number;
	cachedTokens?: number;
	generatedTokens: number;
	promptMilliseconds: number;
	generateMilliseconds: number;
	guessedTokens?: number;
}

export class Lane {
	/** Settles when everything asked so far is done. */
	private last: Promise<unknown> = Promise.resolve();

	constructor(
		private readonly role: Role,
		private readonly model: LlamaModel,
		private readonly sequence: LlamaContextSequence,
		private readonly vocabulary: Vocabulary,
		private readonly speed: PromptSpeed,
		private readonly turns: Turns,
		private readonly constrain: Constrain,
		private readonly draft?: Draft,
	) {}

	/** What guesses cost and bring here: a completion copies other things than a chat. */
	private readonly guessLengths = guessLengths();
	private readonly controls = new Map<Token, boolean>();

	/** Answers after everything that was asked before. Resolves only when nothing runs for this request any more. */
	generate(request: ChildRequest, signal: AbortSignal, listener: Listener): Promise<Outcome> {
		const leave = this.turns.enter(this.role);
		const answer = this.last.then(() => this.answer(request, signal, listener)).finally(leave);
		this.last = answer.catch(() => undefined);
		return answer;
	}

	idle(): Promise<unknown> {
		return this.last;
	}

	private async answer(request: ChildRequest, signal: AbortSignal, listener: Listener): Promise<Outcome> {
		const counts: Counts = { evaluatedTokens: 0, generatedTokens: 0, promptMilliseconds: 0, generateMilliseconds: 0 };
		if (signal.aborted) return outcome('cancelled', counts);
		const tokens = promptTokens(request.prompt, this.vocabulary) as Token[];
		const room = this.sequence.contextSize - tokens.length;
		if (room < 1) {
			throw new EngineError('promptTooLong', `the prompt has ${tokens.length} tokens, the context ${this.sequence.contextSize}`, {
				promptTokens: tokens.length,
				contextTokens: this.sequence.contextSize,
			});
		}
		counts.promptTokens = tokens.length;
		try {
			if (!(await this.evaluatePrompt(tokens, counts, signal, listener))) return outcome('cancelled', counts);
			const maxTokens = Math.min(request.maxTokens, room);
			const reason = maxTokens < 1 ? 'length' : await this.write(tokens, { ...request, maxTokens }, counts, signal, listener);
			return outcome(reason, counts);
		} catch (error) {
			// What a failed evaluation left in the cache is not known.
			await this.sequence.clearHistory().catch(() => undefined);
			throw error;
		}
	}

	/** Brings all but the last token into the cache; says whether it got there. */
	private async evaluatePrompt(tokens: Token[], counts: Counts, signal: AbortSignal, listener: Listener): Promise<boolean> {
		const { sequence } = this;
		const end = tokens.length - 1;
		while (true) {
			const release = await this.turns.take(this.role, signal);
			if (release === undefined) return false;
			try {
				const start = performance.now();
				if (counts.cachedTokens === undefined) {
					await this.keepCommonPrefix(tokens);
					counts.cachedTokens = sequence.nextTokenIndex;
					listener.started(tokens.length, counts.cachedTokens);
				}
				const next = sequence.nextTokenIndex;
				const chunk = tokens.slice(next, Math.min(end, next + this.speed.chunkSize));
				if (chunk.length > 0) await sequence.evaluateWithoutGeneratingNewTokens(chunk);
				counts.evaluatedTokens += chunk.length;
				const milliseconds = performance.now() - start;
				this.speed.add(chunk.length, milliseconds);
				counts.promptMilliseconds += milliseconds;
				if (sequence.nextTokenIndex >= end) return true;
			} finally {
				release();
			}
		}
	}

	private async keepCommonPrefix(tokens: Token[]): Promise<void> {
		const { sequence } = this;
		const same = Math.min(sequence.compareContextTokens(tokens).firstDifferentIndex, tokens.length - 1);
		if (same < sequence.nextTokenIndex) await sequence.eraseContextTokenRanges([{ start: same, end: sequence.nextTokenIndex }]);
	}

	/** Evaluates the prompt's last token and goes on token by token. Every step counts as generating: as many steps as tokens. */
	private async write(tokens: Token[], request: ChildRequest, counts: Counts, signal: AbortSignal, listener: Listener): Promise<EndReason> {
		const assembler = new TextAssembler((some, before) => this.model.detokenize(some as Token[], false, before as Token[]));
		const stops = new StopFilter(request.stop);
		const endTokens = new Set(request.stop.map(stop => this.vocabulary.specialToken(stop)));
		const guesses = this.guessesFor(request, tokens);
		const steps = await this.steps(request, tokens, guesses);
		const pass = (text: string, count: number) => {
			const passed = stops.push(text);
			listener.text(passed.text, count);
			return passed.stopped;
		};
		try {
			while (true) {
				const next = await this.step(steps, request.maxTokens - counts.generatedTokens, counts, signal);
				if (next === undefined) return 'cancelled';
				for (const token of next) {
					counts.generatedTokens++;
					if (this.ends(token, endTokens)) return finish('stop');
					if (pass(assembler.push(token), 1)) return 'stop';
					if (counts.generatedTokens >= request.maxTokens) return finish('length');
				}
			}
		} finally {
			if (guesses) counts.guessedTokens = guesses.right;
			await steps.end();
		}

		/** What was held back is text after all, unless it is the rest of a stop text. */
		function finish(reason: EndReason): EndReason {
			const stopped = pass(assembler.flush(), 0);
			listener.text(stops.flush(), 0);
			return stopped ? 'stop' : reason;
		}
	}

	private async steps(request: GenerateRequest, tokens: readonly Token[], guesses: Guesses | undefined): Promise<Steps> {
		const last = tokens.at(-1)!;
		// The library's own seed is the time in seconds: two answers within one would be the same.
		const sampling = { temperature: request.temperature, seed: request.seed ?? Math.floor(Math.random() * 0xffffffff) };
		return request.schema
			? constrainedSteps(this.sequence, last, sampling, await this.constrain(request.schema))
			: guessedSteps(this.sequence, last, sampling, guesses);
	}

	/** A seed asks for the same answer again, and a step with more tokens rounds otherwise. */
	private guessesFor({ guesses, schema, seed }: ChildRequest, tokens: readonly Token[]): Guesses | undefined {
		if (!guesses || schema !== undefined || seed !== undefined) return undefined;
		const lookup = new PromptLookup(token => this.isControl(token as Token));
		lookup.add(tokens);
		return new Guesses(lookup, this.guessLengths, this.draft);
	}

	/** The next tokens, at most so many; `undefined` after a cancel. */
	private async step(steps: Steps, most: number, counts: Counts, signal: AbortSignal): Promise<readonly Token[] | undefined> {
		const release = await this.turns.take(this.role, signal);
		if (release === undefined) return undefined;
		try {
			const start = performance.now();
			const tokens = await steps.next(most);
			counts.generateMilliseconds += performance.now() - start;
			// The first step also evaluates the prompt's last token.
			if (counts.generatedTokens === 0) counts.evaluatedTokens++;
			return tokens.length === 0 ? undefined : tokens;
		} finally {
			release();
		}
	}

	/** The model's own ends, the stop texts that are tokens of this vocabulary, and control tokens, which are never part of an answer. */
	private ends(token: Token, endTokens: ReadonlySet<number | undefined>): boolean {
		return endTokens.has(token) || this.isControl(token);
	}

	private isControl(token: Token): boolean {
		const known = this.controls.get(token);
		if (known !== undefined) return known;
		const isControl = this.model.isEogToken(token) || this.model.getTokenAttributes(token).control;
		this.controls.set(token, isControl);
		return isControl;
	}
}

function outcome(reason: EndReason, { evaluatedTokens, ...usage }: Counts): Outcome {
	return { reason, usage, evaluatedTokens };
}

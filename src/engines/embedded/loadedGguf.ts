/** A model in memory: one context with a sequence for each role, so that completion and chat never throw away each other's cache. */
import type { Llama, LlamaContext, LlamaModel } from 'node-llama-cpp';
import type { Role } from '../../core/engine/engine';
import { PromptSpeed } from './chunkSize';
import { defaultThreads } from './defaultThreads';
import { Draft } from './draft';
import { jsonGrammar } from './jsonGrammar';
import { Lane, type Constrain } from './lane';
import { measureThreads } from './measureThreads';
import type { LoadCall, LoadReply } from './messages';
import { plainTokens, type Vocabulary } from './promptTokens';
import { tokenTime } from './tokenTime';
import type { Turns } from './turns';

export class LoadedGguf {
	private readonly vocabulary: Vocabulary;
	private readonly lanes = new Map<Role, Lane>();
	/** Caches in which this model follows another's text. */
	private readonly drafts = new Set<Draft>();
	readonly reply: LoadReply;

	private constructor(
		readonly call: LoadCall,
		private readonly model: LlamaModel,
		private readonly context: LlamaContext,
		private readonly helper: Helper | undefined,
		turns: Turns,
		constrain: Constrain,
		loadMilliseconds: number,
		threadTimes: LoadReply['threadTimes'],
	) {
		this.vocabulary = vocabularyOf(model);
		// Both roles run the same weights with the same threads: what one measures holds for the other.
		const speed = new PromptSpeed();
		for (const role of call.roles) {
			// A completion is over before a draft has read its prompt.
			const draft = role === 'chat' ? helper?.draft : undefined;
			this.lanes.set(role, new Lane(role, model, context.getSequence(), this.vocabulary, speed, turns, constrain, draft));
		}
		this.reply = {
			contextTokens: context.contextSize,
			memory: {
				gpuBytes: model.memoryUsage.vram + context.memoryUsage.vram + (helper?.memory.vram ?? 0),
				hostBytes: model.memoryUsage.ram + context.memoryUsage.ram + (helper?.memory.ram ?? 0),
			},
			loadMilliseconds,
			gpuLayers: model.gpuLayers,
			threads: context.currentThreads,
			threadTimes,
		};
	}

	/** @param drafting drafts for its chat, if it has the same vocabulary */
	static async load(
		llama: Llama,
		call: LoadCall,
		drafting: LoadedGguf | undefined,
		turns: Turns,
		signal: AbortSignal,
		onProgress: (share: number) => void,
	): Promise<LoadedGguf> {
		const start = performance.now();
		const model = await llama.loadModel({
			modelPath: call.path,
			gpuLayers:
				typeof call.gpuLayers === 'number' ? call.gpuLayers : { fitContext: { contextSize: call.contextTokens * call.roles.length } },
			loadSignal: signal,
			onLoadProgress: onProgress,
		});
		try {
			const measured = await threadTimes(llama, model, call, turns, signal);
			const threads = call.threads ?? measured?.[0].threads ?? defaultThreads(llama.cpuMathCores);
			const context = await model.createContext({
				contextSize: Math.min(call.contextTokens, model.trainContextSize),
				// One context for all roles: the same speed as one each, and one compute buffer less (155 MB instead of 176 for a 90 MB model).
				sequences: call.roles.length,
				threads,
				...kvCache(call, hasSmallHeads(model) && llama.gpu === false),
				createSignal: signal,
			});
			const constrain = await constrainer(llama, model);
			const helper = drafting && call.roles.includes('chat') ? await drafting.draftFor(model, context.contextSize, signal) : undefined;
			return new LoadedGguf(call, model, context, helper, turns, constrain, performance.now() - start, measured);
		} catch (error) {
			await model.dispose();
			throw error;
		}
	}

	lane(role: Role): Lane | undefined {
		return this.lanes.get(role);
	}

	count(text: string): number {
		return plainTokens(text, this.vocabulary).length;
	}

	/** `undefined` for a model of another vocabulary: what this one says would mean something else there. */
	private async draftFor(other: LlamaModel, contextSize: number, signal: AbortSignal): Promise<Helper | undefined> {
		if (!isSameVocabulary(this.model, other)) return undefined;
		const context = await this.model.createContext({
			contextSize: Math.min(contextSize, this.model.trainContextSize),
			sequences: 1,
			threads: this.context.currentThreads,
			...kvCache(this.call, false),
			createSignal: signal,
		});
		const draft = new Draft(context.getSequence(), () => {
			this.drafts.delete(draft);
			return context.dispose();
		});
		this.drafts.add(draft);
		return { draft, memory: context.memoryUsage };
	}

	/** Gives the memory back once nothing runs; who wants it soon cancels first. */
	async dispose(): Promise<void> {
		await Promise.all([...this.lanes.values()].map(lane => lane.idle()));
		const drafts = [...(this.helper ? [this.helper.draft] : []), ...this.drafts];
		await Promise.all(drafts.map(draft => draft.dispose()));
		await this.context.dispose();
		await this.model.dispose();
	}
}

interface Helper {
	readonly draft: Draft;
	readonly memory: LlamaContext['memoryUsage'];
}

function isSameVocabulary(one: LlamaModel, other: LlamaModel): boolean {
	const [tokens = [], others = []] = [one, other].map(({ fileInfo }) => fileInfo.metadata.tokenizer?.ggml?.tokens);
	return tokens.length > 0 && tokens.length === others.length && tokens.every((token, index) => token === others[index]);
}

/** Measured where nobody knows better, unless the threads have nothing to do. */
async function threadTimes(llama: Llama, model: LlamaModel, call: LoadCall, turns: Turns, signal: AbortSignal) {
	const isOnTheCpu = llama.gpu === false || model.gpuLayers === 0;
	if (call.threads !== undefined || !isOnTheCpu) return undefined;
	return measureThreads(llama.cpuMathCores, (threads, hopeless) => tokenTime(model, threads, hopeless, turns, signal));
}

async function constrainer(llama: Llama, model: LlamaModel): Promise<Constrain> {
	const { LlamaGrammarEvaluationState } = await import('node-llama-cpp');
	return async schema => {
		const grammar = await llama.createGrammar({ grammar: jsonGrammar(schema) });
		return new LlamaGrammarEvaluationState({ model, grammar });
	};
}

/** A quantized value cache works with flash attention only, so that is not left to chance then. */
function kvCache({ kvType = 'f16' }: LoadCall, isBetterPlain: boolean) {
	if (kvType === 'f16') return { flashAttention: isBetterPlain ? false : 'auto' } as const;
	const type = kvType === 'q8_0' ? 'Q8_0' : 'Q4_0';
	return { flashAttention: true, experimentalKvCacheKeyType: type, experimentalKvCacheValueType: type } as const;
}

/**
 * On the CPU, flash attention has a cost per head and cached token that does not shrink with the head. With heads of 32 elements (the demo model) a
 * token takes 2.0 ms instead of 0.85 after 300 tokens and 10.4 instead of 2.1 after 1,800; with heads of 128 both ways are level and its
 * prompts are 20 % faster.
 */
function hasSmallHeads(model: LlamaModel): boolean {
	const { attention, embedding_length: width } = model.fileInfo.architectureMetadata;
	const heads = typeof attention?.head_count === 'number' ? attention.head_count : undefined;
	return heads !== undefined && typeof width === 'number' && width / heads < 64;
}

function vocabularyOf(model: LlamaModel): Vocabulary {
	const known = new Map<string, number | undefined>();
	const look = (text: string) => {
		const tokens = model.tokenize(text, true);
		const [token] = tokens;
		return tokens.length === 1 && token !== undefined && model.detokenize([token], true) === text && isSpecial(model, token)
			? token
			: undefined;
	};
	return {
		beginning: model.tokens.shouldPrependBosToken ? (model.tokens.bos ?? undefined) : undefined,
		tokenize: text => model.tokenize(text, false),
		specialToken(text) {
			if (!known.has(text)) known.set(text, look(text));
			return known.get(text);
		},
	};
}

function isSpecial(model: LlamaModel, token: Parameters<LlamaModel['getTokenAttributes']>[0]): boolean {
	const attributes = model.getTokenAttributes(token);
	return attributes.control || attributes.userDefined;
}

/** Engines of ours, asked through their port as the extension does. */
import { once } from 'node:events';
import type { Engine, GenerateRequest, InstalledModel, LoadedModel, Role } from '../../../src/core/engine/engine';
import type { Contender, How, Written } from './contender';

const never = new AbortController().signal;

export interface Subject {
	readonly name: string;
	readonly engine: Engine;
	readonly contextTokens: number;
	/** How the engine calls the model in this file. */
	readonly idOf: (file: string) => string;
	readonly memory: () => number;
	readonly setGuesses?: (guesses: boolean) => void;
	/** Resolves with what an abandoned answer took until nothing ran for it; absent: the next first token tells. */
	readonly idle?: () => Promise<number>;
}

interface Asking extends How {
	readonly signal?: AbortSignal;
	readonly onText?: () => unknown;
}

export function contenderOf({ name, engine, contextTokens, idOf, memory, setGuesses, idle }: Subject): Contender {
	let loaded: LoadedModel | undefined;
	const ask = async (role: Role, text: string, maxTokens: number, how: Asking = {}): Promise<Written> => {
		const { signal = never, onText = () => undefined, isSampled = false } = how;
		const sampling = isSampled ? { temperature: 1, seed: 7 } : { temperature: 0 };
		const request: GenerateRequest = { role, prompt: [text], maxTokens, ...sampling, stop: [] };
		const start = performance.now();
		let first: number | undefined;
		let [tokens, firstTokens, last, answer, guessedRight] = [0, 0, start, '', 0];
		for await (const event of engine.generate(loaded!, request, signal)) {
			last = performance.now();
			if (event.kind === 'end') {
				guessedRight = event.usage.guessedTokens ?? 0;
				// The engine's count: tokens that are no whole character come together, and the end is one too.
				tokens = (event.usage.generatedTokens ?? tokens) - firstTokens;
				continue;
			}
			answer += event.text;
			tokens += event.tokens;
			if (first === undefined) [first, firstTokens] = [last, event.tokens];
			onText();
		}
		return { first: (first ?? last) - start, tokens, milliseconds: last - (first ?? last), text: answer, guessedRight };
	};
	return {
		name,
		async load(file) {
			const model = find(await engine.models(never), idOf(file));
			await engine.unload(model);
			loaded = await engine.load(model, { contextTokens, roles: ['completion', 'chat'] }, never);
			return loaded.loadMilliseconds;
		},
		ask(text, maxTokens, { guesses = false, isSampled } = {}) {
			setGuesses?.(guesses);
			return ask('completion', text, maxTokens, { isSampled });
		},
		async cancel(text, when) {
			setGuesses?.(false);
			const controller = new AbortController();
			const left = once(controller.signal, 'abort');
			const answer = ask('completion', text, 400, {
				signal: controller.signal,
				onText: () => when === 'writing' && controller.abort(),
			});
			if (when !== 'writing') setTimeout(() => controller.abort(), when.afterMs);
			await Promise.race([left, answer]);
			if (!controller.signal.aborted) return undefined;
			if (idle) return (await Promise.all([idle(), answer]))[0];
			await answer;
			return (await ask('completion', 'x', 1)).first;
		},
		async completeWhileChatting(chat, text) {
			setGuesses?.(false);
			const controller = new AbortController();
			let completing: Promise<Written> | undefined;
			const answer = ask('chat', chat, 400, {
				signal: controller.signal,
				onText: () => {
					completing ??= ask('completion', text, 1);
				},
			});
			const started = async (): Promise<Written> => {
				while (!completing) await new Promise(resolve => setTimeout(resolve, 1));
				return completing;
			};
			const { first } = await started();
			controller.abort();
			await answer;
			return first;
		},
		memory,
		dispose: () => {
			engine.dispose();
			return Promise.resolve();
		},
	};
}

function find(models: readonly InstalledModel[], id: string): InstalledModel {
	// Ollama lists DeepSeek's models only, and answers for all.
	const unlisted = { id, label: id, family: 'other', fileBytes: 0, roles: ['completion', 'chat'], isDemo: false } as const;
	return models.find(each => each.id === id) ?? unlisted;
}

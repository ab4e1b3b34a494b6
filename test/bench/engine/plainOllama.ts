/** Ollama as most clients ask it: the whole prompt in one request. With the options of the extension's own client, so that the model stays loaded. */
import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { stopTokens } from '../../../src/core/models/dialect';
import type { Contender, Written } from './contender';

interface Settings {
	readonly address: string;
	readonly model: string;
	readonly threads: number;
	readonly contextTokens: number;
	readonly memory: () => number;
}

interface Message {
	readonly response?: string;
	readonly done?: boolean;
	readonly eval_count?: number;
	readonly error?: string;
}

export function plainOllama({ address, model, threads, contextTokens, memory }: Settings): Contender {
	const generate = async (parameters: object, onMessage: (message: Message) => void): Promise<void> => {
		const body = JSON.stringify({ model, ...parameters });
		const response = await fetch(`${address}/api/generate`, { method: 'POST', body });
		const lines = createInterface({ input: Readable.fromWeb(response.body!) });
		for await (const line of lines) {
			const message = JSON.parse(line) as Message;
			if (message.error !== undefined) throw new Error(`Ollama: ${message.error}`);
			onMessage(message);
		}
	};
	const runner = { num_ctx: contextTokens, num_thread: threads };
	return {
		name: 'Ollama',
		async load() {
			await generate({ prompt: '', keep_alive: 0 }, () => undefined);
			const start = performance.now();
			await generate({ prompt: '', keep_alive: '10m', options: runner }, () => undefined);
			return performance.now() - start;
		},
		async ask(prompt, maxTokens, { isSampled = false } = {}): Promise<Written> {
			const sampling = isSampled ? { temperature: 1, seed: 7 } : { temperature: 0 };
			const options = { ...runner, num_predict: maxTokens, ...sampling, repeat_penalty: 1, stop: stopTokens };
			const start = performance.now();
			let [first, last, tokens] = [0, 0, 0];
			await generate({ prompt, raw: true, truncate: false, keep_alive: '10m', options }, message => {
				last = performance.now() - start;
				first ||= last;
				if (message.done) tokens = (message.eval_count ?? 1) - 1;
			});
			return { first, tokens, milliseconds: last - first };
		},
		memory,
		dispose: () => Promise.resolve(),
	};
}

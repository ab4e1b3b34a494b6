/** An Ollama that is well, holds the demo model and says the same to every prompt, and in front of it the fault that a test puts there. */
import { FakeServer, json, lines, type FakeAnswer, type FakeRequest } from './fakeServer';

export const demoName = 'deepseek-coder-demo:latest';

/** What it does instead of being well; `undefined` where it is well with this request. */
export type Fault = (request: FakeRequest) => FakeAnswer | undefined;

export class FakeOllama {
	fault: Fault = () => undefined;

	private constructor(
		readonly server: FakeServer,
		/** What it says, a token each. */
		public words: readonly string[],
	) {}

	static async start(address = '127.0.0.1', words: readonly string[] = ['first', ' +', ' second']): Promise<FakeOllama> {
		const fake = new FakeOllama(await FakeServer.start(undefined, address), words);
		fake.server.answer = (response, request) => (fake.fault(request) ?? fake.well(request))(response, request);
		return fake;
	}

	/** Requests that are work for a model: loads and prompts. */
	get asked(): number {
		return this.server.requests.filter(isWork).length;
	}

	stop(): Promise<void> {
		return this.server.stop();
	}

	private well({ path, body }: FakeRequest): FakeAnswer {
		switch (path) {
			case '/api/version':
				return json(200, { version: '0.24.0' });
			case '/api/tags':
				return json(200, { models: [listed] });
			case '/api/show':
				return json(200, shown);
			case '/api/ps':
				return json(200, { models: [{ ...listed, size_vram: 0, context_length: 2048 }] });
			case '/api/generate':
				return (JSON.parse(body) as { prompt: string }).prompt === ''
					? json(200, { done: true, done_reason: 'load' })
					: lines(answer(this.words));
			default:
				return json(404, { error: '404 page not found' });
		}
	}
}

export function isWork({ path }: FakeRequest): boolean {
	return path === '/api/generate';
}

/** A prompt, not a load. */
export function isPrompt(request: FakeRequest): boolean {
	return isWork(request) && (JSON.parse(request.body) as { prompt: string }).prompt !== '';
}

export function token(response: string) {
	return { model: demoName, response, done: false };
}

function answer(words: readonly string[]): readonly unknown[] {
	const counts = { prompt_eval_count: 25, eval_count: words.length + 1, prompt_eval_duration: 1e6, eval_duration: 1e6 };
	return [...words.map(token), { model: demoName, response: '', done: true, done_reason: 'stop', ...counts }];
}

const listed = { name: demoName, digest: 'sha256-demo', size: 6_377_754, details: { parameter_size: '5.87M', quantization_level: 'Q8_0' } };

const shown = {
	model_info: {
		'general.architecture': 'llama',
		'general.parameter_count': 5_868_800,
		'llama.context_length': 2048,
		'tokenizer.ggml.pre': 'deepseek-coder',
	},
	capabilities: ['completion'],
};

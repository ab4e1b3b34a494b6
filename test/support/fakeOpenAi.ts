/** A server that speaks OpenAI's protocol, is well, and says the same to every prompt, and in front of it the fault that a test puts there. */
import type { Fault } from './fakeOllama';
import { FakeServer, json, text, type FakeAnswer, type FakeRequest } from './fakeServer';

export class FakeOpenAi {
	fault: Fault = () => undefined;

	private constructor(readonly server: FakeServer) {}

	static async start(): Promise<FakeOpenAi> {
		const fake = new FakeOpenAi(await FakeServer.start());
		fake.server.answer = (response, request) => (fake.fault(request) ?? well(request))(response, request);
		return fake;
	}

	get asked(): number {
		return this.server.requests.filter(({ path }) => path.endsWith('/completions')).length;
	}

	stop(): Promise<void> {
		return this.server.stop();
	}
}

const words = ['first', ' +', ' second'];

function well({ path }: FakeRequest): FakeAnswer {
	switch (path) {
		case '/v1/models':
			return json(200, {
				object: 'list',
				data: [{ id: 'deepseek-coder-demo', owned_by: 'llamacpp', meta: { n_ctx: 2048, n_params: 5_868_800 } }],
			});
		case '/tokenize':
			return json(200, { tokens: [1] });
		case '/v1/completions':
			return events(words.map(each => ({ text: each })));
		case '/v1/chat/completions':
			return events(words.map(content => ({ delta: { content } })));
		default:
			return json(404, { error: { message: 'File Not Found', type: 'not_found_error', code: 404 } });
	}
}

function events(choices: readonly object[]): FakeAnswer {
	const chunks = [...choices, { text: '', delta: {}, finish_reason: 'stop' }].map(choice => ({ choices: [choice] }));
	const usage = { choices: [], usage: { prompt_tokens: 25, completion_tokens: words.length + 1 } };
	const data = [...chunks, usage].map(chunk => `data: ${JSON.stringify(chunk)}\n\n`);
	return text(200, `${data.join('')}data: [DONE]\n\n`, 'text/event-stream');
}

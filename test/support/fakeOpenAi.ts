/** A server that speaks OpenAI's protocol, is well, and says the same to every prompt, and in front of it the fault that a test puts there. */
import type { Fault } from './fakeOllama';
import { FakeServer, json, text, type FakeAnswer, type FakeRequest } from './fakeServer';

export interface FakeModel {
	readonly id: string;
	readonly parameters: number;
	readonly contextTokens: number;
}

/** The body of a question in a chat, as far as tests look at it. */
export interface AskedChat {
	readonly messages: readonly { readonly role: string; readonly content: string }[];
	readonly response_format?: { readonly json_schema: { readonly schema: unknown } };
}

const demo: FakeModel = { id: 'deepseek-coder-demo', parameters: 5_868_800, contextTokens: 2048 };
const words = ['first', ' +', ' second'];

export class FakeOpenAi {
	fault: Fault = () => undefined;
	/** What it says in a chat. */
	chat: (asked: AskedChat) => FakeAnswer = () => saying(...words);

	private constructor(
		readonly server: FakeServer,
		private readonly model: FakeModel,
	) {}

	static async start(model = demo): Promise<FakeOpenAi> {
		const fake = new FakeOpenAi(await FakeServer.start(), model);
		fake.server.answer = (response, request) => (fake.fault(request) ?? fake.well(request))(response, request);
		return fake;
	}

	get asked(): number {
		return this.server.requests.filter(({ path }) => path.endsWith('/completions')).length;
	}

	/** What it was asked in chats, in order. */
	get chats(): readonly AskedChat[] {
		return this.server.requests.filter(isChat).map(({ body }) => JSON.parse(body) as AskedChat);
	}

	stop(): Promise<void> {
		return this.server.stop();
	}

	private well(request: FakeRequest): FakeAnswer {
		if (isChat(request)) return this.chat(JSON.parse(request.body) as AskedChat);
		switch (request.path) {
			case '/v1/models':
				return json(200, { object: 'list', data: [listed(this.model)] });
			case '/tokenize':
				return json(200, { tokens: [1] });
			case '/v1/completions':
				return events(words.map(each => ({ text: each })));
			default:
				return json(404, { error: { message: 'File Not Found', type: 'not_found_error', code: 404 } });
		}
	}
}

/** In a chat, a token each. */
export function saying(...pieces: readonly string[]): FakeAnswer {
	return events(pieces.map(content => ({ delta: { content } })));
}

/** Thinks, as servers say it that tell thoughts apart, until it is let go on, then answers. */
export function thinking(thought: string, goOn: Promise<unknown>, ...pieces: readonly string[]): FakeAnswer {
	return response => {
		response.writeHead(200, { 'content-type': 'text/event-stream' });
		response.write(data({ choices: [{ delta: { reasoning_content: thought } }] }));
		void goOn.then(() => response.end(stream(pieces.map(content => ({ delta: { content } })))));
	};
}

function isChat({ path }: FakeRequest): boolean {
	return path === '/v1/chat/completions';
}

function listed({ id, parameters, contextTokens }: FakeModel) {
	return { id, owned_by: 'llamacpp', meta: { n_ctx: contextTokens, n_params: parameters } };
}

function events(choices: readonly object[]): FakeAnswer {
	return text(200, stream(choices), 'text/event-stream');
}

function stream(choices: readonly object[]): string {
	const chunks = [...choices, { text: '', delta: {}, finish_reason: 'stop' }].map(choice => ({ choices: [choice] }));
	const usage = { choices: [], usage: { prompt_tokens: 25, completion_tokens: choices.length + 1 } };
	return `${[...chunks, usage].map(data).join('')}data: [DONE]\n\n`;
}

function data(chunk: object): string {
	return `data: ${JSON.stringify(chunk)}\n\n`;
}

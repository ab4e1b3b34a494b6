/** An HTTP server that answers as a test tells it, for what can't be provoked in a real one: hung servers, garbage, proxies. */
import { once } from 'node:events';
import http from 'node:http';
import type { AddressInfo } from 'node:net';

export interface FakeRequest {
	readonly method: string;
	readonly path: string;
	readonly headers: http.IncomingHttpHeaders;
	readonly body: string;
}

/** Writes the answer; one that does nothing leaves the client waiting. */
export type FakeAnswer = (response: http.ServerResponse, request: FakeRequest) => void;

export class FakeServer {
	readonly requests: FakeRequest[] = [];
	private readonly server = http.createServer((request, response) => void this.take(request, response));
	private readonly waiting = new Set<() => void>();
	private lastPort = 0;

	private constructor(public answer: FakeAnswer) {}

	static async start(answer: FakeAnswer = silence, address = '127.0.0.1'): Promise<FakeServer> {
		const fake = new FakeServer(answer);
		fake.server.listen(0, address);
		await once(fake.server, 'listening');
		return fake;
	}

	get port(): number {
		this.lastPort = (this.server.address() as AddressInfo | null)?.port ?? this.lastPort;
		return this.lastPort;
	}

	get url(): string {
		return `http://127.0.0.1:${this.port}`;
	}

	/** Resolves when as many requests have come. */
	async came(count: number): Promise<void> {
		while (this.requests.length < count) await new Promise<void>(resolve => this.waiting.add(resolve));
	}

	/** Where it was before it stopped. */
	async startAgain(): Promise<void> {
		this.server.listen(this.lastPort, '127.0.0.1');
		await once(this.server, 'listening');
	}

	async stop(): Promise<void> {
		this.lastPort = this.port;
		if (!this.server.listening) return;
		this.server.close();
		this.server.closeAllConnections();
		await once(this.server, 'close');
	}

	private async take(request: http.IncomingMessage, response: http.ServerResponse): Promise<void> {
		const body = Buffer.concat(await request.toArray()).toString();
		const taken: FakeRequest = { method: request.method ?? '', path: request.url ?? '', headers: request.headers, body };
		this.requests.push(taken);
		this.waiting.forEach(resolve => resolve());
		this.waiting.clear();
		this.answer(response, taken);
	}
}

/** Accepts and never answers. */
export const silence: FakeAnswer = () => undefined;

export function json(status: number, value: unknown): FakeAnswer {
	return text(status, JSON.stringify(value), 'application/json; charset=utf-8');
}

export function text(status: number, body: string, type: string): FakeAnswer {
	return response => response.writeHead(status, { 'content-type': type }).end(body);
}

/** Lines of JSON, then what `after` does; by default the proper end. */
export function lines(values: readonly unknown[], after: (response: http.ServerResponse) => void = response => response.end()): FakeAnswer {
	return response => {
		response.writeHead(200, { 'content-type': 'application/x-ndjson' });
		response.write(values.map(value => (typeof value === 'string' ? value : `${JSON.stringify(value)}\n`)).join(''), () => after(response));
	};
}

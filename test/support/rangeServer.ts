/** A file server with the faults of real ones: it cuts, changes the file, knows no ranges, redirects, is slow or says no, as a test tells it. */
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import http from 'node:http';
import type { AddressInfo } from 'node:net';

export interface RangeRequest {
	readonly path: string;
	readonly headers: http.IncomingHttpHeaders;
	/** Bytes of the file that were sent in answer. */
	sentBytes: number;
}

export type Fault =
	/** Sends so much of what was asked for and breaks the connection. */
	| { readonly kind: 'cut'; readonly afterBytes: number }
	/** Sends so much and then nothing, without an end. */
	| { readonly kind: 'hang'; readonly afterBytes: number }
	| { readonly kind: 'answer'; readonly status: number; readonly headers?: http.OutgoingHttpHeaders; readonly body?: string };

export class RangeServer {
	readonly requests: RangeRequest[] = [];
	/** One for each request to come; after them all goes well. */
	faults: Fault[] = [];
	etag: string | undefined = '"1"';
	knowsRanges = true;
	/** Sent with every answer. */
	headers: http.OutgoingHttpHeaders = {};
	/** States this length where it is not the file's. */
	statedBytes: number | undefined;
	/** Says nothing about the length. */
	isChunked = false;
	/** Bytes a second; all at once by default. */
	bytesPerSecond = Infinity;
	private readonly server = http.createServer((request, response) => void this.take(request, response));

	private constructor(public content: Buffer) {}

	static async start(content: Buffer): Promise<RangeServer> {
		const server = new RangeServer(content);
		server.server.listen(0, '127.0.0.1');
		await once(server.server, 'listening');
		return server;
	}

	get url(): string {
		return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
	}

	get sha256(): string {
		return createHash('sha256').update(this.content).digest('hex');
	}

	get ranges(): readonly (string | undefined)[] {
		return this.requests.map(({ headers }) => headers.range);
	}

	async stop(): Promise<void> {
		this.server.close();
		this.server.closeAllConnections();
		await once(this.server, 'close');
	}

	private async take(request: http.IncomingMessage, response: http.ServerResponse): Promise<void> {
		const taken: RangeRequest = { path: request.url ?? '', headers: request.headers, sentBytes: 0 };
		this.requests.push(taken);
		const fault = this.faults.shift();
		if (fault?.kind === 'answer') {
			response.writeHead(fault.status, fault.headers).end(fault.body);
			return;
		}
		const from = this.start(request.headers);
		const head = { ...(this.etag && { etag: this.etag }), ...this.headers };
		if (from !== undefined && from >= this.content.length) {
			response.writeHead(416, { ...head, 'content-range': `bytes */${this.content.length}` }).end();
			return;
		}
		const body = this.content.subarray(from ?? 0);
		response.writeHead(from === undefined ? 200 : 206, {
			...head,
			...(!this.isChunked && { 'content-length': this.statedBytes ?? body.length }),
			...(from !== undefined && { 'content-range': `bytes ${from}-${this.content.length - 1}/${this.content.length}` }),
		});
		await this.send(response, fault ? body.subarray(0, fault.afterBytes) : body, taken);
		if (fault?.kind === 'hang') return;
		if (fault?.kind !== 'cut' && this.statedBytes === undefined) {
			response.end();
			return;
		}
		// A client throws away what it has not read yet when the connection breaks, and mostly the network leaves it the time to read.
		if (fault?.afterBytes !== 0) await new Promise(resolve => setTimeout(resolve, 50));
		response.destroy();
	}

	/** `undefined` where all is to be sent. */
	private start(headers: http.IncomingHttpHeaders): number | undefined {
		const match = /^bytes=(\d+)-\d*$/.exec(headers.range ?? ''); // nobody asks for less than the rest
		const condition = headers['if-range'];
		return this.knowsRanges && match && (condition === undefined || condition === this.etag) ? Number(match[1]) : undefined;
	}

	private async send(response: http.ServerResponse, body: Buffer, taken: RangeRequest): Promise<void> {
		const isSlow = this.bytesPerSecond < Infinity;
		const step = isSlow ? Math.ceil(this.bytesPerSecond / 50) : Math.max(1, body.length);
		for (let at = 0; at < body.length && !response.destroyed; at += step) {
			const piece = body.subarray(at, at + step);
			await new Promise<void>(resolve => response.write(piece, () => resolve()));
			taken.sentBytes += piece.length;
			if (isSlow) await new Promise(resolve => setTimeout(resolve, 20));
		}
	}
}

/**
 * Stands between an engine and a real HTTP server, passes everything on as it comes (also that a client left), and keeps count.
 * It can go away and come back at the same address, which the real server can't be asked to do.
 */
import { once } from 'node:events';
import http from 'node:http';
import type { AddressInfo } from 'node:net';

/** One request on its way, as the relay sees it. */
export interface Passage {
	readonly path: string;
	readonly body: unknown;
	state: 'sent' | 'answering' | 'answered' | 'clientLeft' | 'broken';
	answer: string;
}

export class Relay {
	readonly passages: Passage[] = [];
	/** Of answers to these only the first line (of server-sent events: the first event) is passed on, as if the network had stopped: they can't be over before the client leaves. */
	holdBack: (passage: Passage) => boolean = () => false;
	/** Reads every answer to its end, whoever left: for a server that should not be left. */
	hearsOut = false;
	private readonly server = http.createServer((request, response) => void this.pass(request, response));
	private readonly changed = new Set<() => void>();
	private port = 0;

	constructor(private readonly target: string) {}

	get url(): string {
		return `http://127.0.0.1:${this.port}`;
	}

	async listen(): Promise<void> {
		this.server.listen(this.port, '127.0.0.1');
		await once(this.server, 'listening');
		this.port = (this.server.address() as AddressInfo).port;
	}

	/** Closes the door and cuts every connection. */
	async goAway(): Promise<void> {
		const closed = once(this.server, 'close');
		this.server.close();
		this.server.closeAllConnections();
		// A connection that was waiting to be accepted comes in after that, and would keep the door open for ever.
		const late = setInterval(() => this.server.closeAllConnections(), 20);
		await closed;
		clearInterval(late);
	}

	/** Resolves when the passages satisfy `condition`; rejects with what they are after a minute. */
	async until(condition: (passages: readonly Passage[]) => boolean): Promise<void> {
		while (!condition(this.passages)) {
			await new Promise<void>((resolve, reject) => {
				const timer = setTimeout(() => {
					const states = this.passages.slice(-5).map(({ path, state }) => `${path} ${state}`);
					reject(new Error(`after a minute the last requests are: ${states.join(', ')}`));
				}, 60_000);
				const go = () => {
					clearTimeout(timer);
					this.changed.delete(go);
					resolve();
				};
				this.changed.add(go);
			});
		}
	}

	/** Calls `listener` for each new connection until the returned function is called. */
	onConnection(listener: (socket: unknown) => void): () => void {
		this.server.on('connection', listener);
		return () => this.server.off('connection', listener);
	}

	private async pass(request: http.IncomingMessage, response: http.ServerResponse): Promise<void> {
		const body = Buffer.concat(await request.toArray());
		const passage: Passage = { path: request.url ?? '', body: parse(body.toString()), state: 'sent', answer: '' };
		const become = (state: Passage['state']) => {
			passage.state = state;
			this.changed.forEach(go => go());
		};
		// A connection of its own: one that is kept may just be closed by the server that is asked over it.
		const options = { method: request.method, headers: request.headers, agent: false };
		const onward = http.request(this.target + passage.path, options, answer => {
			const mark = answer.headers['content-type']?.startsWith('text/event-stream') ? '\n\n' : '\n';
			let isHeld = false;
			become('answering');
			response.writeHead(answer.statusCode ?? 502, answer.headers);
			answer.on('data', (bytes: Buffer) => {
				const at = this.holdBack(passage) ? bytes.indexOf(mark) : -1;
				if (passage.state === 'clientLeft' || isHeld) return;
				const passed = at >= 0 ? bytes.subarray(0, at + mark.length) : bytes;
				isHeld = at >= 0;
				if (isHeld && !this.hearsOut) answer.pause();
				passage.answer += passed.toString();
				response.write(passed);
			});
			answer.on('end', () => {
				if (passage.state === 'clientLeft' || isHeld) return; // Node reads what is left of an answer that is given up
				response.end();
				become('answered');
			});
			answer.on('error', () => response.destroy());
		});
		onward.on('error', () => {
			response.destroy();
			if (passage.state !== 'clientLeft') become('broken');
		});
		response.on('close', () => {
			if (passage.state === 'answered') return;
			if (!this.hearsOut) onward.destroy();
			become('clientLeft');
		});
		onward.end(body, () => {
			this.passages.push(passage);
			become(passage.state);
		});
	}
}

function parse(text: string): unknown {
	return text === '' ? undefined : (JSON.parse(text) as unknown);
}

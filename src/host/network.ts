/** Names and ports, asked without a word of any protocol. */
import dns from 'node:dns/promises';
import net from 'node:net';

const connectMs = 3000;

/** The addresses that the system gives for a name; throws when it has none. */
export async function resolveName(host: string): Promise<readonly string[]> {
	return (await dns.lookup(host, { all: true })).map(({ address }) => address);
}

/** Resolves when somebody accepts a connection, which is closed at once; rejects after three seconds. */
export function connect(host: string, port: number, signal: AbortSignal): Promise<void> {
	return new Promise((resolve, reject) => {
		const socket = net.connect({ host, port, signal: AbortSignal.any([signal, AbortSignal.timeout(connectMs)]) });
		socket.once('error', error => reject(error.name === 'AbortError' ? new Error(`no answer within ${connectMs / 1000} s`) : error));
		socket.once('connect', () => {
			socket.destroy();
			resolve();
		});
	});
}

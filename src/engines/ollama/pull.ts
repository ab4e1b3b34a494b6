/** Has an Ollama server download a model, and tells how far it is. Broken off or cancelled, it goes on from there: the server keeps what it has. */
import type { OllamaServer } from './ollamaServer';
import { pullError } from './pullError';

export interface PullProgress {
	/** `connecting`, `downloading`, `checking`, or the server's own word for what else it does. */
	readonly status: string;
	readonly completedBytes: number;
	/** Of the parts that the server has come to; 0 before the first. */
	readonly totalBytes: number;
}

/** What the server says to who joins a download that another's cancel is about to end (0.24): once that is over, a new one begins. */
const cancelOfAnother = /^context canceled$/;

const mostTries = 3;

export async function pullModel(
	server: OllamaServer,
	name: string,
	onProgress: (progress: PullProgress) => void,
	signal: AbortSignal,
): Promise<void> {
	let reached: PullProgress | undefined;
	for (let tries = 1; ; tries++) {
		try {
			for await (reached of pullOnce(server, name, signal)) onProgress(reached);
			return;
		} catch (error) {
			const isAnothers = error instanceof Error && cancelOfAnother.test(error.message);
			if (!isAnothers || tries === mostTries || signal.aborted) throw pullError(error, name, reached, server);
		}
	}
}

async function* pullOnce(server: OllamaServer, model: string, signal: AbortSignal): AsyncGenerator<PullProgress, void, undefined> {
	const layers = new Map<string, { readonly completed: number; readonly total: number }>();
	const sum = (key: 'completed' | 'total') => [...layers.values()].reduce((bytes, layer) => bytes + layer[key], 0);
	const events = await server.client('lines', server.limits.pull, signal, { model }).pull({ model, stream: true });
	for await (const { status, digest, completed = 0, total = 0 } of events) {
		if (digest) layers.set(digest, { completed, total });
		yield { status: wordFor(status), completedBytes: sum('completed'), totalBytes: sum('total') };
	}
}

/** The words that other stores use as well, so that the editor knows them. */
function wordFor(status: string): string {
	if (status === 'pulling manifest') return 'connecting';
	if (status === 'verifying sha256 digest') return 'checking';
	return status.startsWith('pulling ') ? 'downloading' : status;
}

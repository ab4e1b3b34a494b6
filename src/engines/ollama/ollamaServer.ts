/** One Ollama server: its address, a client for each request to it, and what goes on there whoever waits for it. */
import { Ollama } from 'ollama';
import { EngineError } from '../../core/engine/engineError';
import { guardedFetch, type Guard, type Limits } from '../http/guardedFetch';
import { hostParts, type HostParts } from '../http/hostParts';
import { errorFromStream, errorOfGarbage, type ErrorContext } from '../http/serverError';

export interface OllamaSettings {
	/** As `resolveHost` gives it. */
	readonly host: string;
	readonly headers: () => Readonly<Record<string, string>>;
	/** How long a model stays in memory after its last request; -1 is for ever. */
	readonly keepAliveMinutes: () => number;
	/** CPU threads for loads that do not name any; `undefined` leaves it to the server. */
	readonly threads: () => number | undefined;
	readonly fetch?: typeof fetch;
	readonly log: OllamaLog;
	/** Shorter limits, for tests. */
	readonly limits?: Partial<typeof defaultLimits>;
}

export interface OllamaLog {
	info(message: string): void;
	warn(message: string): void;
}

type About = Omit<ErrorContext, 'place'>;

const seconds = 1000;
const minutes = 60 * seconds;

const defaultLimits = {
	/** To say that somebody is there. */
	probe: { firstByte: 1.5 * seconds, silence: 1.5 * seconds },
	/** Lists and headers come from the server's disk. */
	list: { firstByte: 5 * seconds, silence: 5 * seconds },
	/** 20 GB from a slow disk; a prompt of thousands of tokens on a CPU. Node's own fetch ends the wait for the first byte after 5 minutes. */
	work: { firstByte: 10 * minutes, silence: 2 * minutes },
	/**
	 * What is typed asks for a few hundred new tokens at a time, so minutes without a word are a hang: Ollama 0.24 stops answering now and then
	 * after requests that were given up. Long enough for a model that the server has to load again.
	 */
	completion: { firstByte: 2 * minutes, silence: 1 * minutes },
	/** To the first byte where an answer was left before: the model is loaded, and long prompts come in short steps. */
	hang: 15 * seconds,
	/** The registry may be slow, and the hash of a large file takes minutes without a word. */
	pull: { firstByte: 1 * minutes, silence: 10 * minutes },
} satisfies Record<string, Limits | number>;

export class OllamaServer {
	readonly place: string;
	readonly limits: typeof defaultLimits;
	private readonly host: HostParts;
	/** Everything under way that no caller's signal ends. */
	private readonly underWay = new Set<AbortController>();

	constructor(private readonly settings: OllamaSettings) {
		this.host = hostParts(settings.host);
		this.place = `Ollama at ${this.host.name}`;
		this.limits = { ...defaultLimits, ...settings.limits };
	}

	get url(): string {
		return this.host.url;
	}

	/** One client for one request: the package knows no signal, its fetch does. */
	client(answer: Guard['answer'], limits: Limits, signal: AbortSignal, about: About = {}): Ollama {
		const { url, authorization } = this.host;
		return new Ollama({
			host: url,
			headers: { ...(authorization && { Authorization: authorization }), ...this.settings.headers() },
			fetch: guardedFetch({ fetch: this.settings.fetch ?? fetch, signal, limits, answer, context: { ...about, place: this.place } }),
		});
	}

	/** Runs what goes on whoever waits for it, until the server is done with. */
	async alone<T>(work: (signal: AbortSignal) => Promise<T>, controller = new AbortController()): Promise<T> {
		this.underWay.add(controller);
		try {
			return await work(controller.signal);
		} finally {
			this.underWay.delete(controller);
		}
	}

	/** The package throws a plain Error for a message that is one; everything else was explained by the guard. */
	explain(error: unknown, about: About): unknown {
		if (error instanceof EngineError || !(error instanceof Error) || error.name === 'AbortError') return error;
		if (isEndWithoutDone(error)) return errorOfGarbage('', { ...about, place: this.place });
		return errorFromStream(error.message, { ...about, place: this.place });
	}

	garbage(answer: unknown): EngineError {
		return errorOfGarbage(JSON.stringify(answer), { place: this.place });
	}

	dispose(): void {
		for (const controller of this.underWay) controller.abort();
	}
}

/**
 * What the package throws when a stream ends without its last message, as the server's loop guard does it: after 31 equal tokens
 * it says nothing more. The text so far is good.
 */
export function isEndWithoutDone(error: unknown): boolean {
	return error instanceof Error && error.message.startsWith('Did not receive done');
}

/** What broke a download that Ollama makes. Most of it happens between the server and the registry, and is told like any other download's trouble. */
import { DownloadError, type DownloadErrorKind } from '../../core/download/downloadError';
import { EngineError } from '../../core/engine/engineError';
import type { OllamaServer } from './ollamaServer';
import type { PullProgress } from './pull';

/** Of Ollama 0.24, which passes on what Go and the registry said. The first that fits counts. */
const kindsOfText: readonly (readonly [RegExp, DownloadErrorKind])[] = [
	[/digest mismatch/, 'hashMismatch'],
	[/no space left on device|not enough space on the disk/i, 'tooLittleSpace'],
	[/permission denied|read-only file system|access is denied/i, 'unwritable'],
	[/\b40[13]: |unauthorized/, 'unauthorized'],
	[/file does not exist/, 'notFound'],
	[/\b(429|5\d\d): /, 'server'],
	[/invalid character .* looking for/, 'notAModel'],
	[/max retries exceeded/, 'interrupted'],
	[/no such host|connection refused|network is unreachable|no route to host|i\/o timeout|deadline exceeded|server misbehaving/, 'offline'],
];

export function pullError(error: unknown, name: string, reached: PullProgress | undefined, server: OllamaServer): unknown {
	const explained = server.explain(error, { model: name });
	const kind = kindOf(error, explained);
	if (kind === undefined || !(explained instanceof Error)) return explained;
	const status = /\b([45]\d\d): /.exec(explained.message)?.[1];
	return new DownloadError(
		kind,
		explained.message,
		{
			host: registryOf(name),
			...(status !== undefined && { status: Number(status) }),
			// The server says that its disk is full, and not how full.
			...(kind === 'tooLittleSpace' && { needBytes: reached ? reached.totalBytes - reached.completedBytes : 0, freeBytes: 0 }),
		},
		{ cause: error },
	);
}

/** An error that comes in the stream is thrown by the package as it is; one of the request for it is the server's own, but for names that can't be any. */
function kindOf(error: unknown, explained: unknown): DownloadErrorKind | undefined {
	if (error instanceof EngineError) return error.kind === 'noModel' ? 'notFound' : undefined;
	return explained instanceof EngineError ? kindsOfText.find(([pattern]) => pattern.test(explained.message))?.[1] : undefined;
}

/** "hf.co/somebody/model:tag" names its registry; "model:tag" and "somebody/model:tag" are of Ollama's own. */
function registryOf(name: string): string {
	const [host = '', ...rest] = name.replace(/^https?:\/\//, '').split('/');
	return rest.length >= 2 ? host : 'registry.ollama.ai';
}

/**
 * A registry as Ollama asks one: a manifest by name, and each blob at an address of another host, from which it comes in ranges. One model at a time.
 * Source: server/images.go and server/download.go of Ollama 0.24.
 */
import { FakeServer, json, type FakeAnswer } from './fakeServer';
import { RangeServer } from './rangeServer';

export class OllamaRegistry {
	/** Instead of being well, for requests that it fits. */
	fault: (path: string) => FakeAnswer | undefined = () => undefined;

	private constructor(
		private readonly server: FakeServer,
		/** The model's file, with the faults of {@link RangeServer}. */
		readonly file: RangeServer,
		private readonly config: RangeServer,
		/** As the manifest states it. */
		readonly digest: string,
	) {}

	static async start(content: Buffer): Promise<OllamaRegistry> {
		const file = await RangeServer.start(content);
		const config = await RangeServer.start(Buffer.from(JSON.stringify({ model_format: 'gguf', model_family: 'llama' })));
		const registry = new OllamaRegistry(await FakeServer.start(), file, config, digestOf(file));
		registry.server.answer = (response, request) => (registry.fault(request.path) ?? registry.well(request.path))(response, request);
		return registry;
	}

	/** What to ask Ollama for. */
	get modelName(): string {
		return `127.0.0.1:${this.server.port}/library/deepseek-coder:1.3b-base-q4_K_M`;
	}

	get host(): string {
		return `127.0.0.1:${this.server.port}`;
	}

	async stop(): Promise<void> {
		await Promise.all([this.server, this.file, this.config].map(each => each.stop()));
	}

	private well(path: string): FakeAnswer {
		if (path === '/v2/library/deepseek-coder/manifests/1.3b-base-q4_K_M') return json(200, this.manifest());
		if (path.endsWith(`/blobs/${this.digest}`)) return elsewhere(this.file);
		if (path.endsWith(`/blobs/${digestOf(this.config)}`)) return elsewhere(this.config);
		return json(404, { errors: [{ code: 'MANIFEST_UNKNOWN' }] });
	}

	private manifest() {
		return {
			schemaVersion: 2,
			mediaType: 'application/vnd.docker.distribution.manifest.v2+json',
			config: {
				mediaType: 'application/vnd.docker.container.image.v1+json',
				digest: digestOf(this.config),
				size: this.config.content.length,
			},
			layers: [{ mediaType: 'application/vnd.ollama.image.model', digest: this.digest, size: this.file.content.length }],
		};
	}
}

/** Ollama asks for the size, which it gets here, and then where the bytes are. It follows only to a host of another name. */
function elsewhere(blob: RangeServer): FakeAnswer {
	return (response, { method }) => {
		if (method === 'HEAD') response.writeHead(200, { 'content-length': blob.content.length }).end();
		else response.writeHead(307, { location: blob.url.replace('127.0.0.1', 'localhost') }).end();
	};
}

function digestOf({ sha256 }: RangeServer): string {
	return `sha256:${sha256}`;
}

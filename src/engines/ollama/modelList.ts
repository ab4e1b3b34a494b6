/** The DeepSeek models on an Ollama server, with what each one's header says; a header is read once for as long as the model does not change. */
import type { InstalledModel } from '../../core/engine/engine';
import { EngineError } from '../../core/engine/engineError';
import { describeModel, inOrderOfPreference, weightsOf, type Listed, type Shown } from './describeModel';
import type { OllamaLog, OllamaServer } from './ollamaServer';

/** An entry of `/api/ps`; the package's type lacks the context. */
export interface Running {
	readonly name: string;
	readonly digest: string;
	readonly size: number;
	readonly size_vram: number;
	readonly context_length?: number;
}

export class ModelList {
	private readonly digests = new Map<string, string>();
	private readonly shown = new Map<string, Shown>();
	private readonly told = new Set<string>();

	constructor(
		private readonly server: OllamaServer,
		private readonly log: OllamaLog,
	) {}

	async read(signal: AbortSignal): Promise<readonly InstalledModel[]> {
		const answer = await this.server.client('whole', this.server.limits.list, signal).list();
		if (!Array.isArray(answer.models)) throw this.server.garbage(answer);
		const models = await Promise.all(answer.models.map(listed => this.describe(listed, signal)));
		return inOrderOfPreference(models.filter(model => model !== undefined));
	}

	/** Names of one file share a runner, which the server lists under the name that loaded it first. */
	findRunning(model: InstalledModel, running: readonly Running[]): Running | undefined {
		const weights = weightsOf(this.shown.get(this.digests.get(model.id) ?? ''));
		return (
			running.find(({ name }) => name === model.id) ??
			running.find(({ digest }) => weights !== undefined && weightsOf(this.shown.get(digest)) === weights)
		);
	}

	private async describe(listed: Listed, signal: AbortSignal): Promise<InstalledModel | undefined> {
		const { name, digest } = listed;
		const { limits, place } = this.server;
		try {
			const shown = (this.shown.get(digest) ??
				(await this.server.client('whole', limits.list, signal, { model: name }).show({ model: name }))) as Shown;
			this.digests.set(name, digest);
			this.shown.set(digest, shown);
			const description = describeModel(listed, shown);
			if (description.kind === 'model') return description.model;
			this.tellOnce(digest, `${name} on ${place} is left out: ${description.why}`);
		} catch (error) {
			// One that was just deleted, or that the server itself can't read, does not hide the others.
			if (!(error instanceof EngineError) || error.details.status === undefined) throw error;
			this.tellOnce(digest, `${name} is left out: ${error.message}`);
		}
		return undefined;
	}

	private tellOnce(digest: string, message: string): void {
		if (this.told.has(digest)) return;
		this.told.add(digest);
		this.log.info(message);
	}
}

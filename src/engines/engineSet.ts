/** The engines that there are, which of them the settings allow, and what they know of the GPUs. Built once, by the composition root. */
import path from 'node:path';
import type { Disposable } from '../core/base/disposable';
import type { Engine } from '../core/engine/engine';
import type { Gpu } from '../core/plan/hardware';
import { EmbeddedEngine, type BestThreads } from './embedded/embeddedEngine';
import type { EngineLog } from './embedded/engineLog';
import { gpuFacts } from './embedded/gpuFacts';
import type { BorrowedFile } from './embedded/modelShelf';
import { OllamaEngine } from './ollama/ollamaEngine';
import { baseUrl } from './openai/baseUrl';
import { OpenAiEngine } from './openai/openAiEngine';
import { resolveHost } from './ollama/resolveHost';

/** Functions are asked anew each time: settings change. */
export interface EngineSetConfig {
	/** The folder that the extension is installed in. */
	readonly extensionPath: string;
	readonly engine: () => 'auto' | 'embedded' | 'ollama' | 'openai';
	readonly modelFolders: () => readonly string[];
	/** The files that Ollama keeps on this machine. */
	readonly ollamaFiles: () => Promise<readonly BorrowedFile[]>;
	readonly gpu: () => 'auto' | 'off';
	readonly threads: () => number | undefined;
	readonly bestThreads: BestThreads;
	/** Whether the built-in engine may guess tokens and check several at once. */
	readonly guesses: () => boolean;
	readonly ollamaHost: () => string;
	readonly ollamaHeaders: () => Readonly<Record<string, string>>;
	readonly keepAliveMinutes: () => number;
	/** Empty: no such server is used. */
	readonly openAiUrl: () => string;
	readonly openAiHeaders: () => Readonly<Record<string, string>>;
	readonly openAiKey: () => Promise<string | undefined>;
	readonly environment: Readonly<Record<string, string | undefined>>;
	readonly log: EngineLog;
}

export class EngineSet implements Disposable {
	readonly embedded: EmbeddedEngine;
	private current: OllamaEngine;
	private server: OpenAiEngine | undefined;

	constructor(private readonly config: EngineSetConfig) {
		const { extensionPath, modelFolders, gpu, threads, bestThreads, guesses, log } = config;
		this.embedded = new EmbeddedEngine({
			childPath: path.join(extensionPath, 'engine', 'dist', 'child.mjs'),
			demoModelPath: path.join(extensionPath, 'media', 'demo-model', 'demo.gguf'),
			modelFolders,
			borrowedFiles: () => this.borrowedFiles(),
			gpu,
			threads,
			bestThreads,
			guesses,
			log,
		});
		this.current = this.connect();
		this.server = this.connectServer();
	}

	/** At the address that holds now. */
	get ollama(): OllamaEngine {
		return this.current;
	}

	/** Those that the settings allow, the preferred one first. */
	allowed(): readonly Engine[] {
		// Who names a server wants it used; without an address there is none to prefer.
		const servers = this.server ? [this.server] : [];
		return {
			auto: [...servers, this.current, this.embedded],
			openai: servers,
			ollama: [this.current],
			embedded: [this.embedded],
		}[this.config.engine()];
	}

	/** Takes up a changed address. */
	reconnect(): void {
		this.current.dispose();
		this.current = this.connect();
		this.server?.dispose();
		this.server = this.connectServer();
	}

	/** The built-in engine's view of its GPU; it is not started only to be asked about one that Ollama will use. */
	async gpus(signal: AbortSignal): Promise<readonly Gpu[]> {
		if (this.config.engine() !== 'embedded' && (await this.current.isReachable(signal))) return [];
		return gpuFacts(await this.embedded.devices(signal));
	}

	dispose(): void {
		this.embedded.dispose();
		this.current.dispose();
		this.server?.dispose();
	}

	/** What Ollama serves itself is not offered a second time. */
	private async borrowedFiles(): Promise<readonly BorrowedFile[]> {
		const { engine, ollamaFiles } = this.config;
		const isServed = engine() === 'auto' && (await this.current.isReachable(AbortSignal.timeout(2000)));
		return isServed ? [] : ollamaFiles();
	}

	private connect(): OllamaEngine {
		const { ollamaHost, environment, ollamaHeaders, keepAliveMinutes, log } = this.config;
		const host = resolveHost(ollamaHost(), environment.OLLAMA_HOST);
		return new OllamaEngine({ host, headers: ollamaHeaders, keepAliveMinutes, threads: () => undefined, log });
	}

	private connectServer(): OpenAiEngine | undefined {
		const { openAiUrl, openAiHeaders, openAiKey, log } = this.config;
		const base = baseUrl(openAiUrl());
		return base === undefined ? undefined : new OpenAiEngine({ baseUrl: base, headers: openAiHeaders, apiKey: openAiKey, log });
	}
}

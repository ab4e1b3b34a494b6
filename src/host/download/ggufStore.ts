/** Fetches models for the embedded engine: GGUF files from a hub into a folder of the extension's own. Only ever when asked to. */
import * as fs from 'node:fs/promises';
import path from 'node:path';
import { DownloadError } from '../../core/download/downloadError';
import { ggufSource, ggufSourceOfName, type GgufSource } from '../../core/download/ggufSource';
import { catalogueModel } from '../../core/models/catalogue';
import { quantizationOfName } from '../../core/models/quantization';
import { downloadFile } from './downloadFile';
import type { DownloadOptions, DownloadState } from './downloadOptions';

export interface GgufStoreOptions {
	/** Where the files go; the embedded engine looks there too. */
	readonly folder: string;
	/** `HF_ENDPOINT` names another hub, as it does for Hugging Face's own tools. */
	readonly environment: Readonly<Record<string, string | undefined>>;
	readonly fetch: typeof fetch;
	readonly log: DownloadOptions['log'];
	/** Milliseconds that only go up. */
	readonly now?: () => number;
	readonly timing?: DownloadOptions['timing'];
}

export interface GgufPullProgress {
	readonly completedBytes: number;
	/** 0 while it is not known. */
	readonly totalBytes: number;
	readonly status: DownloadState;
}

const usualHub = 'https://huggingface.co';

export class GgufStore {
	readonly folder: string;

	constructor(private readonly options: GgufStoreOptions) {
		this.folder = options.folder;
	}

	/** The hub's host. */
	get place(): string {
		return new URL(this.hub).host;
	}

	/** It knows the catalogue's models only, and addresses of GGUF files. */
	readonly takesAnyName = false;

	/** The file's name, for a model of the catalogue; `undefined` where no file is known. `pull` also takes Ollama's tags and addresses. */
	nameOf(wanted: { readonly model: string; readonly quantization: string }): string | undefined {
		const model = catalogueModel(wanted.model);
		const quantization = quantizationOfName(wanted.quantization);
		return model && quantization && ggufSource(model, quantization)?.fileName;
	}

	/** Whether files can be put here. Asks nothing of the network: nobody has agreed to that yet. */
	async isReachable(): Promise<boolean> {
		try {
			await fs.mkdir(this.folder, { recursive: true });
			await fs.access(this.folder, fs.constants.W_OK);
			return true;
		} catch {
			return false;
		}
	}

	/** Resolves when the file is there and checked, or when `signal` aborted: then it goes on from there the next time. Throws `DownloadError`. */
	async pull(name: string, onProgress: (progress: GgufPullProgress) => void, signal: AbortSignal): Promise<void> {
		const found = this.find(name);
		if (found === undefined) throw new DownloadError('notFound', `no GGUF file is known for ${name}`, { file: name });
		const { fetch, log, timing, now = () => performance.now() } = this.options;
		await downloadFile({
			url: found.url,
			file: path.join(this.folder, found.fileName),
			expected: found.expected,
			startsWith: 'GGUF',
			onProgress: ({ state, ...bytes }) => onProgress({ ...bytes, status: state }),
			...{ fetch, log, now, signal },
			...(timing && { timing }),
		});
	}

	private find(name: string): (Omit<GgufSource, 'path'> & { readonly url: string }) | undefined {
		if (/^https?:\/\//i.test(name)) return sourceOfAddress(name);
		const source = ggufSourceOfName(name);
		return source && { ...source, url: `${this.hub}/${source.path}` };
	}

	private get hub(): string {
		const named = this.options.environment.HF_ENDPOINT?.trim().replace(/\/+$/, '') ?? '';
		return /^https?:\/\/[^/]/i.test(named) && URL.canParse(named) ? named : usualHub;
	}
}

/** Takes the address of the page about a file as well, since that is what people copy. */
function sourceOfAddress(address: string): (Omit<GgufSource, 'path'> & { readonly url: string }) | undefined {
	if (!URL.canParse(address)) return undefined;
	const url = new URL(address);
	const fileName = /\/([\w][\w.+-]*\.gguf)$/i.exec(url.pathname)?.[1];
	if (fileName === undefined || /-\d{5}-of-\d{5}\.gguf$/i.test(fileName)) return undefined;
	if (url.host === 'huggingface.co') url.pathname = url.pathname.replace(/^(\/[^/]+\/[^/]+)\/blob\//, '$1/resolve/');
	return { url: url.href, fileName, expected: {} };
}

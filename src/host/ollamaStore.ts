/**
 * The GGUF files that Ollama keeps, so that another engine can use them in place. Only reads: a store may belong to another user, and a file may
 * go at any moment (`ollama rm`). Layout, seen with Ollama 0.24: `manifests/HOST/NAMESPACE/NAME/TAG` is JSON whose layer of the model's media
 * type is the GGUF, in `blobs/` under its digest.
 */
import * as fs from 'node:fs/promises';
import path from 'node:path';
import { familyOfName } from '../core/models/family';

export interface OllamaModelFile {
	/** As `ollama list` has it: "deepseek-coder:6.7b-base-q4_K_M". */
	readonly name: string;
	readonly file: string;
	readonly fileBytes: number;
}

export interface OllamaStoreReading {
	/** One entry a file: of several names for one file, the one that says most. */
	readonly models: readonly OllamaModelFile[];
	readonly skipped: readonly { readonly name: string; readonly reason: string }[];
}

/** Where stores are: what the user names, else Ollama's defaults for a server of the user's own and for the service of its Linux installer. */
export function ollamaFolders(
	environment: Readonly<Record<string, string | undefined>>,
	home: string,
	platform: NodeJS.Platform,
): readonly string[] {
	const named = environment.OLLAMA_MODELS?.trim();
	if (named) return [named];
	return [path.join(home, '.ollama', 'models'), ...(platform === 'linux' ? ['/usr/share/ollama/.ollama/models'] : [])];
}

/** Looks each time it is asked, and says once in the log what is left out. */
export function ollamaFiles(folders: readonly string[], log: { debug(message: string): void }): () => Promise<readonly OllamaModelFile[]> {
	const told = new Set<string>();
	return async () => {
		const { models, skipped } = await findOllamaModels(folders);
		for (const message of skipped.map(({ name, reason }) => `${name} in Ollama's store is left out: ${reason}`)) {
			if (!told.has(message)) log.debug(message);
			told.add(message);
		}
		return models;
	};
}

/** A folder that is not there, or may not be read, has none. */
export async function findOllamaModels(folders: readonly string[]): Promise<OllamaStoreReading> {
	const readings = (await Promise.all(folders.map(readStore))).flat();
	const byFile = new Map<string, OllamaModelFile>();
	for (const reading of readings) {
		if (reading.kind !== 'model') continue;
		const { file, name } = reading.model;
		if (saysMore(name, byFile.get(file)?.name)) byFile.set(file, reading.model);
	}
	return {
		models: [...byFile.values()].sort((a, b) => a.name.localeCompare(b.name)),
		skipped: readings.filter(reading => reading.kind === 'skipped'),
	};
}

/** A name that tells the family, else the longer one. */
function saysMore(name: string, than: string | undefined): boolean {
	if (than === undefined) return true;
	const tells = (each: string) => Number(familyOfName(each) !== 'other');
	return tells(name) - tells(than) > 0 || (tells(name) === tells(than) && name.length > than.length);
}

type Reading =
	| { readonly kind: 'model'; readonly model: OllamaModelFile }
	| { readonly kind: 'skipped'; readonly name: string; readonly reason: string };

async function readStore(folder: string): Promise<readonly Reading[]> {
	const manifests = path.join(folder, 'manifests');
	const tags = await filesBelow(manifests, levelsAboveTag);
	return Promise.all(
		tags.map(async tag => {
			const name = nameOf(path.relative(manifests, tag).split(path.sep));
			const reading = await readModel(folder, tag);
			return typeof reading === 'string'
				? ({ kind: 'skipped', name, reason: reading } as const)
				: ({ kind: 'model', model: { name, ...reading } } as const);
		}),
	);
}

/** Host, namespace and name. */
const levelsAboveTag = 3;

async function filesBelow(folder: string, levels: number): Promise<readonly string[]> {
	const entries = await fs.readdir(folder, { withFileTypes: true }).catch(() => []);
	const found = await Promise.all(
		entries.map(async entry => {
			const full = path.join(folder, entry.name);
			if (levels > 0) return entry.isDirectory() ? filesBelow(full, levels - 1) : [];
			return entry.isFile() ? [full] : [];
		}),
	);
	return found.flat();
}

function nameOf([, namespace, name, tag]: readonly string[]): string {
	return `${namespace === 'library' ? '' : `${namespace}/`}${name}:${tag}`;
}

interface Layer {
	readonly mediaType: string;
	readonly digest: string;
	readonly size: number;
}

const mediaType = (kind: string) => `application/vnd.ollama.image.${kind}`;

/** The model's file, or why there is none to use. */
async function readModel(folder: string, manifest: string): Promise<Omit<OllamaModelFile, 'name'> | string> {
	const layers = await readLayers(manifest);
	if (layers === undefined) return 'its manifest cannot be read';
	if (layers.some(layer => layer.mediaType === mediaType('adapter'))) return 'it is a model with an adapter';
	const [layer, another] = layers.filter(each => each.mediaType === mediaType('model'));
	if (layer === undefined) return 'it has no GGUF file here';
	if (another !== undefined) return 'it is kept in several files';
	// A digest becomes a file's name, so nothing but a digest may.
	const digest = /^sha256[:-]([0-9a-f]{64})$/.exec(layer.digest)?.[1];
	if (digest === undefined) return 'its manifest names no proper digest';
	const file = path.join(folder, 'blobs', `sha256-${digest}`);
	return (await whyUnusable(file, layer.size)) ?? { file, fileBytes: layer.size };
}

/** Manifests have one or two kilobytes. */
const longestManifest = 1 << 20;

async function readLayers(manifest: string): Promise<readonly Layer[] | undefined> {
	try {
		if ((await fs.stat(manifest)).size > longestManifest) return undefined;
		const { layers } = JSON.parse(await fs.readFile(manifest, 'utf8')) as { layers?: unknown };
		return Array.isArray(layers) ? layers.filter(isLayer) : undefined;
	} catch {
		return undefined;
	}
}

function isLayer(value: unknown): value is Layer {
	const { mediaType, digest, size } = (value ?? {}) as Partial<Record<keyof Layer, unknown>>;
	return typeof mediaType === 'string' && typeof digest === 'string' && typeof size === 'number';
}

async function whyUnusable(file: string, expectedBytes: number): Promise<string | undefined> {
	try {
		const handle = await fs.open(file, 'r');
		try {
			const { size } = await handle.stat();
			if (size !== expectedBytes) return `its file has ${size} of ${expectedBytes} bytes`;
			const { buffer, bytesRead } = await handle.read(Buffer.alloc(4), 0, 4, 0);
			return buffer.toString('latin1', 0, bytesRead) === 'GGUF' ? undefined : 'its file is no GGUF file';
		} finally {
			await handle.close();
		}
	} catch (error) {
		const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
		return code === 'ENOENT' ? 'its file is gone' : `its file cannot be read (${code})`;
	}
}

/**
 * The facts that the plan wants of the models on this machine's disk: of a GGUF file from its header, of a model that Ollama serves from the file in
 * its store. A file that cannot be read is planned by its name and size instead. A header is read once for as long as its file does not change.
 */
import * as fs from 'node:fs/promises';
import type { InstalledModel } from '../core/engine/engine';
import type { ModelFacts } from '../core/memory/modelFacts';
import { factsOfHeader } from '../core/models/headerFacts';
import type { OllamaModelFile } from './ollamaStore';
import { readGguf } from './readGguf';

export async function readModelFacts(file: string): Promise<ModelFacts | undefined> {
	try {
		return factsOfHeader(await readGguf(file));
	} catch {
		return undefined;
	}
}

export class ModelFactsReader {
	private readonly known = new Map<string, { readonly stamp: string; readonly facts: Promise<ModelFacts | undefined> }>();
	private looking: Promise<readonly OllamaModelFile[]> | undefined;

	/** @param ollamaFiles looks into Ollama's store; it must not throw. */
	constructor(private readonly ollamaFiles: () => Promise<readonly OllamaModelFile[]>) {}

	async ofFile(file: string): Promise<ModelFacts | undefined> {
		const stamp = await fs.stat(file).then(
			({ size, mtimeMs }) => `${size} ${mtimeMs}`,
			() => undefined,
		);
		if (stamp === undefined) return undefined;
		const before = this.known.get(file);
		if (before?.stamp === stamp) return before.facts;
		const facts = readModelFacts(file);
		this.known.set(file, { stamp, facts });
		return facts;
	}

	/** All models of a list ask at once, and one look at the store answers them. */
	async ofOllama(model: InstalledModel): Promise<ModelFacts | undefined> {
		this.looking ??= this.ollamaFiles().finally(() => (this.looking = undefined));
		const file = fileOf(model, await this.looking);
		return file === undefined ? undefined : this.ofFile(file);
	}
}

/** By its name, or else by its size: a file with several names is listed under one of them. Ollama counts its template and parameters in. */
function fileOf({ id, fileBytes }: InstalledModel, files: readonly OllamaModelFile[]): string | undefined {
	const named = files.find(({ name }) => id === name || id.endsWith(`/${name}`));
	const sized = files.filter(each => fileBytes - each.fileBytes >= 0 && fileBytes - each.fileBytes < mostBesideWeights);
	return (named ?? (sized.length === 1 ? sized[0] : undefined))?.file;
}

const mostBesideWeights = 64 * 1024;

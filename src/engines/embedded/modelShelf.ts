/** The models on this machine's disk: the demo model first, then the folders' files, then those that other programs keep. A header is read once for as long as its file does not change. */
import * as fs from 'node:fs/promises';
import * as path from 'node:path';
import type { InstalledModel } from '../../core/engine/engine';
import { EngineError } from '../../core/engine/engineError';
import { describeModel, findModelFiles, isLanguageModel, readModelFile, type ModelFile } from './modelFiles';

interface ShelfLog {
	debug(message: string): void;
	warn(message: string): void;
}

/** A file that another program keeps, and what it calls it. Files of other families than DeepSeek's are not put on the shelf. */
export interface BorrowedFile {
	readonly file: string;
	readonly name: string;
}

type Reading = { readonly kind: 'file'; readonly file: ModelFile } | { readonly kind: 'bad'; readonly error: unknown };

export class ModelShelf {
	private readonly readings = new Map<string, { readonly stamp: string; readonly reading: Reading }>();

	constructor(
		private readonly folders: () => readonly string[],
		private readonly demoModelPath: string | undefined,
		private readonly log: ShelfLog,
		/** Asked at each look; it must not throw. */
		private readonly borrowed: () => Promise<readonly BorrowedFile[]> = () => Promise.resolve([]),
	) {}

	async models(): Promise<readonly InstalledModel[]> {
		const demo = this.demoModelPath;
		const [borrowed, ...found] = await Promise.all([this.borrowed(), ...this.folders().map(folder => findModelFiles(folder))]);
		const files = [...new Set([...(demo === undefined ? [] : [demo]), ...found.flat()])];
		const others = borrowed.filter(({ file }) => !files.includes(file));
		const models = await Promise.all([
			...files.map(file => this.modelAt(file, file, file === demo)),
			...others.map(async ({ file, name }) => onlyDeepSeek(await this.modelAt(file, name, false))),
		]);
		return models.filter(model => model !== undefined);
	}

	/** Throws why this file can't be loaded, as far as its own bytes tell. */
	async check(file: string): Promise<void> {
		const reading = await this.read(file);
		if (reading.kind === 'bad') throw reading.error;
	}

	private async modelAt(file: string, name: string, isDemo: boolean): Promise<InstalledModel | undefined> {
		const reading = await this.read(file);
		if (reading.kind === 'bad') return undefined;
		return isLanguageModel(reading.file) ? describeModel(file, name, reading.file, isDemo) : undefined;
	}

	/** A bad file is named in the log when it is first seen to be bad. */
	private async read(file: string): Promise<Reading> {
		const stamp = await stampOf(file);
		const known = this.readings.get(file);
		if (known?.stamp === stamp) return known.reading;
		const reading = await readModelFile(file).then(
			(read): Reading => ({ kind: 'file', file: read }),
			(error: unknown): Reading => ({ kind: 'bad', error }),
		);
		this.readings.set(file, { stamp, reading });
		if (reading.kind === 'bad') this.log.warn(sentenceOf(reading.error, file));
		else if (!isLanguageModel(reading.file)) this.log.debug(`${path.basename(file)} is no language model by itself and is left out.`);
		return reading;
	}
}

function onlyDeepSeek(model: InstalledModel | undefined): InstalledModel | undefined {
	return model?.family === 'other' ? undefined : model;
}

/** Changes when the file does. Of a split file only the first part is looked at: the others are written with it. */
async function stampOf(file: string): Promise<string> {
	const stat = await fs.stat(file).catch(() => undefined);
	return stat === undefined ? 'missing' : `${stat.size} ${stat.mtimeMs}`;
}

function sentenceOf(error: unknown, file: string): string {
	return error instanceof EngineError ? error.message : `${path.basename(file)} can't be read: ${String(error)}`;
}

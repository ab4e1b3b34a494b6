/** Finds the GGUF files a user has and says what each is. A file that is no model costs one line in the log, never the others. */
import * as fs from 'node:fs/promises';
import * as path from 'node:path';
import type { InstalledModel, Role } from '../../core/engine/engine';
import { EngineError } from '../../core/engine/engineError';
import { familyOfName, type ModelFamily } from '../../core/models/family';
import { absurdHeader } from '../../core/models/absurdHeader';
import { GgufError } from '../../core/models/ggufError';
import { readGgufHeader, type GgufHeader } from '../../core/models/ggufHeader';
import { summaryOf, type HeaderSummary } from '../../core/models/headerSummary';
import { quantizationLabel } from '../../core/models/quantizationLabel';
import { recognize } from '../../core/models/recognize';
import { sizeName } from '../../core/models/sizeName';
import { isLaterPart, joinParts, nameWithoutPart, partsOf } from '../../core/models/splitGguf';

/** LM Studio and Hugging Face's cache put files two and three folders deep. */
const deepest = 3;

export interface ModelFile {
	readonly header: HeaderSummary;
	/** All parts of a split file together. */
	readonly fileBytes: number;
}

/** All `*.gguf` files under a folder, the first part standing for a split file. A folder that is not there has none. */
export async function findModelFiles(folder: string, depth = deepest): Promise<string[]> {
	const entries = await fs.readdir(folder, { withFileTypes: true }).catch(() => []);
	const found = await Promise.all(
		entries.map(async entry => {
			const full = path.join(folder, entry.name);
			if (entry.isDirectory()) return depth > 0 ? findModelFiles(full, depth - 1) : [];
			return entry.name.toLowerCase().endsWith('.gguf') && !isLaterPart(entry.name) ? [full] : [];
		}),
	);
	return found.flat().sort();
}

/** Reads the header and checks that the whole file is there. Throws `noModel` or `loadFailed`, with the file's name and the reason. */
export async function readModelFile(file: string): Promise<ModelFile> {
	const parts = await Promise.all(partsOf(file).map(readPart));
	return {
		header: summaryOf(joinParts(parts.map(part => part.header))),
		fileBytes: parts.reduce((sum, part) => sum + part.fileBytes, 0),
	};
}

/** Whether the file can be asked by itself: adapters, projectors and bare vocabularies can't. */
export function isLanguageModel({ header }: ModelFile): boolean {
	return header.tensorCount > 0 && header.architecture !== 'clip' && (header.type === undefined || header.type === 'model');
}

/** @param name what tells the model's kind: its file's name, or the one under which another program keeps it */
export function describeModel(file: string, name: string, { header, fileBytes }: ModelFile, isDemo: boolean): InstalledModel {
	const family = familyOf(name, header);
	const { parameters } = header;
	return {
		id: file,
		label: isDemo ? 'demo model' : labelOf(name, family, parameters),
		family,
		quantization: quantizationLabel(header.fileType),
		parameters,
		fileBytes,
		trainedContextTokens: header.contextLength,
		roles: isDemo ? ['completion', 'chat'] : rolesOf(name, header, family),
		isDemo,
	};
}

async function readPart(file: string): Promise<{ readonly header: GgufHeader; readonly fileBytes: number }> {
	const name = path.basename(file);
	const fail = (reason: string) => new EngineError('loadFailed', `${name} can't be loaded: ${reason}`, { model: name });
	const handle = await fs.open(file, 'r').catch((error: unknown) => {
		if (isMissing(error)) throw new EngineError('noModel', `${file} is not there`, { model: name });
		throw fail(error instanceof Error ? error.message : String(error));
	});
	try {
		const { size: fileBytes } = await handle.stat();
		if (fileBytes === 0) throw fail('it is empty');
		const read = async (offset: number, length: number) => {
			const { buffer, bytesRead } = await handle.read(new Uint8Array(length), 0, length, offset);
			return buffer.subarray(0, bytesRead);
		};
		const header = await readGgufHeader(read, { fileBytes });
		const absurd = absurdHeader(header.metadata);
		if (absurd !== undefined) throw fail(absurd);
		return { header, fileBytes };
	} catch (error) {
		throw error instanceof GgufError ? fail(error.message) : error;
	} finally {
		await handle.close();
	}
}

function familyOf(name: string, header: HeaderSummary): ModelFamily {
	const byName = [header.name ?? '', path.basename(name)].map(familyOfName).find(family => family !== 'other');
	if (byName !== undefined) return byName;
	if (!header.fillsInTheMiddle) return 'other';
	return header.architecture === 'deepseek2' ? 'coderV2' : 'coderV1';
}

/** The header does not say whether a model was taught to chat; its name does, else its having a chat template. */
function rolesOf(name: string, header: HeaderSummary, family: ModelFamily): readonly Role[] {
	const names = `${header.name ?? ''} ${path.basename(name)}`.toLowerCase();
	if (family === 'reason' || family === 'other' || /instruct|chat/.test(names)) return ['chat'];
	if (/\bbase\b|[-_.]base/.test(names)) return ['completion'];
	// The name of a published model, such as "deepseek-coder:6.7b", tells it without a word for it.
	const known = recognize(name)?.model;
	if (known !== undefined) return known.roles.includes('completes') ? ['completion'] : ['chat'];
	return header.hasChatTemplate ? ['chat'] : ['completion'];
}

const familyNames: Readonly<Record<Exclude<ModelFamily, 'reason' | 'other'>, string>> = {
	coderV1: 'deepseek-coder',
	coderV2: 'deepseek-coder-v2',
};

function labelOf(name: string, family: ModelFamily, parameters: number): string {
	const plain = nameWithoutPart(path.basename(name));
	if (family === 'reason' || family === 'other') return plain;
	const variant = /instruct|base/i.exec(plain)?.[0].toLowerCase();
	return [familyNames[family], sizeName(parameters), variant].filter(part => part !== undefined).join(' ');
}

function isMissing(error: unknown): boolean {
	return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}

/** Reads the header of a GGUF file on this machine, of a model in several parts that of all of them. */
import * as fs from 'node:fs/promises';
import { readGgufHeader, type GgufHeader } from '../core/models/ggufHeader';
import { joinParts, partsOf } from '../core/models/splitGguf';

/**
 * Throws a `GgufError` for a file that is no model or is cut short, and the system's error for one that cannot be read.
 * With `headerIsEnough` the tensors need not be there: for a download that has only begun.
 */
export async function readGguf(file: string, { headerIsEnough = false } = {}): Promise<GgufHeader & { readonly fileBytes: number }> {
	const parts: (GgufHeader & { readonly fileBytes: number })[] = [];
	for (const part of partsOf(file)) parts.push(await readPart(part, headerIsEnough));
	return { ...joinParts(parts), fileBytes: parts.reduce((sum, each) => sum + each.fileBytes, 0) };
}

async function readPart(file: string, headerIsEnough: boolean): Promise<GgufHeader & { readonly fileBytes: number }> {
	const handle = await fs.open(file);
	try {
		const { size: fileBytes } = await handle.stat();
		const read = async (offset: number, length: number) => {
			const { buffer, bytesRead } = await handle.read(new Uint8Array(length), 0, length, offset);
			return buffer.subarray(0, bytesRead);
		};
		return { ...(await readGgufHeader(read, { fileBytes, headerIsEnough })), fileBytes };
	} finally {
		await handle.close();
	}
}

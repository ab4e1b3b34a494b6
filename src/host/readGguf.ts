/** Reads the header of a GGUF file on this machine. */
import * as fs from 'node:fs/promises';
import { readGgufHeader, type GgufHeader } from '../core/models/ggufHeader';

/**
 * Throws a `GgufError` for a file that is no model or is cut short, and the system's error for one that cannot be read.
 * With `headerIsEnough` the tensors need not be there: for a download that has only begun.
 */
export async function readGguf(file: string, { headerIsEnough = false } = {}): Promise<GgufHeader & { readonly fileBytes: number }> {
	const handle = await fs.open(file);
	try {
		const { size } = await handle.stat();
		const read = async (offset: number, length: number) => {
			const { buffer, bytesRead } = await handle.read(new Uint8Array(length), 0, length, offset);
			return buffer.subarray(0, bytesRead);
		};
		return { ...(await readGgufHeader(read, headerIsEnough ? undefined : size)), fileBytes: size };
	} finally {
		await handle.close();
	}
}

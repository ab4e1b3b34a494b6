/** Reads the files that arguments name; a file that is not there is a mistake in the arguments. */
import * as fs from 'node:fs/promises';
import { UsageError } from './options';

export async function readText(file: string): Promise<string> {
	try {
		return await fs.readFile(file, 'utf8');
	} catch (error) {
		throw new UsageError(`${file} cannot be read: ${error instanceof Error ? error.message : String(error)}`);
	}
}

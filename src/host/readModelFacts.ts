/** The facts that the plan wants of a GGUF file here; a file that cannot be read is planned by its name and size instead. */
import type { ModelFacts } from '../core/memory/modelFacts';
import { factsOfHeader } from '../core/models/headerFacts';
import { readGguf } from './readGguf';

export async function readModelFacts(file: string): Promise<ModelFacts | undefined> {
	try {
		return factsOfHeader(await readGguf(file));
	} catch {
		return undefined;
	}
}

/** Answers sent through `lab trim`, and whether the right thing came out. */
import { Fields } from '../../src/lab/jsonLines';
import { labTrim } from '../../src/lab/trim';
import type { Hole } from './holeScore';

export interface GivenAnswer {
	readonly hole: Hole;
	/** What the model says. */
	readonly output: string;
	/** What should be shown of it. */
	readonly wanted: string;
}

export interface Trimmed extends GivenAnswer {
	readonly result: Result;
}

type Result = { readonly text: string; readonly replaceSuffixLength: number } | { readonly text: null; readonly reason: string };

export async function trimmedAll(answers: readonly GivenAnswer[]): Promise<readonly Trimmed[]> {
	const trim = labTrim([]);
	const trimmed: Trimmed[] = [];
	for (const [index, answer] of answers.entries()) {
		const { prefix, suffix, languageId } = answer.hole;
		const fields = new Fields({ languageId, prefix, suffix, output: answer.output });
		trimmed.push({ ...answer, result: (await trim(fields, index)) as Result });
	}
	return trimmed;
}

/** Accepted, it makes the file what it should be. */
export function isMended({ hole, wanted, result }: Trimmed): boolean {
	return result.text !== null && result.text + hole.suffix.slice(result.replaceSuffixLength) === wanted + hole.suffix;
}

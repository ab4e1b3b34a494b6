/** JSON lines in, JSON lines out: each line is answered as soon as it is there, a bad one by what is wrong with it. */
import { UsageError } from './options';

/** A line's fields, read with a word about each that is not as it should be. */
export class Fields {
	constructor(private readonly values: Readonly<Record<string, unknown>>) {}

	get id(): unknown {
		return this.values.id ?? null;
	}

	text(name: string): string {
		const value = this.values[name];
		if (typeof value !== 'string') throw new UsageError(`"${name}" is ${value === undefined ? 'missing' : 'no string'}`);
		return value;
	}

	optionalText(name: string): string | undefined {
		return this.values[name] === undefined ? undefined : this.text(name);
	}
}

/** The answer to one line, without its id. */
export type AnswerLine = (fields: Fields, index: number) => Promise<object> | object;

/** Resolves with the number of bad lines. */
export async function answerJsonLines(
	input: AsyncIterable<string>,
	write: (line: string) => Promise<unknown> | undefined,
	answer: AnswerLine,
): Promise<number> {
	let index = 0;
	let bad = 0;
	for await (const line of linesOf(input)) {
		if (line.trim() === '') continue;
		let id: unknown = null;
		let result: object;
		try {
			const fields = fieldsOf(line);
			id = fields.id;
			result = await answer(fields, index);
		} catch (error) {
			result = { error: error instanceof Error ? error.message : String(error) };
			bad++;
		}
		index++;
		await write(`${JSON.stringify({ id, ...result })}\n`);
	}
	return bad;
}

function fieldsOf(line: string): Fields {
	let json: unknown;
	try {
		json = JSON.parse(line);
	} catch (error) {
		throw new UsageError(`no JSON: ${error instanceof Error ? error.message : String(error)}`);
	}
	if (typeof json !== 'object' || json === null || Array.isArray(json)) throw new UsageError('no JSON object');
	return new Fields(json as Record<string, unknown>);
}

/** Node's `readline` also splits at U+2028, which JSON strings may hold as it is. */
async function* linesOf(input: AsyncIterable<string>): AsyncIterable<string> {
	let rest = '';
	for await (const chunk of input) {
		const lines = (rest + chunk).split('\n');
		rest = lines.pop() ?? '';
		yield* lines;
	}
	yield rest;
}

/**
 * The extension's eyes and judgement on the command line, for scripts and bug reports: `npm run -s lab -- hardware|estimate|plan|trim|multiline …`.
 * Prints one JSON value, or for `trim` and `multiline` a JSON line for each JSON line of the input.
 * A mistake in the arguments is one line on the error output and exit code 2; so is the exit code where an input line was bad.
 */
import { once } from 'node:events';
import { labEstimate } from './estimate';
import { labHardware } from './hardware';
import { answerJsonLines, type AnswerLine } from './jsonLines';
import { labMultiline } from './multiline';
import { UsageError } from './options';
import { labPlan } from './plan';
import { labTrim } from './trim';

const commands: Readonly<Record<string, (parameters: readonly string[]) => Promise<unknown>>> = {
	hardware: labHardware,
	estimate: labEstimate,
	plan: labPlan,
};

const lineCommands: Readonly<Record<string, (parameters: readonly string[]) => AnswerLine>> = { trim: labTrim, multiline: labMultiline };

async function main([name = '', ...parameters]: readonly string[]): Promise<void> {
	// Not what every object has, such as "constructor".
	const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
	const lineCommand = Object.hasOwn(lineCommands, name) ? lineCommands[name] : undefined;
	if (command !== undefined) process.stdout.write(`${JSON.stringify(await command(parameters), null, 2)}\n`);
	else if (lineCommand !== undefined) await answerInput(lineCommand(parameters));
	else throw new UsageError(`"${name}" is no command; commands are ${[...Object.keys(commands), ...Object.keys(lineCommands)].join(', ')}`);
}

async function answerInput(answer: AnswerLine): Promise<void> {
	process.stdin.setEncoding('utf8');
	const write = (line: string) => (process.stdout.write(line) ? undefined : once(process.stdout, 'drain'));
	const bad = await answerJsonLines(process.stdin as AsyncIterable<string>, write, answer);
	if (bad > 0) process.exitCode = 2;
}

main(process.argv.slice(2)).catch((error: unknown) => {
	const message = error instanceof Error ? error.message : String(error);
	process.stderr.write(`${message.split('\n')[0]}\n`);
	process.exitCode = error instanceof UsageError ? 2 : 1;
});

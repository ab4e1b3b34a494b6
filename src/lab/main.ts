/**
 * The extension's eyes and judgement on the command line, for scripts and bug reports: `npm run -s lab -- hardware|estimate|plan …`.
 * Prints one JSON value; a mistake in the arguments is one line on the error output and exit code 2.
 */
import { labEstimate } from './estimate';
import { labHardware } from './hardware';
import { UsageError } from './options';
import { labPlan } from './plan';

const commands: Readonly<Record<string, (parameters: readonly string[]) => Promise<unknown>>> = {
	hardware: labHardware,
	estimate: labEstimate,
	plan: labPlan,
};

async function main([name = '', ...parameters]: readonly string[]): Promise<void> {
	const command = commands[name];
	if (command === undefined) throw new UsageError(`"${name}" is no command; commands are ${Object.keys(commands).join(', ')}`);
	process.stdout.write(`${JSON.stringify(await command(parameters), null, 2)}\n`);
}

main(process.argv.slice(2)).catch((error: unknown) => {
	const message = error instanceof Error ? error.message : String(error);
	process.stderr.write(`${message.split('\n')[0]}\n`);
	process.exitCode = error instanceof UsageError ? 2 : 1;
});

/** What the scripts tell the person who waits: one line when something starts, one when it took long, nothing for what was there. */

export function say(text) {
	process.stderr.write(`• ${text}\n`);
}

/** Says what is done, does it, and says how long it took. */
export async function saying(text, work) {
	say(`${text} …`);
	const start = performance.now();
	const result = await work();
	say(`${text}: done in ${seconds(performance.now() - start)}`);
	return result;
}

export function seconds(milliseconds) {
	return `${(milliseconds / 1000).toFixed(1)} s`;
}

/** What is missing, and the command that would install it: for a person, not a stack for a developer. */
export class Missing extends Error {
	/**
	 * @param {string} what the thing, in words
	 * @param {string} wayOut the command that installs it, or what to do instead
	 */
	constructor(what, wayOut) {
		super(`${what}\n  ${wayOut}`);
		this.name = 'Missing';
	}
}

/** Runs a script's main function; a failure is one readable message and exit code 1. Only what we did not expect shows its stack. */
export function main(work) {
	work().catch(error => {
		const isExpected = ['Missing', 'CommandFailed'].includes(error?.name);
		process.stderr.write(`\n✘ ${isExpected ? error.message : (error?.stack ?? error)}\n`);
		process.exit(1);
	});
}

/**
 * Skips a test, or from a `before` its whole suite, with the reason in the title: that is what the summary of a run shows of it.
 * Throws, as mocha's own `skip` does.
 */
export function skipBecause(context: Mocha.Context, reason: string): never {
	const { test } = context;
	const suite = test?.parent;
	const titled = suite?.tests.some(each => each === test) ? test : suite;
	if (titled) titled.title += ` (skipped: ${reason})`;
	return context.skip();
}
